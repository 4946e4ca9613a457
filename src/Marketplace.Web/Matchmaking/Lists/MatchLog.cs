using Marketplace.Web.Data;
using Marketplace.Web.Matchmaking.Matches;
using Marketplace.Web.Needs;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Matchmaking.Lists;

/// <summary>What became of a match (domain.md §6.3).</summary>
public enum MatchMoment
{
    Shown,
    Opened,
    Contacted,
    Dismissed,
}

/// <summary>One moment of one match: by which weights and inputs it stood where, and for whom. No person.</summary>
public sealed class MatchLogEntry
{
    public long Id { get; init; }
    public required DateTimeOffset At { get; init; }
    public required MatchMoment Moment { get; init; }
    public required MatchSide Side { get; init; }
    public required Guid NeedId { get; init; }
    public required string ApplicationNo { get; init; }
    public required Guid? OrganisationId { get; init; }

    /// <summary>Its place in the list it was shown in, from 1.</summary>
    public int Rank { get; init; }
    public required string WeightsVersion { get; init; }
    public required string InputsHash { get; init; }
}

/// <summary>Notes what became of matches: one statement for a whole page of them.</summary>
public sealed class MatchLog(AppDbContext db, TimeProvider time)
{
    /// <param name="moment">What happened to all of them.</param>
    /// <param name="organisation">For whom.</param>
    /// <param name="matches">With their places in the list; all of one side.</param>
    /// <param name="ct">The reader left.</param>
    public Task WriteAsync(MatchMoment moment, Guid? organisation, IReadOnlyList<(Match Match, int Rank)> matches, CancellationToken ct)
    {
        if (matches.Count == 0) return Task.CompletedTask;
        var needs = matches.Select(m => m.Match.NeedId).ToArray();
        var numbers = matches.Select(m => m.Match.ApplicationNo).ToArray();
        var ranks = matches.Select(m => m.Rank).ToArray();
        var versions = matches.Select(m => m.Match.WeightsVersion).ToArray();
        var hashes = matches.Select(m => m.Match.InputsHash).ToArray();
        return db.Database.ExecuteSqlAsync($"""
            insert into match_log (at, moment, side, need_id, application_no, organisation_id, rank, weights_version, inputs_hash)
            select {time.GetUtcNow()}, {moment.ToString()}, {matches[0].Match.Side.ToString()}, need, no, {organisation}::uuid, rank, version, hash
            from unnest({needs}, {numbers}, {ranks}, {versions}, {hashes}) as m (need, no, rank, version, hash)
            """, ct);
    }
}

internal sealed class MatchLogTable : IEntityTypeConfiguration<MatchLogEntry>
{
    public void Configure(EntityTypeBuilder<MatchLogEntry> builder)
    {
        builder.ToTable("match_log");
        builder.Property(e => e.Id).UseIdentityByDefaultColumn();
        builder.Property(e => e.Moment).HasConversion<string>().HasMaxLength(10);
        builder.Property(e => e.Side).HasConversion<string>().HasMaxLength(5);
        builder.Property(e => e.ApplicationNo).HasMaxLength(12).UseCollation("C");
        builder.Property(e => e.WeightsVersion).HasMaxLength(60);
        builder.Property(e => e.InputsHash).HasMaxLength(32);
        builder.HasIndex(e => new { e.NeedId, e.Moment });
        builder.HasIndex(e => e.At);
        builder.HasOne<Need>().WithMany().HasForeignKey(e => e.NeedId).OnDelete(DeleteBehavior.Cascade);
    }
}
