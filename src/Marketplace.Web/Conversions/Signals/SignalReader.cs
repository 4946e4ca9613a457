using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Data;
using Marketplace.Web.Plans;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Conversions.Signals;

/// <summary>What signals are looked for in: of one conversion and of what shares a party or a patent with it, by their indexes; never of all.</summary>
public sealed class SignalReader(AppDbContext db)
{
    private static readonly FilingState?[] s_said = [FilingState.Submitted, FilingState.Checked, FilingState.Verified, FilingState.Returned];

    /// <summary>The last words that were handed in, of those that stand: not reversed, not one with another.</summary>
    public async Task<List<Dealing>> DealingsAsync(IReadOnlyCollection<Guid> conversions, CancellationToken ct)
    {
        if (conversions.Count == 0) return [];
        var filings = await db.Set<Filing>().AsNoTracking().Where(f => conversions.Contains(f.ConversionId) && s_said.Contains(f.State) && f.Kind != FilingKind.Reversal
                && !db.Set<Filing>().Any(later => later.ConversionId == f.ConversionId && later.Number > f.Number && s_said.Contains(later.State))
                && db.Set<Conversion>().Any(c => c.Id == f.ConversionId && c.IntoId == null))
            .Select(f => new { f.Id, f.ConversionId, f.Type, f.Nature, On = f.EffectiveOn ?? f.SignedOn, f.Amount, f.ChainId }).ToListAsync(ct);
        var ids = filings.ConvertAll(f => f.Id);
        // What goes the other way of a cross licence is no giving of the giver.
        var patents = (await db.Set<FilingPatent>().AsNoTracking().Where(p => ids.Contains(p.FilingId) && !p.Returned).OrderBy(p => p.Place).Select(p => new { p.FilingId, No = p.CountsAs ?? p.ApplicationNo }).ToListAsync(ct)).ToLookup(p => p.FilingId, p => p.No);
        var parties = (await db.Set<FilingParty>().AsNoTracking().Where(p => ids.Contains(p.FilingId)).OrderBy(p => p.Place).Select(p => new { p.FilingId, p.Side, p.Key, p.RegionPath }).ToListAsync(ct)).ToLookup(p => (p.FilingId, p.Side), p => new DealingParty(p.Key, County(p.RegionPath)));
        return filings.ConvertAll(f => new Dealing(f.ConversionId, f.Type, f.Nature, f.On, f.Amount, f.ChainId ?? f.ConversionId, [.. patents[f.Id].Distinct(StringComparer.Ordinal)], [.. parties[(f.Id, Side.Giver)]], [.. parties[(f.Id, Side.Taker)]]));
    }

    /// <summary>Of the same patents or the same chain, where the subject gives something away.</summary>
    public async Task<List<Dealing>> HopsAsync(Dealing subject, CancellationToken ct)
    {
        if (!RoundTrip.Hops.Contains(subject.Type)) return [];
        var (numbers, types) = (subject.Patents.ToArray(), Names(RoundTrip.Hops));
        return await DealingsAsync(await db.Database.SqlQuery<Guid>($"""
            select distinct f.conversion_id as "Value" from (
              select filing_id as id from filing_patents where application_no = any ({numbers})
              union select filing_id from filing_patents where counts_as = any ({numbers})
              union select id from filings where chain_id = {subject.Chain} or conversion_id = {subject.Chain}
            ) said join filings f using (id) where f.type = any ({types}) limit {Thresholds.Read}
            """).ToListAsync(ct), ct);
    }

    /// <summary>From the subject's takers to its givers.</summary>
    public async Task<List<Dealing>> BackAsync(Dealing subject, CancellationToken ct)
    {
        if (subject.On is not { } on || subject.Amount is not > 0) return [];
        var (givers, takers) = (Keys(subject.Givers), Keys(subject.Takers));
        var (from, to) = (on.AddDays(-Thresholds.SwapDays), on.AddDays(Thresholds.SwapDays));
        return await DealingsAsync(await db.Database.SqlQuery<Guid>($"""
            select distinct f.conversion_id as "Value" from filing_parties g join filing_parties t on t.filing_id = g.filing_id and t.side = 'Taker' and t.key = any ({givers}) join filings f on f.id = g.filing_id
            where g.side = 'Giver' and g.key = any ({takers}) and coalesce(f.effective_on, f.signed_on) between {from} and {to} limit {Thresholds.Read}
            """).ToListAsync(ct), ct);
    }

    /// <summary>Licences of the subject's givers for nothing or nearly nothing, around its day.</summary>
    public async Task<List<Dealing>> FreeAsync(Dealing subject, CancellationToken ct)
    {
        if (subject.On is not { } on || !FreeBulk.IsFree(subject)) return [];
        var (givers, types) = (Keys(subject.Givers), Names(FreeBulk.Licences));
        var (from, to) = (on.AddDays(-Thresholds.BulkDays), on.AddDays(Thresholds.BulkDays));
        return await DealingsAsync(await db.Database.SqlQuery<Guid>($"""
            select distinct f.conversion_id as "Value" from filing_parties g join filings f on f.id = g.filing_id
            where g.side = 'Giver' and g.key = any ({givers}) and f.type = any ({types}) and coalesce(f.effective_on, f.signed_on) between {from} and {to}
              and f.amount <= {Thresholds.Token} * (select count(*) from filing_patents n where n.filing_id = f.id) limit {Thresholds.Read}
            """).ToListAsync(ct), ct);
    }

