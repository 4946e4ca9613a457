using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Platform.SignIn.Factors;

/// <summary>The authenticator app of one person.</summary>
public sealed class SecondFactor
{
    public required Guid PersonId { get; init; }

    /// <summary>Encrypted.</summary>
    public required string Secret { get; set; }

    /// <summary>Null: shown, but no code of it was typed yet; it is not asked for.</summary>
    public DateTimeOffset? ConfirmedAt { get; set; }

    /// <summary>The last step a code of which was taken: no code works twice, not even within its half minute.</summary>
    public long LastStep { get; set; }
}

/// <summary>A way in for whoever lost the authenticator. Of 67 bits, so that a plain hash with the person's id is enough.</summary>
public sealed class RecoveryCode
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid PersonId { get; init; }
    public required byte[] Hash { get; init; }
    public DateTimeOffset? UsedAt { get; init; }
}

internal sealed class SecondFactorTable : IEntityTypeConfiguration<SecondFactor>
{
    public void Configure(EntityTypeBuilder<SecondFactor> builder)
    {
        builder.ToTable("second_factors");
        builder.HasKey(f => f.PersonId);
        builder.HasOne<Person>().WithOne().HasForeignKey<SecondFactor>(f => f.PersonId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class RecoveryCodeTable : IEntityTypeConfiguration<RecoveryCode>
{
    public void Configure(EntityTypeBuilder<RecoveryCode> builder)
    {
        builder.ToTable("recovery_codes");
        builder.HasIndex(c => new { c.PersonId, c.Hash }).IsUnique();
        builder.HasOne<Person>().WithMany().HasForeignKey(c => c.PersonId).OnDelete(DeleteBehavior.Cascade);
    }
}
