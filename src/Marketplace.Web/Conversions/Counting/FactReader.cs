using Marketplace.Web.Conversions.Duplicates;
using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Conversions.Periods;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Conversions.Counting;

/// <summary>Conversions as counting needs them, from the tables.</summary>
public sealed class FactReader(AppDbContext db)
{
    /// <summary>Only what counts is read, in three passes: of a million contracts the whole words would be gigabytes. Words of verified filings do not change, so the passes go together.</summary>
    /// <param name="only">Of these; null: of all.</param>
    /// <param name="ct">The caller left.</param>
    public async Task<IReadOnlyList<History>> HistoriesAsync(IReadOnlyCollection<Guid>? only, CancellationToken ct)
    {
        var verified = db.Set<Filing>().AsNoTracking().Where(f => f.VerifiedAt != null && (only == null || only.Contains(f.ConversionId)));
        var patents = (await verified.SelectMany(f => f.Patents).Select(p => new { p.FilingId, No = p.CountsAs ?? p.ApplicationNo }).ToListAsync(ct)).ToLookup(p => p.FilingId, p => p.No);
        var parties = (await verified.SelectMany(f => f.Parties).OrderBy(p => p.Place).Select(p => new Party(p.FilingId, p.Side, p.Key, p.RegionPath, p.Small, p.Public)).ToListAsync(ct)).ToLookup(p => p.FilingId);
        var filings = await verified.Select(f => new Said(f.Id, f.ConversionId, f.Kind, f.VerifiedAt!.Value, f.Type, f.Nature, f.Level, f.SignedOn, f.EffectiveOn, f.PaidOn, f.RecordedOn, f.NewAmount ?? f.Amount ?? 0, f.Paid ?? 0, f.PartOfId != null, f.ChainId)).ToListAsync(ct);
        var merges = (await db.Set<Merge>().AsNoTracking().Where(m => only == null || only.Contains(m.FromId)).Select(m => new { m.FromId, m.At, m.UndoneAt }).ToListAsync(ct)).ToLookup(m => m.FromId, m => (m.At, m.UndoneAt));
        // Of two the later is the part, and both are links of the earlier one's chain.
        var ruled = await db.Set<Suspect>().AsNoTracking().Where(s => (s.State == SuspectState.Part || s.State == SuspectState.Chain) && (only == null || only.Contains(s.SecondId))).Select(s => new { s.FirstId, s.SecondId, s.State, At = s.DecidedAt!.Value }).ToListAsync(ct);
        var rulings = ruled.ConvertAll(s => (Id: s.SecondId, s.At, PartOf: s.State == SuspectState.Part, Chain: s.State == SuspectState.Chain ? s.FirstId : (Guid?)null)).ToLookup(s => s.Id, s => (s.At, s.PartOf, s.Chain));
        return [.. filings.GroupBy(f => f.Conversion).Select(of => History.Of(of.Key, of.Select(f => (f.VerifiedAt, f.Kind == FilingKind.Reversal ? null : FactOf(f, [.. patents[f.Id]], [.. parties[f.Id]]))), [.. merges[of.Key]], [.. rulings[of.Key]]))];
    }

    /// <summary>From here on somebody may still be writing: what is read later asks again from here.</summary>
    public Task<long> HorizonAsync(CancellationToken ct) => db.Database.SqlQuery<long>($"select pg_snapshot_xmin(pg_current_snapshot())::text::bigint as \"Value\"").SingleAsync(ct);

    /// <summary>What came to be known, or may have, since a horizon. Numbers above all that ever ran are those of another server, whose copy this is.</summary>
    public Task<List<KnownChange>> SinceAsync(long horizon, CancellationToken ct) =>
        db.Set<KnownChange>().FromSql($"select * from known_changes where transaction >= {horizon} and transaction < pg_snapshot_xmax(pg_current_snapshot())::text::bigint").AsNoTracking().ToListAsync(ct);

    /// <summary>A chain bears the id of its first conversion, which does not know of it.</summary>
    private static Countable FactOf(Said said, IReadOnlyList<string> patents, List<Party> parties)
    {
        var (givers, takers) = (parties.FindAll(p => p.Side == Side.Giver), parties.FindAll(p => p.Side == Side.Taker));
        return new(said.Type, said.Nature, said.Level, said.SignedOn, said.EffectiveOn, said.PaidOn, said.RecordedOn, givers.FirstOrDefault()?.RegionPath ?? "", takers.FirstOrDefault()?.RegionPath ?? "",
            said.New, said.Paid, said.PartOf, said.Chain ?? said.Conversion, [.. patents.Distinct(StringComparer.Ordinal)], [.. givers.Select(p => p.Key)], [.. takers.Select(p => p.Key)])
        {
            Small = [.. takers.Where(p => p.Small == true).Select(p => p.Key)],
            FromPublic = givers.Exists(p => p.Public == true),
        };
    }

    public async Task<IReadOnlyList<PeriodLock>> LocksAsync(CancellationToken ct) =>
        (await db.Set<CountPeriod>().AsNoTracking().Where(p => p.LockedAt != null).Select(p => new { p.RegionPath, p.Year, p.Quarter, p.LockedAt }).ToListAsync(ct)).ConvertAll(p => new PeriodLock(p.RegionPath, new Quarter(p.Year, p.Quarter), p.LockedAt!.Value));

    private sealed record Said(Guid Id, Guid Conversion, FilingKind Kind, DateTimeOffset VerifiedAt, ConversionType Type, MarketNature Nature, EvidenceLevel Level, DateOnly? SignedOn, DateOnly? EffectiveOn, DateOnly? PaidOn,
        DateOnly? RecordedOn, decimal New, decimal Paid, bool PartOf, Guid? Chain);

    private sealed record Party(Guid FilingId, Side Side, string Key, string RegionPath, bool? Small, bool? Public);
}
