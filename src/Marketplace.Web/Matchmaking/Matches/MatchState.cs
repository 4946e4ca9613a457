using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Matchmaking.Matches;

/// <summary>How far matching is: one row.</summary>
public sealed class MatchState
{
    public const int Only = 1;

    public int Id { get; init; } = Only;

    /// <summary>Events up to here are in the table of matches.</summary>
    public long Position { get; set; }

    /// <summary>What all of it was last scored by. Other weights, another table of industries, another day: it is scored anew, in the background.</summary>
    public string? WeightsVersion { get; set; }
    public long IndustryTable { get; set; }
    public DateOnly? ScoredOn { get; set; }

    // The full pass that runs, or ran last.
    public DateTimeOffset? StartedAt { get; set; }
    public DateTimeOffset? FinishedAt { get; set; }
    public int Needs { get; set; }
    public int Done { get; set; }
}

internal sealed class MatchStateTable : IEntityTypeConfiguration<MatchState>
{
    public void Configure(EntityTypeBuilder<MatchState> builder)
    {
        builder.ToTable("match_state", table => table.HasCheckConstraint("ck_match_state_only", "id = 1"));
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.Property(s => s.WeightsVersion).HasMaxLength(60);
    }
}
