using System.Globalization;
using System.Text.Json;
using Marketplace.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Matchmaking.Matches;

/// <summary>What a pass changes in the table of matches: gathered, then written at once. Of one pair the last word counts.</summary>
internal sealed class MatchChanges
{
    private readonly Dictionary<(MatchSide Side, Guid Need, string Offer), Match?> _changes = [];

    public bool IsEmpty => _changes.Count == 0;

    public void Put(Match match) => _changes[(match.Side, match.NeedId, match.ApplicationNo)] = match;

    public void Remove(MatchSide side, Guid need, string offer) => _changes[(side, need, offer)] = null;

    public async Task WriteAsync(AppDbContext db, CancellationToken ct)
    {
        var gone = _changes.Where(change => change.Value is null).Select(change => change.Key).ToList();
        if (gone.Count > 0)
        {
            string[] sides = [.. gone.Select(key => key.Side.ToString())];
            Guid[] needs = [.. gone.Select(key => key.Need)];
            string[] offers = [.. gone.Select(key => key.Offer)];
            await db.Database.ExecuteSqlAsync($"""
                delete from matches m using unnest({sides}, {needs}, {offers}) as g (side, need, offer) where m.side = g.side and m.need_id = g.need and m.application_no = g.offer
                """, ct);
        }
        // In one order, or two programs could wait for each other.
        var put = _changes.Values.OfType<Match>().OrderBy(match => match.NeedId).ThenBy(match => match.ApplicationNo, StringComparer.Ordinal).ThenBy(match => match.Side).ToList();
        if (put.Count > 0) await PutAsync(db, put, ct);
    }

    // Needs and patents may have gone since they were read: then there is nothing to say.
    private static Task<int> PutAsync(AppDbContext db, List<Match> put, CancellationToken ct)
    {
        string[] sides = [.. put.Select(m => m.Side.ToString())];
        Guid[] needs = [.. put.Select(m => m.NeedId)];
        string[] offers = [.. put.Select(m => m.ApplicationNo)];
        double[] scores = [.. put.Select(m => m.Score)];
        string[] factors = [.. put.Select(m => string.Create(CultureInfo.InvariantCulture, $"{{{string.Join(',', m.Factors.Select(value => value.ToString("R", CultureInfo.InvariantCulture)))}}}"))];
        string[] reasons = [.. put.Select(m => m.Reasons)];
        string[] versions = [.. put.Select(m => m.WeightsVersion)];
        string[] hashes = [.. put.Select(m => m.InputsHash)];
        var now = put[0].ScoredAt;
        return db.Database.ExecuteSqlAsync($"""
            insert into matches (side, need_id, application_no, score, factors, reasons, weights_version, inputs_hash, found_at, scored_at)
            select g.side, g.need, g.offer, g.score, g.factors::double precision[], g.reasons::jsonb, g.version, g.hash, {now}, {now}
            from unnest({sides}, {needs}, {offers}, {scores}, {factors}, {reasons}, {versions}, {hashes}) as g (side, need, offer, score, factors, reasons, version, hash)
            join needs n on n.id = g.need join patents p on p.application_no = g.offer
            on conflict (side, need_id, application_no) do update set score = excluded.score, factors = excluded.factors, reasons = excluded.reasons,
              weights_version = excluded.weights_version, inputs_hash = excluded.inputs_hash, scored_at = excluded.scored_at
            """, ct);
    }

    public static string ToJson<T>(T value) => JsonSerializer.Serialize(value, JsonSerializerOptions.Web);
}
