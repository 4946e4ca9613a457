using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Matchmaking.Meetings;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Licensing.Deals;

/// <summary>A negotiated contract about one or several patents of one holder with one other party. Names stand here too, so that they outlast accounts.</summary>
public sealed class Deal : Case<DealState>
{
    /// <summary>For people: spoken, unique, the contract's number.</summary>
    public required string Reference { get; init; }
    public required DealKind Kind { get; set; }

    /// <summary>Who disposes of the patents; of a sub-licence its licensee.</summary>
    public required Guid HolderId { get; init; }
    public required string HolderName { get; init; }
    public required string HolderRegion { get; init; }
    public required Guid TakerId { get; init; }
    public required string TakerName { get; init; }
    public required string TakerCode { get; init; }
    public required string TakerRegion { get; init; }

    /// <summary>The offer it came from.</summary>
    public Guid? ListingId { get; init; }

    /// <summary>The talk's request it came from.</summary>
    public Guid? RequestId { get; init; }

    /// <summary>The trial it goes on from.</summary>
    public Guid? TrialId { get; init; }

    /// <summary>Of a sub-licence: the licence it hangs on.</summary>
    public Guid? ParentId { get; init; }
    public required Side StartedBy { get; init; }
    public string? Message { get; init; }
    public Guid? PersonId { get; set; }

    /// <summary>Whose move it is while terms are talked about.</summary>
    public required Side Ball { get; set; }

    /// <summary>How many versions of the terms there are.</summary>
    public int Versions { get; set; }

    /// <summary>The version both agreed to.</summary>
    public int? AgreedVersion { get; set; }
    public Guid? ContractId { get; set; }

    /// <summary>What is fixed in the latest terms, in yuan: what ceilings of delegations and approval routes are held against.</summary>
    public decimal? Amount { get; set; }

    /// <summary>How the price of a public unit came about (Conversion Law Art. 18).</summary>
    public PriceWay? PriceBy { get; set; }
    public DateOnly? PublicFrom { get; set; }
    public DateOnly? PublicUntil { get; set; }
    public DateOnly? SignedOn { get; set; }
    public string? FilingNo { get; set; }
    public DateOnly? CorrectBy { get; set; }
    public string? RegistrationNo { get; set; }
    public DateOnly? EffectiveOn { get; set; }

    public string Number => "HT-" + Reference;

    public Guid Own(Side side) => side == Side.Giver ? HolderId : TakerId;
}

/// <summary>A patent of the deal.</summary>
public sealed class DealPatent
{
    public required Guid DealId { get; init; }
    public required string ApplicationNo { get; init; }
    public required int Place { get; init; }

    /// <summary>Of a cross licence: it is the other side's, and goes the other way.</summary>
    public bool Returned { get; init; }
}

internal sealed class DealTable : IEntityTypeConfiguration<Deal>
{
    public const int MessageMax = 1000, NumberMax = 50;

    public void Configure(EntityTypeBuilder<Deal> builder)
    {
        builder.ToTable("deals", table => table.HasCheckConstraint("ck_deals_two", "holder_id <> taker_id"));
        builder.IsCase(d => d.State, d => d.Before);
        builder.Property(d => d.Reference).HasMaxLength(8);
        builder.Property(d => d.Kind).HasConversion<string>().HasMaxLength(30);
        builder.Property(d => d.HolderName).HasMaxLength(LicenceTable.NameMax);
        builder.Property(d => d.TakerName).HasMaxLength(LicenceTable.NameMax);
        builder.Property(d => d.TakerCode).HasMaxLength(18);
        builder.Property(d => d.HolderRegion).HasMaxLength(100).UseCollation("C");
        builder.Property(d => d.TakerRegion).HasMaxLength(100).UseCollation("C");
        builder.Property(d => d.StartedBy).HasConversion<string>().HasMaxLength(20);
        builder.Property(d => d.Ball).HasConversion<string>().HasMaxLength(20);
        builder.Property(d => d.Message).HasMaxLength(MessageMax);
        builder.Property(d => d.Amount).HasPrecision(18, 2);
        builder.Property(d => d.PriceBy).HasConversion<string>().HasMaxLength(20);
        builder.Property(d => d.FilingNo).HasMaxLength(NumberMax);
        builder.Property(d => d.RegistrationNo).HasMaxLength(NumberMax);
        builder.Ignore(d => d.Number);
        builder.HasIndex(d => d.Reference).IsUnique();
        builder.HasIndex(d => new { d.HolderId, d.Id });
        builder.HasIndex(d => new { d.TakerId, d.Id });
        builder.HasIndex(d => new { d.HolderRegion, d.Id });
        builder.HasIndex(d => new { d.TakerRegion, d.Id });
        builder.HasIndex(d => new { d.State, d.Since });
        builder.HasIndex(d => d.ListingId);
        builder.HasIndex(d => d.ParentId);
        builder.HasIndex(d => d.PersonId);
        // One talk's request is one deal as long as that lives.
        builder.HasIndex(d => d.RequestId).IsUnique().HasFilter("request_id is not null and state not in ('TakenBack', 'Declined', 'Lapsed', 'BrokenOff')").HasDatabaseName("ix_deals_request");
        builder.HasIndex(d => d.TrialId).IsUnique().HasFilter("trial_id is not null and state not in ('TakenBack', 'Declined', 'Lapsed', 'BrokenOff')").HasDatabaseName("ix_deals_trial");
        builder.HasOne<Organisation>().WithMany().HasForeignKey(d => d.HolderId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(d => d.TakerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Listing>().WithMany().HasForeignKey(d => d.ListingId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<LicenceRequest>().WithMany().HasForeignKey(d => d.RequestId).OnDelete(DeleteBehavior.SetNull);
        builder.HasOne<Licence>().WithMany().HasForeignKey(d => d.ParentId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class DealPatentTable : IEntityTypeConfiguration<DealPatent>
{
    public void Configure(EntityTypeBuilder<DealPatent> builder)
    {
        builder.ToTable("deal_patents");
        builder.HasKey(p => new { p.DealId, p.ApplicationNo });
        builder.Property(p => p.ApplicationNo).HasMaxLength(12).UseCollation("C");
        builder.HasIndex(p => p.ApplicationNo);
        builder.HasOne<Deal>().WithMany().HasForeignKey(p => p.DealId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Patent>().WithMany().HasForeignKey(p => p.ApplicationNo).OnDelete(DeleteBehavior.Restrict);
    }
}
