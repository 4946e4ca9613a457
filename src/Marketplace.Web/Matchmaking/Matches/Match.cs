using Marketplace.Matching.Explanations;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Needs;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Matchmaking.Matches;

/// <summary>
/// For whom a match was made. What a need's owner sees was found with everything the need says; what a holder sees, with its public summary only: a holder who changes an
/// offer word by word and watches the score learns nothing of the detail.
/// </summary>
public enum MatchSide
{
    Need,
    Offer,
}

/// <summary>
/// That an offer answers a need: one of the best fifty of its side. Derived: <c>Matcher</c> writes it and can write it again. What people said about a match stands elsewhere.
/// </summary>
public sealed class Match
{
    public required MatchSide Side { get; init; }
    public required Guid NeedId { get; init; }
    public required string ApplicationNo { get; init; }

    /// <summary>0 to 100: of a hundred with this score, so many are relevant.</summary>
    public required double Score { get; set; }

    /// <summary>In the order of <see cref="Marketplace.Matching.Factors.Factor"/>.</summary>
    public required double[] Factors { get; set; }

    /// <summary>Why, as JSON: <see cref="MatchReasons"/>.</summary>
    public required string Reasons { get; set; }

    /// <summary>Which weights said so.</summary>
    public required string WeightsVersion { get; set; }

    /// <summary>Of all that went in: the same hash, the same score.</summary>
    public required string InputsHash { get; set; }

    /// <summary>When it first came up; stays when it is scored anew.</summary>
    public required DateTimeOffset FoundAt { get; init; }
    public required DateTimeOffset ScoredAt { get; set; }
}

internal sealed class MatchTable : IEntityTypeConfiguration<Match>
{
    public void Configure(EntityTypeBuilder<Match> builder)
    {
        builder.ToTable("matches");
        builder.HasKey(m => new { m.Side, m.NeedId, m.ApplicationNo });
        builder.Property(m => m.Side).HasConversion<string>().HasMaxLength(5);
        builder.Property(m => m.ApplicationNo).HasMaxLength(12).UseCollation("C");
        builder.Property(m => m.Reasons).HasColumnType("jsonb");
        builder.Property(m => m.WeightsVersion).HasMaxLength(60);
        builder.Property(m => m.InputsHash).HasMaxLength(32);
        builder.HasIndex(m => new { m.Side, m.NeedId, m.Score });
        builder.HasIndex(m => new { m.Side, m.ApplicationNo, m.Score });
        builder.HasOne<Need>().WithMany().HasForeignKey(m => m.NeedId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Patent>().WithMany().HasForeignKey(m => m.ApplicationNo).OnDelete(DeleteBehavior.Cascade);
    }
}
