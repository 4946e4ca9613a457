using Marketplace.Web.Licensing.Declarations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Licensing.Deals;

/// <summary>What somebody has against name or price of a deal while they are in public.</summary>
public sealed class DealObjection
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid DealId { get; init; }
    public required string Name { get; set; }
    public required string Contact { get; set; }
    public required string Text { get; set; }
    public required DateTimeOffset At { get; init; }
    public ObjectionState State { get; set; }
    public string? Answer { get; set; }
    public Guid? AnsweredBy { get; set; }
    public DateTimeOffset? AnsweredAt { get; set; }
}

internal sealed class DealObjectionTable : IEntityTypeConfiguration<DealObjection>
{
    public void Configure(EntityTypeBuilder<DealObjection> builder)
    {
        builder.ToTable("deal_objections");
        builder.Property(o => o.Name).HasMaxLength(DeclarationObjectionTable.NameMax);
        builder.Property(o => o.Contact).HasMaxLength(DeclarationObjectionTable.ContactMax);
        builder.Property(o => o.Text).HasMaxLength(DeclarationObjectionTable.TextMax);
        builder.Property(o => o.Answer).HasMaxLength(DeclarationObjectionTable.TextMax);
        builder.Property(o => o.State).HasConversion<string>().HasMaxLength(20);
        builder.HasIndex(o => new { o.DealId, o.State });
        builder.HasIndex(o => o.AnsweredBy);
        builder.HasOne<Deal>().WithMany().HasForeignKey(o => o.DealId).OnDelete(DeleteBehavior.Restrict);
    }
}
