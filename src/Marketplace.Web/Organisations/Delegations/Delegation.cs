using Marketplace.Web.Platform.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Organisations.Delegations;

public enum DelegationKind
{
    /// <summary>委托代理: the agency's agents act for the client.</summary>
    Agency,

    /// <summary>集团内处置授权: a subsidiary disposes of the parent's patents.</summary>
    Disposal,
}

public enum DelegationState
{
    Offered,
    Accepted,
    Declined,
    Revoked,
}

/// <summary>A right that one organisation lends another, by a document, for some acts, up to an amount, from a day to a day.</summary>
public sealed class Delegation
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required DelegationKind Kind { get; init; }

    /// <summary>Who lends.</summary>
    public required Guid FromId { get; init; }

    /// <summary>Who receives.</summary>
    public required Guid ToId { get; init; }
    public required Act[] Acts { get; init; }

    /// <summary>One act may not be about more; null: no ceiling.</summary>
    public decimal? CeilingYuan { get; init; }
    public required DateOnly Since { get; init; }

    /// <summary>The last day, to its end in Beijing.</summary>
    public required DateOnly Until { get; init; }
    public required Guid DocumentFile { get; init; }
    public required DelegationState State { get; set; }
    public required Guid OfferedBy { get; init; }
    public required DateTimeOffset OfferedAt { get; init; }
    public Guid? AnsweredBy { get; set; }
    public DateTimeOffset? AnsweredAt { get; set; }
    public Guid? RevokedBy { get; set; }
    public DateTimeOffset? RevokedAt { get; set; }

    public bool InForce(DateOnly today) => State == DelegationState.Accepted && Since <= today && today <= Until;
}

internal sealed class DelegationTable : IEntityTypeConfiguration<Delegation>
{
    public void Configure(EntityTypeBuilder<Delegation> builder)
    {
        builder.ToTable("delegations", table =>
        {
            table.HasCheckConstraint("ck_delegations_span", "since <= \"until\"");
            table.HasCheckConstraint("ck_delegations_not_self", "from_id <> to_id");
        });
        builder.Property(d => d.Kind).HasConversion<string>().HasMaxLength(20);
        builder.Property(d => d.State).HasConversion<string>().HasMaxLength(20);
        builder.PrimitiveCollection(d => d.Acts).ElementType().HasConversion<string>();
        builder.Property(d => d.CeilingYuan).HasPrecision(18, 2);
        builder.HasIndex(d => d.FromId);
        builder.HasIndex(d => new { d.ToId, d.State });
        builder.HasOne<Organisation>().WithMany().HasForeignKey(d => d.FromId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(d => d.ToId).OnDelete(DeleteBehavior.Restrict);
    }
}
