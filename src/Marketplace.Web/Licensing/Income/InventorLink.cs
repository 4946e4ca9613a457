using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Organisations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Licensing.Income;

/// <summary>
/// The holder says which person a name on a patent is: a colleague, or whoever signs in with a number or mail address. Of two people of one name each has their own patents, so a link is about
/// one patent. Ended, not deleted.
/// </summary>
public sealed class InventorLink
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid HolderId { get; init; }
    public required string ApplicationNo { get; init; }
    public required string Name { get; init; }

    /// <summary>Null until somebody with <see cref="Contact"/> has come.</summary>
    public Guid? PersonId { get; set; }

    /// <summary>A mobile number or mail address, as one signs in with it; forgotten once the person has come.</summary>
    public string? Contact { get; set; }
    public Guid? ConfirmedBy { get; set; }
    public required DateTimeOffset ConfirmedAt { get; init; }
    public DateTimeOffset? EndedAt { get; set; }
}

internal sealed class InventorLinkTable : IEntityTypeConfiguration<InventorLink>
{
    public void Configure(EntityTypeBuilder<InventorLink> builder)
    {
        builder.ToTable("inventor_links");
        builder.Property(l => l.ApplicationNo).HasMaxLength(12).UseCollation("C");
        builder.Property(l => l.Name).HasMaxLength(SharingShareTable.NameMax);
        builder.Property(l => l.Contact).HasMaxLength(256);
        builder.HasIndex(l => new { l.HolderId, l.ApplicationNo, l.Name }).IsUnique().HasFilter("ended_at is null").HasDatabaseName("ix_inventor_links_open");
        builder.HasIndex(l => l.PersonId);
        builder.HasIndex(l => l.Contact);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(l => l.HolderId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Patent>().WithMany().HasForeignKey(l => l.ApplicationNo).OnDelete(DeleteBehavior.Restrict);
    }
}
