using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Payments;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Units;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Licensing.Income;

/// <summary>In what the shares are said.</summary>
public enum ShareBasis
{
    Percent,
    Amount,
}

/// <summary>What is taken off before there is anything to share.</summary>
public enum CostKind
{
    /// <summary>中介、代理费</summary>
    Agency,

    /// <summary>评估费</summary>
    Valuation,

    /// <summary>登记、备案费</summary>
    Registration,

    /// <summary>税金</summary>
    Tax,
}

/// <summary>Who gets a share.</summary>
public enum ShareKind
{
    /// <summary>发明人、设计人</summary>
    Inventor,

    /// <summary>其他为转化作出重要贡献的人员</summary>
    Contributor,

    /// <summary>所在学院、部门</summary>
    Department,

    /// <summary>单位</summary>
    Unit,
}

/// <summary>收益分配: who gets what of one receipt. Its id is the form's own number, so that a form sent twice is one sharing. Shares always sum to the net; the database asks too.</summary>
public sealed class Sharing : Case<SharingState>
{
    public required Guid HolderId { get; init; }
    public required Guid LicenceId { get; init; }
    public required Guid PaymentId { get; init; }

    /// <summary>到账额</summary>
    public required decimal Gross { get; init; }

    /// <summary>净收入: without the costs.</summary>
    public required decimal Net { get; set; }
    public required ShareBasis Basis { get; set; }

    /// <summary>The college it is counted for.</summary>
    public Guid? UnitId { get; set; }

    /// <summary>The rule or agreement it goes by; null: the law's half.</summary>
    public Guid? RuleId { get; set; }

    /// <summary>What contributors get at least, of the net, in percent, when it was proposed.</summary>
    public required decimal Floor { get; set; }
    public DateOnly? ObjectUntil { get; set; }

    /// <summary>How often the draft was saved: two who edit at once are told.</summary>
    public int Revision { get; set; }

    /// <summary>When the list for the payroll was made.</summary>
    public DateTimeOffset? PayrollAt { get; set; }
    public DateOnly? PaidOn { get; set; }
    public required DateTimeOffset At { get; init; }

    public List<SharingCost> Costs { get; } = [];
    public List<SharingShare> Shares { get; } = [];
}

public sealed class SharingCost
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public Guid SharingId { get; init; }
    public required CostKind Kind { get; init; }
    public required decimal Amount { get; init; }
    public required string Reason { get; init; }
}

/// <summary>What one gets. A name is a name: whoever bears it sees nothing until the holder has said which person it is (<see cref="InventorLink"/>).</summary>
public sealed class SharingShare
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public Guid SharingId { get; init; }
    public required int Ordinal { get; init; }
    public required ShareKind Kind { get; init; }
    public required string Name { get; init; }
    public decimal? Percent { get; init; }
    public required decimal Amount { get; init; }
    public DateTimeOffset? AgreedAt { get; set; }

    // An objection, until it is answered or taken back.
    public DateTimeOffset? ObjectedAt { get; set; }
    public string? Objection { get; set; }

    /// <summary>证件号码, only where the payroll wants it; under <see cref="PayrollSeal"/>.</summary>
    public byte[]? IdSealed { get; set; }

    /// <summary>Opens the page on which anybody may check the proof; null until it is confirmed.</summary>
    public string? VerifyToken { get; set; }

    public bool ToPerson => Kind.IsPerson();
}

public static class ShareKinds
{
    public static bool IsPerson(this ShareKind kind) => kind is ShareKind.Inventor or ShareKind.Contributor;
}

internal sealed class SharingTable : IEntityTypeConfiguration<Sharing>
{
    public void Configure(EntityTypeBuilder<Sharing> builder)
    {
        builder.ToTable("sharings", table => table.HasCheckConstraint("ck_sharings_net", "gross > 0 and net >= 0 and net <= gross"));
        builder.IsCase(s => s.State, s => s.Before);
        builder.Property(s => s.Gross).HasPrecision(18, 2);
        builder.Property(s => s.Net).HasPrecision(18, 2);
        builder.Property(s => s.Floor).HasPrecision(5, 2);
        builder.Property(s => s.Basis).HasConversion<string>().HasMaxLength(10);
        // A receipt is shared once.
        builder.HasIndex(s => s.PaymentId).IsUnique().HasFilter("state <> 'Dropped'").HasDatabaseName("ix_sharings_receipt");
        builder.HasIndex(s => new { s.HolderId, s.Id });
        builder.HasIndex(s => s.LicenceId);
        builder.HasIndex(s => new { s.State, s.ObjectUntil });
        builder.HasOne<Organisation>().WithMany().HasForeignKey(s => s.HolderId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Licence>().WithMany().HasForeignKey(s => s.LicenceId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Payment>().WithMany().HasForeignKey(s => s.PaymentId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<OrganisationUnit>().WithMany().HasForeignKey(s => s.UnitId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<IncomeRule>().WithMany().HasForeignKey(s => s.RuleId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(s => s.Costs).WithOne().HasForeignKey(c => c.SharingId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(s => s.Shares).WithOne().HasForeignKey(s => s.SharingId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class SharingCostTable : IEntityTypeConfiguration<SharingCost>
{
    public const int ReasonMax = 200;

    public void Configure(EntityTypeBuilder<SharingCost> builder)
    {
        builder.ToTable("sharing_costs", table => table.HasCheckConstraint("ck_sharing_costs_amount", "amount > 0"));
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.Property(c => c.Kind).HasConversion<string>().HasMaxLength(20);
        builder.Property(c => c.Amount).HasPrecision(18, 2);
        builder.Property(c => c.Reason).HasMaxLength(ReasonMax);
    }
}

internal sealed class SharingShareTable : IEntityTypeConfiguration<SharingShare>
{
    public const int NameMax = 100;

    public void Configure(EntityTypeBuilder<SharingShare> builder)
    {
        builder.ToTable("sharing_shares", table => table.HasCheckConstraint("ck_sharing_shares_amount", "amount >= 0 and (percent is null or percent >= 0 and percent <= 100)"));
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.Property(s => s.Kind).HasConversion<string>().HasMaxLength(20);
        builder.Property(s => s.Name).HasMaxLength(NameMax);
        builder.Property(s => s.Percent).HasPrecision(7, 4);
        builder.Property(s => s.Amount).HasPrecision(18, 2);
        builder.Property(s => s.Objection).HasMaxLength(CaseBook.ReasonMax);
        builder.Property(s => s.VerifyToken).HasMaxLength(32);
        // One gets one share of a receipt: the same name twice could not be told apart by whoever is shown it.
        builder.HasIndex(s => new { s.SharingId, s.Kind, s.Name }).IsUnique();
        builder.HasIndex(s => s.Name);
        builder.HasIndex(s => s.VerifyToken).IsUnique();
    }
}
