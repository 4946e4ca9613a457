using Marketplace.Matching.Scoring;
using Marketplace.Web.Data;
using Marketplace.Web.Matchmaking.Matches;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Matchmaking.Weighing;

/// <summary>
/// Brings the weights this program matches by in step with what the database says is in force. <see cref="MatchFollower"/> asks between two pieces of its work, so that no piece
/// is done by two versions; it is woken on <see cref="Channel"/>.
/// </summary>
public sealed class WeightsInForce(MatchIndex index, TimeProvider time, ILogger<WeightsInForce> logger)
{
    /// <summary>Another version was put in force, or learning was asked for.</summary>
    public const string Channel = "match_weights";

    /// <summary>The decision this program follows; 0: none was made yet.</summary>
    private long _number;
    private bool _shown;

    public Weights Shipped => index.Shipped;

    /// <summary>By one caller at a time.</summary>
    public async Task RefreshAsync(AppDbContext db, CancellationToken ct)
    {
        if (!_shown) await ShowAsync(db, ct);
        var last = await LastAsync(db, ct);
        if ((last?.Number ?? 0) == _number) return;
        var version = await db.Set<WeightVersion>().AsNoTracking().SingleAsync(v => v.Id == last!.VersionId, ct);
        index.Use(version.Read());
        _number = last!.Number;
        logger.LogInformation("Weights {Version} are in force", version.Version);
    }

    public static Task<WeightUse?> LastAsync(AppDbContext db, CancellationToken ct) => db.Set<WeightUse>().AsNoTracking().OrderByDescending(u => u.Number).FirstOrDefaultAsync(ct);

    /// <summary>As the database has it: the program that asks may be a moment behind.</summary>
    public static async Task<Weights> ReadAsync(AppDbContext db, Weights shipped, CancellationToken ct) => await LastAsync(db, ct) is { } last
        ? (await db.Set<WeightVersion>().AsNoTracking().SingleAsync(v => v.Id == last.VersionId, ct)).Read() : shipped;

    /// <summary>What came with a release stays to be gone back to when another release is installed.</summary>
    private async Task ShowAsync(AppDbContext db, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"""
            insert into weight_versions (id, version, source, json, created_at)
            values ({Guid.CreateVersion7()}, {Shipped.Version}, {nameof(WeightSource.Shipped)}, {Shipped.ToJson()}, {time.GetUtcNow()}) on conflict (version) do nothing
            """, ct);
        _shown = true;
    }
}
