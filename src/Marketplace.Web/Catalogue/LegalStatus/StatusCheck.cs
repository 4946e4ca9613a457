using Marketplace.Web.Catalogue.Patents;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Catalogue.LegalStatus;

/// <summary>Somebody looked into the register and nothing had changed: what takes 状态待核 away without an event.</summary>
public sealed class StatusCheck
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required string ApplicationNo { get; init; }

    /// <summary>The day of the copy.</summary>
    public required DateOnly On { get; init; }
    public required Guid PaperId { get; init; }
    public Guid? PersonId { get; init; }
    public required DateTimeOffset RecordedAt { get; init; }
}

internal sealed class StatusCheckTable : IEntityTypeConfiguration<StatusCheck>
{
    public void Configure(EntityTypeBuilder<StatusCheck> builder)
    {
        builder.ToTable("status_checks");
        builder.Property(c => c.ApplicationNo).HasMaxLength(12).UseCollation("C");
        builder.HasIndex(c => new { c.ApplicationNo, c.On });
        builder.HasOne<Patent>().WithMany().HasForeignKey(c => c.ApplicationNo).OnDelete(DeleteBehavior.Restrict);
    }
}
