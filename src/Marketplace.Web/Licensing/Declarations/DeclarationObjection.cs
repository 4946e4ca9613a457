using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Licensing.Declarations;

public enum ObjectionState
{
    Open,

    /// <summary>Right: the declaration went back to be looked at again.</summary>
    Upheld,
    Dismissed,
}

/// <summary>What somebody has against name or price while they are publicised. No declaration goes on while one is open.</summary>
public sealed class DeclarationObjection
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid DeclarationId { get; init; }
    public required string Name { get; set; }

    /// <summary>How the holder reaches whoever objects; nobody else sees it.</summary>
    public required string Contact { get; set; }
    public required string Text { get; set; }
    public required DateTimeOffset At { get; init; }
    public ObjectionState State { get; set; }
    public string? Answer { get; set; }
    public Guid? AnsweredBy { get; set; }
    public DateTimeOffset? AnsweredAt { get; set; }
}

internal sealed class DeclarationObjectionTable : IEntityTypeConfiguration<DeclarationObjection>
{
    public const int NameMax = 100, ContactMax = 200, TextMax = 2000;

    public void Configure(EntityTypeBuilder<DeclarationObjection> builder)
    {
        builder.ToTable("declaration_objections");
        builder.Property(o => o.Name).HasMaxLength(NameMax);
        builder.Property(o => o.Contact).HasMaxLength(ContactMax);
        builder.Property(o => o.Text).HasMaxLength(TextMax);
        builder.Property(o => o.Answer).HasMaxLength(TextMax);
        builder.Property(o => o.State).HasConversion<string>().HasMaxLength(20);
        builder.HasIndex(o => new { o.DeclarationId, o.State });
        builder.HasIndex(o => o.AnsweredBy);
        builder.HasOne<Declaration>().WithMany().HasForeignKey(o => o.DeclarationId).OnDelete(DeleteBehavior.Restrict);
    }
}
