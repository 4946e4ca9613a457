using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Organisations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Licensing.Declarations;

/// <summary>开放许可声明 of one patent: supply, never a conversion. Its terms stand in the listing until somebody notifies; then they are frozen (<see cref="TermsSnapshot"/>).</summary>
public sealed class Declaration : Case<DeclarationState>
{
    public required string ApplicationNo { get; init; }

    /// <summary>What carries its terms here.</summary>
    public required Guid ListingId { get; init; }

    /// <summary>Null: brought in from the gazette, its patentee is not registered.</summary>
    public Guid? OwnerId { get; set; }

    /// <summary>Of the gazette; null until it is announced.</summary>
    public string? AnnouncementNo { get; set; }
    public DateOnly? AnnouncedOn { get; set; }
}

internal sealed class DeclarationTable : IEntityTypeConfiguration<Declaration>
{
    public void Configure(EntityTypeBuilder<Declaration> builder)
    {
        builder.ToTable("declarations");
        builder.IsCase(d => d.State, d => d.Before);
        builder.Property(d => d.ApplicationNo).HasMaxLength(12).UseCollation("C");
        builder.Property(d => d.AnnouncementNo).HasMaxLength(50);
        // A patent has one declaration at a time.
        builder.HasIndex(d => d.ApplicationNo).IsUnique().HasFilter("state not in ('Withdrawn', 'Expired', 'Terminated', 'Discarded')").HasDatabaseName("ix_declarations_live");
        builder.HasIndex(d => new { d.ListingId, d.ApplicationNo });
        builder.HasIndex(d => new { d.OwnerId, d.State });
        builder.HasOne<Patent>().WithMany().HasForeignKey(d => d.ApplicationNo).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Listing>().WithMany().HasForeignKey(d => d.ListingId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(d => d.OwnerId).OnDelete(DeleteBehavior.Restrict);
    }
}
