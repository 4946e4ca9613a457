using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Organisations.ApiClients;

/// <summary>A program of an organisation that calls the API by itself. Its secret is shown once and kept as a hash.</summary>
public sealed class ApiClient
{
    /// <summary>What the program names itself by.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid OrganisationId { get; init; }
    public required string Name { get; set; }
    public required string[] Scopes { get; set; }

    /// <summary>SHA-256 of 256 random bits: nothing to guess, so nothing to slow down.</summary>
    public required byte[] SecretHash { get; set; }
    public required Guid CreatedBy { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; set; }
    public DateTimeOffset? RevokedAt { get; set; }
    public DateTimeOffset? LastUsedAt { get; set; }

    /// <summary>The one before, good for a day after a change, so that a program can be given the new one without a gap.</summary>
    public byte[]? PreviousSecretHash { get; set; }
    public DateTimeOffset? PreviousGoodUntil { get; set; }

    public bool IsUsable(DateTimeOffset now) => RevokedAt is null && now < ExpiresAt;
}

internal sealed class ApiClientTable : IEntityTypeConfiguration<ApiClient>
{
    public void Configure(EntityTypeBuilder<ApiClient> builder)
    {
        builder.ToTable("api_clients");
        builder.Property(c => c.Name).HasMaxLength(80);
        builder.HasIndex(c => c.OrganisationId);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(c => c.OrganisationId).OnDelete(DeleteBehavior.Restrict);
    }
}
