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
    public async Task<IReadOnlyList<History>> HistoriesAsync(CancellationToken ct)
    {
        var filings = await db.Set<Filing>().AsNoTracking().Include(f => f.Patents).Include(f => f.Parties).Where(f => f.State == FilingState.Verified).AsSplitQuery().ToListAsync(ct);
        var merges = (await db.Set<Merge>().AsNoTracking().Select(m => new { m.FromId, m.At, m.UndoneAt }).ToListAsync(ct)).ToLookup(m => m.FromId, m => (m.At, m.UndoneAt));
        // Of two the later is the part, and both are links of the earlier one's chain.
        var ruled = await db.Set<Suspect>().AsNoTracking().Where(s => s.State == SuspectState.Part || s.State == SuspectState.Chain).Select(s => new { s.FirstId, s.SecondId, s.State, At = s.DecidedAt!.Value }).ToListAsync(ct);
        var rulings = ruled.ConvertAll(s => (Id: s.SecondId, s.At, PartOf: s.State == SuspectState.Part, Chain: s.State == SuspectState.Chain ? s.FirstId : (Guid?)null)).ToLookup(s => s.Id, s => (s.At, s.PartOf, s.Chain));
        return [.. filings.GroupBy(f => f.ConversionId).Select(of => History.Of(of.Key, of.Select(f => (f.VerifiedAt!.Value, f.Kind == FilingKind.Reversal ? null : FactOf(f))), [.. merges[of.Key]], [.. rulings[of.Key]]))];
    }

    /// <summary>What a filing says, as far as it counts. A chain bears the id of its first conversion, which does not know of it.</summary>
    public static Countable FactOf(Filing filing)
    {
        List<FilingParty> Of(Side side) => [.. filing.Parties.Where(p => p.Side == side).OrderBy(p => p.Place)];

        var (givers, takers) = (Of(Side.Giver), Of(Side.Taker));
        return new(filing.Type, filing.Nature, filing.Level, filing.SignedOn, filing.EffectiveOn, filing.PaidOn, filing.RecordedOn, givers.FirstOrDefault()?.RegionPath ?? "", takers.FirstOrDefault()?.RegionPath ?? "",
            filing.NewAmount ?? filing.Amount ?? 0, filing.Paid ?? 0, filing.PartOfId is not null, filing.ChainId ?? filing.ConversionId,
            [.. filing.Patents.Select(p => p.CountsAs ?? p.ApplicationNo).Distinct(StringComparer.Ordinal)], [.. givers.Select(p => p.Key)], [.. takers.Select(p => p.Key)]);
    }

    public async Task<IReadOnlyList<PeriodLock>> LocksAsync(CancellationToken ct) =>
        (await db.Set<CountPeriod>().AsNoTracking().Where(p => p.LockedAt != null).Select(p => new { p.RegionPath, p.Year, p.Quarter, p.LockedAt }).ToListAsync(ct)).ConvertAll(p => new PeriodLock(p.RegionPath, new Quarter(p.Year, p.Quarter), p.LockedAt!.Value));
}
