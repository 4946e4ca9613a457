using Marketplace.Web.Platform.Messages;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Platform.SignIn.Codes;

/// <summary>What a code proves; one for signing in does not change a number.</summary>
public enum CodePurpose
{
    SignIn,
    ChangeContact,

    /// <summary>That the person themselves is there, before something that cannot be undone.</summary>
    Confirm,
}

/// <summary>A code that was sent. Only its hash is kept, under a key that only the browser has that asked for it.</summary>
public sealed class OneTimeCode
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required CodePurpose Purpose { get; init; }
    public required MessageChannel Channel { get; init; }
    public required string Address { get; init; }
    public required byte[] Hash { get; init; }

    /// <summary>Where it was asked from, against those who ask for many numbers.</summary>
    public string? AskedFrom { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
    public int Tries { get; init; }
    public DateTimeOffset? UsedAt { get; init; }
}

internal sealed class OneTimeCodeTable : IEntityTypeConfiguration<OneTimeCode>
{
    public void Configure(EntityTypeBuilder<OneTimeCode> builder)
    {
        builder.ToTable("one_time_codes");
        builder.Property(c => c.Purpose).HasConversion<string>().HasMaxLength(20);
        builder.Property(c => c.Channel).HasConversion<string>().HasMaxLength(16);
        builder.Property(c => c.Address).HasMaxLength(320);
        builder.Property(c => c.AskedFrom).HasMaxLength(64);
        builder.HasIndex(c => new { c.Address, c.CreatedAt });
        builder.HasIndex(c => new { c.AskedFrom, c.CreatedAt });
    }
}
