using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Units;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Licensing.Income;

/// <summary>规定或者约定: an organisation's own rule, or what it agreed for one licence (Art. 44), with its document. Ended, not deleted: sharings went by it.</summary>
public sealed class IncomeRule
{
    public required Guid Id { get; init; }
    public required Guid HolderId { get; init; }

    /// <summary>An agreement about this licence; null: a rule for all.</summary>
    public Guid? LicenceId { get; init; }
    public required string Title { get; init; }

    /// <summary>What contributors get of the net at least.</summary>
    public required decimal Percent { get; init; }
    public required DateOnly From { get; init; }
    public DateOnly? Until { get; set; }
    public required Guid FileId { get; init; }
    public required DateTimeOffset At { get; init; }
}

/// <summary>How a college shares as a rule: what a new sharing begins with.</summary>
public sealed class ShareDefault
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid HolderId { get; init; }

    /// <summary>Null: for whatever has none of its own.</summary>
    public Guid? UnitId { get; init; }
    public required decimal Contributors { get; set; }
    public required decimal Department { get; set; }
    public required decimal Unit { get; set; }
}

internal sealed class IncomeRuleTable : IEntityTypeConfiguration<IncomeRule>
{
    public const int TitleMax = 200;

    public void Configure(EntityTypeBuilder<IncomeRule> builder)
    {
        builder.ToTable("income_rules", table => table.HasCheckConstraint("ck_income_rules", "percent > 0 and percent <= 100 and (until is null or until >= \"from\")"));
        builder.Property(r => r.Id).ValueGeneratedNever();
        builder.Property(r => r.Title).HasMaxLength(TitleMax);
        builder.Property(r => r.Percent).HasPrecision(5, 2);
        builder.HasIndex(r => new { r.HolderId, r.From });
        builder.HasOne<Organisation>().WithMany().HasForeignKey(r => r.HolderId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Licence>().WithMany().HasForeignKey(r => r.LicenceId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ShareDefaultTable : IEntityTypeConfiguration<ShareDefault>
{
    public void Configure(EntityTypeBuilder<ShareDefault> builder)
    {
        builder.ToTable("share_defaults", table => table.HasCheckConstraint("ck_share_defaults_whole", "contributors + department + unit = 100 and contributors >= 0 and department >= 0 and unit >= 0"));
        builder.Property(d => d.Contributors).HasPrecision(5, 2);
        builder.Property(d => d.Department).HasPrecision(5, 2);
        builder.Property(d => d.Unit).HasPrecision(5, 2);
        builder.HasIndex(d => new { d.HolderId, d.UnitId }).IsUnique().AreNullsDistinct(false);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(d => d.HolderId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<OrganisationUnit>().WithMany().HasForeignKey(d => d.UnitId).OnDelete(DeleteBehavior.Restrict);
    }
}