    /// <summary>How many each day has, of what one giver gave.</summary>
    public async Task<Dictionary<DateOnly, int>> DaysOfGiverAsync(string key, DateOnly from, DateOnly to, CancellationToken ct) => (await db.Database.SqlQuery<DayCount>($"""
        select coalesce(f.effective_on, f.signed_on) as "Day", count(*)::int as "Count" from filing_parties g join filings f on f.id = g.filing_id join conversions c on c.id = f.conversion_id
        where g.side = 'Giver' and g.key = {key} and coalesce(f.effective_on, f.signed_on) between {from} and {to} and c.into_id is null and f.kind <> 'Reversal'
          and (f.id = c.counted_id or c.counted_id is null and f.number = c.filings and f.state in ('Submitted', 'Checked')) group by 1
        """).ToListAsync(ct)).ToDictionary(d => d.Day, d => d.Count);

    /// <inheritdoc cref="DaysOfGiverAsync"/>
    /// <summary>How many each day has, of what one unit filed.</summary>
    public async Task<Dictionary<DateOnly, int>> DaysOfKeeperAsync(string regionPath, DateOnly from, DateOnly to, CancellationToken ct) => (await db.Database.SqlQuery<DayCount>($"""
        select coalesce(f.effective_on, f.signed_on) as "Day", count(*)::int as "Count" from filings f join conversions c on c.id = f.conversion_id
        where f.region_path = {regionPath} and coalesce(f.effective_on, f.signed_on) between {from} and {to} and c.into_id is null and f.kind <> 'Reversal'
          and (f.id = c.counted_id or c.counted_id is null and f.number = c.filings and f.state in ('Submitted', 'Checked')) group by 1
        """).ToListAsync(ct)).ToDictionary(d => d.Day, d => d.Count);

    /// <summary>Those of one owner that lie in the last days.</summary>
    public async Task<List<Guid>> LateAsync(Guid but, string? giver, string? regionPath, Late late, CancellationToken ct)
    {
        var those = db.Set<Filing>().AsNoTracking().Where(f => (f.EffectiveOn ?? f.SignedOn) >= late.From && (f.EffectiveOn ?? f.SignedOn) <= late.End && f.Kind != FilingKind.Reversal
            && db.Set<Conversion>().Any(c => c.Id == f.ConversionId && c.Id != but && c.IntoId == null && (c.CountedId == f.Id || c.CountedId == null && c.Filings == f.Number)));
        if (giver is not null) those = those.Where(f => db.Set<FilingParty>().Any(p => p.FilingId == f.Id && p.Side == Side.Giver && p.Key == giver));
        if (regionPath is not null) those = those.Where(f => f.RegionPath == regionPath);
        return await those.OrderBy(f => f.ConversionId).Select(f => f.ConversionId).Distinct().Take(Thresholds.Read).ToListAsync(ct);
    }

    /// <summary>What was verified before the last words, and those; null: there is nothing to compare.</summary>
    public async Task<(DealingDays Before, DealingDays After)?> MovedAsync(Guid conversion, CancellationToken ct)
    {
        var said = await db.Set<Filing>().AsNoTracking().Where(f => f.ConversionId == conversion && s_said.Contains(f.State)).OrderByDescending(f => f.Number)
            .Select(f => new { f.Kind, f.State, Days = new DealingDays(f.SignedOn, f.EffectiveOn, f.PaidOn, f.RecordedOn) }).ToListAsync(ct);
        return said is [{ Kind: FilingKind.Correction, Days: var after }, ..] && said.Skip(1).FirstOrDefault(f => f.State == FilingState.Verified) is { Days: var before } ? (before, after) : null;
    }

    /// <summary>Last days of the plans of this place and of those above it.</summary>
    public async Task<List<DateOnly>> PlanEndsAsync(string regionPath, CancellationToken ct)
    {
        var paths = Organisations.BureauOf.Upwards(regionPath);
        return await db.Set<Plan>().Where(p => p.EndsOn != null && paths.Contains(p.RegionPath)).Select(p => p.EndsOn!.Value).Distinct().OrderBy(day => day).ToListAsync(ct);
    }

    private static string[] Keys(IReadOnlyList<DealingParty> parties) => [.. parties.Select(p => p.Key).Distinct(StringComparer.Ordinal)];

    private static string[] Names(ConversionType[] types) => [.. types.Select(t => t.ToString())];

    /// <summary>Zones and townships belong to their county.</summary>
    private static string County(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries) is { Length: > 3 } codes ? $"/{codes[0]}/{codes[1]}/{codes[2]}/" : path;

    private sealed record DayCount(DateOnly Day, int Count);
}
