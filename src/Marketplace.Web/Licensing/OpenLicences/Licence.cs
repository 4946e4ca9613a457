using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.Deals;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Organisations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Licensing.OpenLicences;

/// <summary>How the notice reaches the patentee.</summary>
public enum NoticeWay
{
    /// <summary>平台送达: the patentee has an account; the platform's receipt is the proof.</summary>
    Platform,

    /// <summary>邮寄送达: to the announced address, with proof of dispatch.</summary>
    Post,
}

/// <summary>A licence: an open one from the written notice on (Art. 51), any other from the contract's effect on. What it is about is frozen in its snapshot; names stand there and here so that they outlast accounts.</summary>
public sealed class Licence : Case<LicenceState>
{
    /// <summary>For people and bank transfers: spoken, unique, on every paper.</summary>
    public required string Reference { get; init; }

    /// <summary>How it came about, and whom it shuts out. Of an assignment this row carries only the price: see <c>DealEffect</c>.</summary>
    public DealKind Kind { get; init; } = DealKind.Open;

    /// <summary>Of an open licence.</summary>
    public Guid? DeclarationId { get; init; }

    /// <summary>The contract it rests on, of any other.</summary>
    public Guid? DealId { get; init; }
    public required Guid SnapshotId { get; init; }
    public required string ApplicationNo { get; init; }

    /// <summary>Null: the patentee is not registered.</summary>
    public Guid? HolderId { get; set; }
    public required Guid LicenseeId { get; init; }
    public required string LicenseeName { get; init; }
    public required string LicenseeCode { get; init; }
    public required string RegionPath { get; init; }

    /// <summary>What will be made or done with it.</summary>
    public required string Products { get; init; }
    public required DateOnly StartsOn { get; set; }
    public required DateOnly EndsOn { get; init; }

    /// <summary>What must be paid before there is a licence.</summary>
    public required decimal FirstFee { get; init; }

    /// <summary>What the licensee expects of the first period, where the first fee is worked out from it.</summary>
    public decimal? ExpectedBase { get; init; }

    // The typed confirmation.
    public required string SignedBy { get; init; }
    public Guid? PersonId { get; set; }
    public Guid? SealId { get; set; }

    public required string ContactName { get; init; }
    public required string ContactPhone { get; init; }
    public required string Address { get; init; }

    // 开票信息
    public required string InvoiceTitle { get; init; }
    public required string InvoiceCode { get; init; }
    public string? InvoiceMail { get; init; }

    public required DateTimeOffset NoticeAt { get; init; }
    public required NoticeWay Way { get; init; }
    public DateOnly? DeliveredOn { get; set; }

    /// <summary>Of the mail service, with its paper.</summary>
    public string? DispatchNo { get; set; }
    public Guid? DispatchId { get; set; }
    public DateOnly? PaidOn { get; set; }
    public DateOnly? EffectiveOn { get; set; }

    /// <summary>Opens the page on which anybody may check the certificate; null until there is one.</summary>
    public string? VerifyToken { get; set; }

    public string CertificateNo => (DealId is null ? "KX-" : "HT-") + Reference;
}

internal sealed class LicenceTable : IEntityTypeConfiguration<Licence>
{
    public const int ProductsMax = 500, NameMax = 200, AddressMax = 300;

    public void Configure(EntityTypeBuilder<Licence> builder)
    {
        // By notice or by contract, never by both and never by neither.
        builder.ToTable("licences", table => table.HasCheckConstraint("ck_licences_origin", "(declaration_id is null) <> (deal_id is null)"));
        builder.IsCase(l => l.State, l => l.Before);
        builder.Property(l => l.Kind).HasConversion<string>().HasMaxLength(30).HasDefaultValue(DealKind.Open);
        builder.Property(l => l.Reference).HasMaxLength(8);
        builder.Property(l => l.ApplicationNo).HasMaxLength(12).UseCollation("C");
        builder.Property(l => l.LicenseeName).HasMaxLength(NameMax);
        builder.Property(l => l.LicenseeCode).HasMaxLength(18);
        builder.Property(l => l.RegionPath).HasMaxLength(100).UseCollation("C");
        builder.Property(l => l.Products).HasMaxLength(ProductsMax);
        builder.Property(l => l.FirstFee).HasPrecision(18, 2);
        builder.Property(l => l.ExpectedBase).HasPrecision(18, 2);
        builder.Property(l => l.SignedBy).HasMaxLength(50);
        builder.Property(l => l.ContactName).HasMaxLength(50);
        builder.Property(l => l.ContactPhone).HasMaxLength(30);
        builder.Property(l => l.Address).HasMaxLength(AddressMax);
        builder.Property(l => l.InvoiceTitle).HasMaxLength(NameMax);
        builder.Property(l => l.InvoiceCode).HasMaxLength(20);
        builder.Property(l => l.InvoiceMail).HasMaxLength(254);
        builder.Property(l => l.Way).HasConversion<string>().HasMaxLength(10);
        builder.Property(l => l.DispatchNo).HasMaxLength(50);
        builder.Property(l => l.VerifyToken).HasMaxLength(32);
        builder.HasIndex(l => l.Reference).IsUnique();
        builder.HasIndex(l => l.VerifyToken).IsUnique();
        // Two clicks of one licensee are one licence.
        builder.HasIndex(l => new { l.DeclarationId, l.LicenseeId }).IsUnique().HasFilter("state not in ('Ended', 'Lapsed', 'Voided')").HasDatabaseName("ix_licences_live");
        // A contract takes effect once for each of its patents and directions.
        builder.HasIndex(l => new { l.DealId, l.ApplicationNo }).IsUnique().HasFilter("deal_id is not null");
        builder.HasIndex(l => new { l.LicenseeId, l.Id });
        builder.HasIndex(l => new { l.HolderId, l.Id });
        builder.HasIndex(l => new { l.RegionPath, l.Id });
        builder.HasIndex(l => new { l.ApplicationNo, l.State });
        builder.HasIndex(l => l.SnapshotId);
        builder.HasIndex(l => l.PersonId);
        builder.HasOne<Declaration>().WithMany().HasForeignKey(l => l.DeclarationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Deal>().WithMany().HasForeignKey(l => l.DealId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<TermsSnapshot>().WithMany().HasForeignKey(l => l.SnapshotId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Patent>().WithMany().HasForeignKey(l => l.ApplicationNo).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(l => l.HolderId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(l => l.LicenseeId).OnDelete(DeleteBehavior.Restrict);
    }
}
