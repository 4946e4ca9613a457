using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Platform.SignIn;

/// <summary>One browser in which one person is signed in. The cookie names it; ending the row ends the cookie everywhere at once.</summary>
public sealed class SignInSession
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid PersonId { get; init; }

    /// <summary>By which way the person came in: code, password, passkey, or the name of an outside provider.</summary>
    public required string Method { get; init; }

    /// <summary>Whether a second factor was given.</summary>
    public required bool SecondFactor { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public required DateTimeOffset SeenAt { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
    public string? Address { get; init; }
    public string? Browser { get; init; }

    /// <summary>Who has just come in by a code or a passkey has shown what they would be asked for now.</summary>
    public bool IsFresh(DateTimeOffset now) => Method is "code" or "passkey" && now - StartedAt < TimeSpan.FromMinutes(15);

    /// <summary>The organisation on whose behalf the person acts in this browser; null: for themselves.</summary>
    public Guid? ActingFor { get; set; }
}

internal sealed class SignInSessionTable : IEntityTypeConfiguration<SignInSession>
{
    public void Configure(EntityTypeBuilder<SignInSession> builder)
    {
        builder.ToTable("sign_in_sessions");
        builder.Property(s => s.Method).HasMaxLength(40);
        builder.Property(s => s.Browser).HasMaxLength(200);
        builder.HasIndex(s => new { s.PersonId, s.StartedAt });
        builder.HasOne<Person>().WithMany().HasForeignKey(s => s.PersonId).OnDelete(DeleteBehavior.Cascade);
    }
}
