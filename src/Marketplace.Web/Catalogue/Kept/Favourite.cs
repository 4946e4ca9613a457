using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Platform.SignIn;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Catalogue.Kept;

/// <summary>收藏: a patent somebody wants to find again, with a note that only they read.</summary>
public sealed class Favourite
{
    public const int NoteMax = 1000;

    /// <summary>Nobody reads more than this; whoever has more wants a saved search.</summary>
    public const int Most = 1000;

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid PersonId { get; init; }
    public required string ApplicationNo { get; init; }
    public string? Note { get; set; }
    public required DateTimeOffset AddedAt { get; init; }
}

internal sealed class FavouriteTable : IEntityTypeConfiguration<Favourite>
{
    public void Configure(EntityTypeBuilder<Favourite> builder)
    {
        builder.ToTable("favourites");
        builder.Property(f => f.ApplicationNo).HasMaxLength(12).UseCollation("C");
        builder.Property(f => f.Note).HasMaxLength(Favourite.NoteMax);
        builder.HasIndex(f => new { f.PersonId, f.ApplicationNo }).IsUnique();
        builder.HasOne<Person>().WithMany().HasForeignKey(f => f.PersonId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Patent>().WithMany().HasForeignKey(f => f.ApplicationNo).OnDelete(DeleteBehavior.Restrict);
    }
}
