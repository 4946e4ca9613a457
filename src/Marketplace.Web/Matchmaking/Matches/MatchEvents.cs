using System.Text.Json;
using Marketplace.Web.Catalogue;
using Marketplace.Web.Data;
using Marketplace.Web.Needs;
using Marketplace.Web.Platform.Outbox;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Matchmaking.Matches;

/// <summary>The encoder has read these offers.</summary>
public sealed record OffersEncoded(IReadOnlyList<string> Numbers)
{
    public const string Kind = "offers.encoded";
}

/// <summary>What changed up to a position of the outbox.</summary>
/// <param name="Position">Of the outbox.</param>
/// <param name="Offers">Changed, or read by the encoder.</param>
/// <param name="Needs">Changed.</param>
/// <param name="ByPeople">Not the encoder alone: somebody may be waiting.</param>
internal sealed record MatchEvents(long Position, HashSet<string> Offers, HashSet<Guid> Needs, bool ByPeople = true)
{
    private const int MostEvents = 200, MostOffers = 2000;

    private static readonly string[] s_kinds = [CatalogueSql.ChangedKind, NeedChanged.Kind, OffersEncoded.Kind];

    /// <summary>Null when nothing has happened since.</summary>
    public static async Task<MatchEvents?> SinceAsync(AppDbContext db, long position, CancellationToken ct)
    {
        var events = await db.Set<OutboxEvent>().AsNoTracking().Where(e => s_kinds.Contains(e.Kind) && e.Position > position).OrderBy(e => e.Position).Take(MostEvents)
            .Select(e => new { e.Position, e.Kind, e.Payload }).ToListAsync(ct);
        if (events.Count == 0) return null;
        HashSet<string> offers = new(StringComparer.Ordinal);
        HashSet<Guid> needs = [];
        var byPeople = false;
        foreach (var happened in events)
        {
            position = happened.Position!.Value;
            if (happened.Kind == NeedChanged.Kind) needs.Add(Read<NeedChanged>(happened.Payload).NeedId);
            else offers.UnionWith(happened.Kind == OffersEncoded.Kind ? Read<OffersEncoded>(happened.Payload).Numbers : Read<CatalogueChanged>(happened.Payload).Numbers);
            byPeople |= happened.Kind != OffersEncoded.Kind;
            if (offers.Count >= MostOffers) break;
        }
        return new(position, offers, needs, byPeople);
    }

    /// <summary>The newest of them that this context sees; where old ones have been removed, up to where all events have been applied.</summary>
    public static async Task<long> NewestAsync(AppDbContext db, CancellationToken ct) => await db.Database.SqlQuery<long>($"""
        select greatest(coalesce((select max(position) from outbox_events where kind = any({s_kinds})), 0), (select position from outbox_watermark)) as "Value"
        """).SingleAsync(ct);

    private static T Read<T>(string payload) => JsonSerializer.Deserialize<T>(payload, JsonSerializerOptions.Web)!;
}
