using Marketplace.Web.Platform.SignIn;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.People;

/// <summary>停用: an account closed by a security administrator, why, and whether it was opened again.</summary>
public sealed class AccountClosing
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid PersonId { get; init; }
    public required string Reason { get; init; }
    public required Guid ClosedBy { get; init; }
    public required DateTimeOffset ClosedAt { get; init; }
    public string? ReopenReason { get; set; }
    public Guid? ReopenedBy { get; set; }
    public DateTimeOffset? ReopenedAt { get; set; }
}

internal sealed class AccountClosingTable : IEntityTypeConfiguration<AccountClosing>
{
    public void Configure(EntityTypeBuilder<AccountClosing> builder)
    {
        builder.ToTable("account_closings");
        builder.Property(c => c.Reason).HasMaxLength(AccountDesk.ReasonMax);
        builder.Property(c => c.ReopenReason).HasMaxLength(AccountDesk.ReasonMax);
        builder.HasIndex(c => new { c.PersonId, c.Id });
        // The database itself lets an account be closed only once at a time.
        builder.HasIndex(c => c.PersonId).IsUnique().HasFilter("reopened_at is null").HasDatabaseName("ix_account_closings_open");
        builder.HasOne<Person>().WithMany().HasForeignKey(c => c.PersonId).OnDelete(DeleteBehavior.Restrict);
    }
}
