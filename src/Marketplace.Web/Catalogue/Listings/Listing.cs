using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Catalogue.Listings;

public enum ListingState
{
    /// <summary>草稿</summary>
    Draft,

    /// <summary>待审核: with the holder's own reviewer.</summary>
    InReview,

    /// <summary>已发布</summary>
    Public,

    /// <summary>已撤回</summary>
    Withdrawn,

    /// <summary>已到期</summary>
    Expired,
}

/// <summary>In which way the patents are offered; one listing may name several.</summary>
public enum OfferForm
{
    /// <summary>开放许可</summary>
    OpenLicence,

    /// <summary>普通许可</summary>
    OrdinaryLicence,

    /// <summary>排他许可</summary>
    SoleLicence,

    /// <summary>独占许可</summary>
    ExclusiveLicence,

    /// <summary>转让</summary>
    Assignment,

    /// <summary>作价入股</summary>
    Equity,

    /// <summary>合作开发</summary>
    JointDevelopment,
}

/// <summary>How it is paid (domain.md §2.4).</summary>
public enum FeeModel
{
    /// <summary>一次性付费</summary>
    LumpSum,

    /// <summary>分期</summary>
    Instalment,

    /// <summary>提成（费率）</summary>
    RunningRate,

    /// <summary>提成（按件）</summary>
    RunningUnit,

    /// <summary>入门费加提成</summary>
    UpfrontRunning,

    /// <summary>免费</summary>
    Free,

    /// <summary>先使用后付费</summary>
    Deferred,

    /// <summary>面议: not for open licences, whose price a stranger must be able to work out.</summary>
    Negotiable,
}

/// <summary>What a holder offers: one patent, or several with one set of terms.</summary>
public sealed class Listing
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Who offers and answers. Null: an announced declaration from the gazette whose holder is not registered.</summary>
    public Guid? OwnerId { get; set; }

    /// <summary>The bureau that brought it in from the gazette.</summary>
    public Guid? BureauId { get; set; }
    public string RegionPath { get; set; } = "";

    /// <summary>Of a package; a single patent has its own.</summary>
    public string? Title { get; set; }
    public required ListingState State { get; set; }
    public OfferForm[] Forms { get; set; } = [];
    public FeeModel? FeeModel { get; set; }

    /// <summary>What the model needs (domain.md §2.4), as JSON: <c>FeeTerms</c>.</summary>
    public string? FeeTerms { get; set; }

    /// <summary>What is to be paid first or in all, in yuan: for filters, bands and sorting. Null: running or negotiable.</summary>
    public decimal? FeeYuan { get; set; }

    /// <summary>技术成熟度 (TRL), 1 to 9.</summary>
    public int? Maturity { get; set; }
    public string? Scenes { get; set; }

    /// <summary>GB/T 4754 codes, confirmed by people.</summary>
    public string[] Industries { get; set; } = [];

    /// <summary>Industrial chains, by name.</summary>
    public string[] Chains { get; set; } = [];
    public string? KnowHow { get; set; }
    public string? Support { get; set; }
    public string? ContactName { get; set; }
    public string? ContactPhone { get; set; }
    public string? ContactMail { get; set; }

    // From the gazette only.
    public string? AnnouncementNo { get; set; }
    public DateOnly? AnnouncedOn { get; set; }

    public Guid? PreparedBy { get; set; }
    public Guid? ReviewedBy { get; set; }
    public string? ReturnReason { get; set; }
    public DateTimeOffset? PublishedAt { get; set; }
    public DateOnly? ExpiresOn { get; set; }

    /// <summary>The last "still true?" answered with yes; half a year later the listing is stale and sinks.</summary>
    public DateOnly? ConfirmedOn { get; set; }

    /// <summary>Since when nobody has answered; written at night, so that who follows the catalogue learns of it.</summary>
    public DateOnly? StaleSince { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset ChangedAt { get; set; }

    /// <summary>The row's version: two people editing at once are told (xmin).</summary>
    public uint Version { get; init; }

    public bool FromGazette => AnnouncementNo is not null && OwnerId is null;

    public Target Target => new(OwnerId ?? BureauId, RegionPath, State.ToString().ToLowerInvariant());
}

