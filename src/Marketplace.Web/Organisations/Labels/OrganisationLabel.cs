using Marketplace.Web.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Organisations.Labels;

/// <summary>What a firm has been recognised as (domain.md §5.3).</summary>
public enum LabelKind
{
    /// <summary>中小企业声明</summary>
    SmallOrMedium,

    /// <summary>科技型中小企业</summary>
    TechnologySme,

    /// <summary>创新型中小企业</summary>
    InnovativeSme,

    /// <summary>专精特新中小企业</summary>
    Specialised,

    /// <summary>专精特新“小巨人”企业</summary>
    LittleGiant,

    /// <summary>高新技术企业</summary>
    HighTech,

    /// <summary>国家知识产权示范企业</summary>
    IpDemonstration,

    /// <summary>国家知识产权优势企业</summary>
    IpAdvantage,
}

public static class LabelKinds
{
    public static string Name(this LabelKind kind) => OrganisationTexts.ResourceManager.GetString("Label" + kind, OrganisationTexts.Culture)!;

    /// <summary>How long one usually holds; what was announced decides.</summary>
    public static int Years(this LabelKind kind) => kind is LabelKind.SmallOrMedium or LabelKind.TechnologySme ? 1 : 3;
}

/// <summary>A label with its first and last day: conversions count by the label of their day, not by that of today.</summary>
public sealed class OrganisationLabel
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid OrganisationId { get; init; }
    public required LabelKind Kind { get; init; }
    public required DateOnly From { get; init; }
    public required DateOnly Until { get; set; }

    /// <summary>Certificate or announcement.</summary>
    public string? Number { get; init; }
    public Guid? EvidenceFile { get; init; }
    public required DateTimeOffset AddedAt { get; init; }

    public static IQueryable<OrganisationLabel> On(AppDbContext db, Guid organisationId, DateOnly day) =>
        db.Set<OrganisationLabel>().Where(l => l.OrganisationId == organisationId && l.From <= day && day <= l.Until);
}

internal sealed class OrganisationLabelTable : IEntityTypeConfiguration<OrganisationLabel>
{
    public void Configure(EntityTypeBuilder<OrganisationLabel> builder)
    {
        builder.ToTable("organisation_labels", table => table.HasCheckConstraint("ck_organisation_labels_span", "\"from\" <= \"until\""));
        builder.Property(l => l.Kind).HasConversion<string>().HasMaxLength(30);
        builder.Property(l => l.Number).HasMaxLength(100);
        builder.HasIndex(l => new { l.OrganisationId, l.Kind, l.From }).IsUnique();
        builder.HasOne<Organisation>().WithMany().HasForeignKey(l => l.OrganisationId).OnDelete(DeleteBehavior.Cascade);
    }
}
