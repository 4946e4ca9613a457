using Marketplace.Web.Platform.SignIn;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.People;

public enum FactorResetState
{
    Asked,

    /// <summary>Allowed, but not before <see cref="FactorReset.EffectiveAt"/>.</summary>
    Granted,
    Refused,

    /// <summary>Taken back, by a right code or by the person; or nobody came for it.</summary>
    Stopped,

    /// <summary>The old second factor is off.</summary>
    Done,
}

/// <summary>重置两步验证: somebody lost the authenticator and the recovery codes and asks to have them taken off.</summary>
public sealed class FactorReset
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid PersonId { get; init; }

    /// <summary>How it was lost, and by whom the person can be recognised.</summary>
    public required string Reason { get; init; }
    public required DateTimeOffset AskedAt { get; init; }
    public required FactorResetState State { get; set; }
    public Guid? DecidedBy { get; set; }
    public DateTimeOffset? DecidedAt { get; set; }

    /// <summary>How the person was recognised; or why not.</summary>
    public string? Answer { get; set; }
    public DateTimeOffset? EffectiveAt { get; set; }
}

internal sealed class FactorResetTable : IEntityTypeConfiguration<FactorReset>
{
    public void Configure(EntityTypeBuilder<FactorReset> builder)
    {
        builder.ToTable("factor_resets");
        builder.Property(r => r.Reason).HasMaxLength(AccountDesk.ReasonMax);
        builder.Property(r => r.Answer).HasMaxLength(AccountDesk.ReasonMax);
        builder.Property(r => r.State).HasConversion<string>().HasMaxLength(20);
        builder.HasIndex(r => new { r.PersonId, r.AskedAt });
        builder.HasIndex(r => r.PersonId).IsUnique().HasFilter("state in ('Asked', 'Granted')").HasDatabaseName("ix_factor_resets_open");
        builder.HasOne<Person>().WithMany().HasForeignKey(r => r.PersonId).OnDelete(DeleteBehavior.Restrict);
    }
}
