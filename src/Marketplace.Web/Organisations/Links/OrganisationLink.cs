using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Organisations.Links;

public enum LinkKind
{
    /// <summary>上级单位、母公司</summary>
    Parent,

    /// <summary>资产管理公司 of a university</summary>
    AssetCompany,

    /// <summary>控股</summary>
    Holding,
}

public enum LinkState
{
    /// <summary>The upper one says so; no right follows from that.</summary>
    Proposed,

    /// <summary>The lower one agreed, or its bureau where nobody of it has come yet.</summary>
    Confirmed,
    Declined,

    /// <summary>Taken back before it was answered.</summary>
    Withdrawn,
}

/// <summary>One organisation above another, from a day to a day. Only a confirmed one means anything: nobody becomes a subsidiary by another's word.</summary>
public sealed class OrganisationLink
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid UpperId { get; init; }
    public required Guid LowerId { get; init; }
    public required LinkKind Kind { get; init; }
    public required DateOnly Since { get; init; }

    /// <summary>The last day.</summary>
    public DateOnly? Until { get; set; }
    public LinkState State { get; set; }
    public Guid? EnteredBy { get; init; }
    public DateTimeOffset? EnteredAt { get; init; }
    public Guid? AnsweredBy { get; set; }
    public DateTimeOffset? AnsweredAt { get; set; }

    /// <summary>Why it was declined.</summary>
    public string? Reason { get; set; }

    public bool Waits => State == LinkState.Proposed && Until is null;
}

internal sealed class OrganisationLinkTable : IEntityTypeConfiguration<OrganisationLink>
{
    public void Configure(EntityTypeBuilder<OrganisationLink> builder)
    {
        builder.ToTable("organisation_links", table =>
        {
            table.HasCheckConstraint("ck_organisation_links_span", "\"until\" is null or since <= \"until\"");
            table.HasCheckConstraint("ck_organisation_links_two", "upper_id <> lower_id");
        });
        builder.Property(l => l.Kind).HasConversion<string>().HasMaxLength(20);
        // What was entered before there was a question is unconfirmed too.
        builder.Property(l => l.State).HasConversion<string>().HasMaxLength(20).HasDefaultValue(LinkState.Proposed);
        builder.Property(l => l.Reason).HasMaxLength(Registration.RegistrationRules.ReasonMax);
        builder.Ignore(l => l.Waits);
        builder.HasIndex(l => new { l.UpperId, l.LowerId }).IsUnique().HasFilter("until is null and state in ('Proposed', 'Confirmed')").HasDatabaseName("ix_organisation_links_open");
        builder.HasIndex(l => l.LowerId);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(l => l.UpperId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(l => l.LowerId).OnDelete(DeleteBehavior.Restrict);
    }
}