/// <summary>A patent in a listing.</summary>
public sealed class ListingPatent
{
    public required Guid ListingId { get; init; }
    public required string ApplicationNo { get; init; }
    public required int Place { get; set; }

    /// <summary>Its part of the income, in percent; all of a package sum to 100.</summary>
    public decimal? SharePercent { get; set; }

    /// <summary>专利权评价报告 of a utility model or design: its number and date.</summary>
    public string? ReportNo { get; set; }
}

/// <summary>That another holder of one of the patents agrees (Art. 14), with the paper it is written on.</summary>
public sealed class ListingConsent
{
    public required Guid ListingId { get; init; }
    public required string FoldedName { get; init; }
    public required string Name { get; init; }

    /// <summary>Kind, number and date of the paper, which the owner keeps and shows when asked.</summary>
    public required string Reference { get; set; }
    public Guid? RecordedBy { get; set; }
    public required DateTimeOffset RecordedAt { get; init; }
}

internal sealed class ListingTable : IEntityTypeConfiguration<Listing>
{
    public void Configure(EntityTypeBuilder<Listing> builder)
    {
        builder.ToTable("listings");
        builder.Property(l => l.RegionPath).HasMaxLength(100).UseCollation("C");
        builder.Property(l => l.Title).HasMaxLength(200);
        builder.Property(l => l.State).HasConversion<string>().HasMaxLength(20);
        builder.PrimitiveCollection(l => l.Forms).ElementType(form => form.HasConversion<string>());
        builder.Property(l => l.FeeModel).HasConversion<string>().HasMaxLength(20);
        builder.Property(l => l.FeeTerms).HasColumnType("jsonb");
        builder.Property(l => l.FeeYuan).HasPrecision(18, 2);
        builder.Property(l => l.AnnouncementNo).HasMaxLength(100);
        builder.Property(l => l.ReturnReason).HasMaxLength(1000);
        builder.Property(l => l.Version).IsRowVersion();
        builder.Ignore(l => l.Target);
        builder.Ignore(l => l.FromGazette);
        builder.HasIndex(l => new { l.OwnerId, l.State });
        builder.HasIndex(l => new { l.State, l.ExpiresOn });
        // Night and lists by owner; the gazette's rows by announcement, which one patent has once.
        builder.HasIndex(l => new { l.State, l.ConfirmedOn });
        builder.HasIndex(l => l.AnnouncementNo).HasFilter("announcement_no is not null");
        builder.HasOne<Organisation>().WithMany().HasForeignKey(l => l.OwnerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(l => l.BureauId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ListingConsentTable : IEntityTypeConfiguration<ListingConsent>
{
    public void Configure(EntityTypeBuilder<ListingConsent> builder)
    {
        builder.ToTable("listing_consents");
        builder.HasKey(c => new { c.ListingId, c.FoldedName });
        builder.Property(c => c.FoldedName).HasMaxLength(200);
        builder.Property(c => c.Name).HasMaxLength(200);
        builder.Property(c => c.Reference).HasMaxLength(200);
        builder.HasOne<Listing>().WithMany().HasForeignKey(c => c.ListingId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class ListingPatentTable : IEntityTypeConfiguration<ListingPatent>
{
    public void Configure(EntityTypeBuilder<ListingPatent> builder)
    {
        builder.ToTable("listing_patents");
        builder.HasKey(m => new { m.ListingId, m.ApplicationNo });
        builder.Property(m => m.ApplicationNo).HasMaxLength(12).UseCollation("C");
        builder.Property(m => m.SharePercent).HasPrecision(5, 2);
        builder.Property(m => m.ReportNo).HasMaxLength(100);
        builder.HasIndex(m => m.ApplicationNo);
        builder.HasOne<Listing>().WithMany().HasForeignKey(m => m.ListingId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Patent>().WithMany().HasForeignKey(m => m.ApplicationNo).OnDelete(DeleteBehavior.Restrict);
    }
}
