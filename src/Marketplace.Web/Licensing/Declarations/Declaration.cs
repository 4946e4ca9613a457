using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Listings.Declarations;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Organisations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Licensing.Declarations;

/// <summary>How the price came about: where people agree on it, a public unit must publicise it (Conversion Law Art. 18).</summary>
public enum PriceWay
{
    /// <summary>协议定价</summary>
    Agreed,

    /// <summary>挂牌交易</summary>
    Listed,

    /// <summary>拍卖</summary>
    Auctioned,
}

/// <summary>
/// 开放许可声明 of one patent: supply, never a conversion. What it shares with the offer stands in the listing until it is submitted; from then on the words that were looked at stand here,
/// and for a licensee those of the day of the notice (<see cref="TermsSnapshot"/>).
/// </summary>
public sealed class Declaration : Case<DeclarationState>
{
    public required string ApplicationNo { get; init; }

    /// <summary>What carries its terms here.</summary>
    public required Guid ListingId { get; init; }

    /// <summary>Null: brought in from the gazette, its patentee is not registered.</summary>
    public Guid? OwnerId { get; set; }

    // What the office asks beyond the listing.
    public string? FeeBasis { get; set; }
    public DateOnly? StartsOn { get; set; }
    public string? Payee { get; set; }
    public PriceWay? PriceBy { get; set; }

    /// <summary>Who said that no exclusive licence is in force, recorded or not.</summary>
    public Guid? AttestedBy { get; set; }
    public Guid? PreparedBy { get; set; }

    /// <summary>挂牌或者拍卖记录</summary>
    public Guid? PriceRecordId { get; set; }

    /// <summary>资产评估备案和处置批准</summary>
    public Guid? ValuationId { get; set; }

    /// <summary>The form as it was submitted, and its terms: what is reviewed, publicised, filed and announced. Null: a draft, or the gazette's.</summary>
    public string? Form { get; set; }
    public string? Terms { get; set; }

    public DateOnly? PublicFrom { get; set; }
    public DateOnly? PublicUntil { get; set; }
    public string? ReceiptNo { get; set; }

    /// <summary>Until when the office waits for a correction.</summary>
    public DateOnly? CorrectBy { get; set; }

    /// <summary>Of the gazette; null until it is announced.</summary>
    public string? AnnouncementNo { get; set; }
    public DateOnly? AnnouncedOn { get; set; }
}

internal sealed class DeclarationTable : IEntityTypeConfiguration<Declaration>
{
    public const int NumberMax = 50;

    public void Configure(EntityTypeBuilder<Declaration> builder)
    {
        builder.ToTable("declarations");
        builder.IsCase(d => d.State, d => d.Before);
        builder.Property(d => d.ApplicationNo).HasMaxLength(12).UseCollation("C");
        builder.Property(d => d.AnnouncementNo).HasMaxLength(NumberMax);
        builder.Property(d => d.FeeBasis).HasMaxLength(DeclarationPreparer.BasisMax);
        builder.Property(d => d.Payee).HasMaxLength(DeclarationPreparer.PayeeMax);
        builder.Property(d => d.PriceBy).HasConversion<string>().HasMaxLength(20);
        builder.Property(d => d.Form).HasColumnType("text");
        builder.Property(d => d.Terms).HasColumnType("text");
        builder.Property(d => d.ReceiptNo).HasMaxLength(NumberMax);
        // A patent has one declaration at a time.
        builder.HasIndex(d => d.ApplicationNo).IsUnique().HasFilter("state not in ('Withdrawn', 'Expired', 'Terminated', 'Discarded')").HasDatabaseName("ix_declarations_live");
        builder.HasIndex(d => new { d.ListingId, d.ApplicationNo });
        builder.HasIndex(d => new { d.OwnerId, d.State });
        builder.HasOne<Patent>().WithMany().HasForeignKey(d => d.ApplicationNo).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Listing>().WithMany().HasForeignKey(d => d.ListingId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(d => d.OwnerId).OnDelete(DeleteBehavior.Restrict);
    }
}
