using Marketplace.Web.Conversions.Counting;
using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Deals;
using Marketplace.Web.Licensing.Pledges;
using Marketplace.Web.Licensing.Trials;
using Marketplace.Web.Matchmaking.Matches;
using Marketplace.Web.Matchmaking.Meetings;
using Marketplace.Web.Needs;
using Marketplace.Web.Organisations;
using Marketplace.Web.Plans.Counted;
using Marketplace.Web.Plans.Figures;
using Marketplace.Web.Plans.Values;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Plans.Gap;

/// <summary>
/// What is under way in a plan's region and would count for one of its indicators. A bureau reads no more of it here than elsewhere: of deals, trials and pledges that they are there, of what people write to
/// each other a number, from three on.
/// </summary>
public sealed class GapReader(AppDbContext db, CountedFigures counted, GapChances chances, TimeProvider time)
{
    private const int Most = 1_000;

    /// <summary>Of a hundred matches with this score so many are relevant.</summary>
    private const double GoodMatch = 60;

    private static readonly FilingState[] s_inCheck = [FilingState.Submitted, FilingState.Checked];
    private static readonly DealState[] s_signed = [DealState.Contracted, DealState.Filed, DealState.Returned];
    private static readonly DealState[] s_talking = [DealState.Requested, DealState.Negotiating, DealState.Agreed, DealState.Drafted, DealState.Publicity, DealState.Approving, DealState.Signing];
    private static readonly PledgeState[] s_pledging = [PledgeState.Agreed, PledgeState.Filed, PledgeState.Returned];

    /// <summary>Null: the plan is over, nothing here counts the indicator, or it asks for nothing that could be missing.</summary>
    public async Task<IndicatorGap?> ReadAsync(FoundIndicator found, CancellationToken ct)
    {
        var (plan, indicator, definition) = found;
        if (plan.EndsOn < Dates.Today(time) || definition.Comparator is not (Comparator.AtLeast or Comparator.MoreThan)) return null;
        if (await counted.KnownAsync(indicator.Id, ct) is not { } known || CountedMeasures.Scale(known.Rule, definition.Unit) is not { } scale) return null;
        var yardstick = definition.Yardstick(plan.EndsOn);
        if ((definition.Type == MeasureType.FlowYear ? yardstick.Goals.GetValueOrDefault(known.On.Year) ?? yardstick.Final : yardstick.Final) is not { } goal) return null;

        var (rule, path) = (known.Rule, plan.RegionPath);
        var taken = known.Facts.SelectMany(fact => rule.Entity == CountEntity.SmallTakers ? fact.Small : fact.Takers).ToHashSet(StringComparer.Ordinal);
        var usual = GapWorth.Middle([.. known.Facts.Select(fact => fact.New).Where(amount => amount > 0)]);

        var lines = new List<GapLine>();
        async Task AddAsync(GapStage stage, IReadOnlyList<GapItem> items)
        {
            if (items.Count == 0) return;
            var (chance, measured) = await chances.OfAsync(stage, ct);
            lines.Add(new(stage, items.Count, GapWorth.Of(rule.Entity, items, taken, usual, scale), chance, measured, items));
        }

        await AddAsync(GapStage.Filed, await FiledAsync(rule, path, ct));
        await AddAsync(GapStage.Climbing, await ClimbingAsync(rule, path, ct));
        if (rule.Types.Contains(ConversionType.Pledge)) await AddAsync(GapStage.Pledging, await PledgesAsync(rule, path, ct));
        else
        {
            await AddAsync(GapStage.Contracted, await DealsAsync(rule, path, s_signed, ct));
            await AddAsync(GapStage.Talking, await DealsAsync(rule, path, s_talking, ct));
            await AddAsync(GapStage.Trial, await TrialsAsync(rule, path, ct));
            await AddNumberAsync(lines, GapStage.Requested, rule, await RequestsAsync(path, ct), usual, scale, ct);
            await AddNumberAsync(lines, GapStage.Matched, rule, await MatchedAsync(path, ct), usual, scale, ct);
        }
        return new(goal.Value, known.Value, lines);
    }

    /// <summary>Of what people only talk about: a number, and none that could name somebody. Each would be one contract about one patent with somebody new.</summary>
    private async Task AddNumberAsync(List<GapLine> lines, GapStage stage, CountRule rule, int count, decimal? usual, decimal scale, CancellationToken ct)
    {
        if (Funnel.Shown(count) is not > 0) return;
        var (chance, measured) = await chances.OfAsync(stage, ct);
        lines.Add(new(stage, count, rule.Entity is CountEntity.Amount or CountEntity.Paid ? usual * count / scale : count, chance, measured, []));
    }

    private Task<List<GapItem>> FiledAsync(CountRule rule, string path, CancellationToken ct) =>
        ItemsAsync(Of(rule, path).Where(f => f.Kind == FilingKind.First && s_inCheck.Contains(f.State!.Value)), _ => true, ct);

    private Task<List<GapItem>> ClimbingAsync(CountRule rule, string path, CancellationToken ct) =>
        ItemsAsync(Of(rule, path).Where(f => f.Kind != FilingKind.Reversal && db.Set<Conversion>().Any(c => c.CountedId == f.Id && c.IntoId == null)), f => f.Level < rule.LeastOf(f.Type), ct);

    private IQueryable<Filing> Of(CountRule rule, string path)
    {
        var (side, types) = (rule.Regions == RegionBasis.Taker ? Side.Taker : Side.Giver, rule.Types.ToList());
        var filings = db.Set<Filing>().AsNoTracking().Where(f => types.Contains(f.Type) && f.Nature == MarketNature.Market && f.Parties.Any(p => p.Side == side && p.Place == f.Parties.Where(s => s.Side == side).Min(s => s.Place) && EF.Functions.Like(p.RegionPath, path + "%")));
        if (rule.FromPublic) filings = filings.Where(f => f.Parties.Any(p => p.Side == Side.Giver && p.Public == true));
        return rule.Entity == CountEntity.SmallTakers ? filings.Where(f => f.Parties.Any(p => p.Side == Side.Taker && p.Small == true)) : filings;
    }

    private async Task<List<GapItem>> ItemsAsync(IQueryable<Filing> filings, Func<Filing, bool> counts, CancellationToken ct)
    {
        var found = (await filings.Include(f => f.Parties).Include(f => f.Patents).AsSplitQuery().OrderBy(f => f.Id).Take(Most).ToListAsync(ct)).FindAll(f => counts(f));
        var ids = found.ConvertAll(f => f.ConversionId);
        var numbers = await db.Set<Conversion>().AsNoTracking().Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Number, ct);
        return found.ConvertAll(f => new GapItem($"{numbers[f.ConversionId]} {First(f, Side.Giver)?.Name} → {First(f, Side.Taker)?.Name}", $"/conversions/{f.ConversionId}", f.Patents.Count, f.NewAmount ?? f.Amount, First(f, Side.Taker)?.Key));
    }

    private async Task<List<GapItem>> DealsAsync(CountRule rule, string path, DealState[] states, CancellationToken ct)
    {
        var kinds = Enum.GetValues<DealKind>().Where(kind => rule.Types.Contains(DealFact.TypeOf(kind))).ToList();
        var deals = db.Set<Deal>().AsNoTracking().Where(d => kinds.Contains(d.Kind) && states.Contains(d.State!.Value));
        deals = rule.Regions == RegionBasis.Taker ? deals.Where(d => d.TakerRegion.StartsWith(path)) : deals.Where(d => d.HolderRegion.StartsWith(path));
        var found = await (from d in deals
                           join taker in db.Set<Organisation>() on d.TakerId equals taker.Id
                           join holder in db.Set<Organisation>() on d.HolderId equals holder.Id
                           orderby d.Id
                           select new { d, taker, holder, Patents = db.Set<DealPatent>().Count(p => p.DealId == d.Id) }).Take(Most).ToListAsync(ct);
        // What is asked for is confidential to the two until they have signed.
        return [.. found.Where(row => Suits(rule, row.holder, row.taker)).Select(row => new GapItem($"{row.d.Number} {row.d.HolderName} → {row.d.TakerName}", $"/deals/{row.d.Id}", row.Patents, row.d.SignedOn is null ? null : row.d.Amount, row.d.TakerCode))];
    }

    private async Task<List<GapItem>> TrialsAsync(CountRule rule, string path, CancellationToken ct)
    {
        if (!rule.Types.Contains(ConversionType.OrdinaryLicence)) return [];
        var found = await (from t in db.Set<Trial>().AsNoTracking()
                           join taker in db.Set<Organisation>() on t.TakerId equals taker.Id
                           join holder in db.Set<Organisation>() on t.HolderId equals holder.Id
                           where t.State == TrialState.Agreed || t.State == TrialState.Running
                           where rule.Regions == RegionBasis.Taker ? taker.RegionPath.StartsWith(path) : holder.RegionPath.StartsWith(path)
                           orderby t.Id
                           select new { t, taker, holder }).Take(Most).ToListAsync(ct);
        return [.. found.Where(row => Suits(rule, row.holder, row.taker)).Select(row => new GapItem($"{row.t.Number} {row.t.HolderName} → {row.t.TakerName}", $"/trials/{row.t.Id}", 1, null, row.t.TakerCode))];
    }

    private async Task<List<GapItem>> PledgesAsync(CountRule rule, string path, CancellationToken ct)
    {
        if (rule.Regions != RegionBasis.Giver) return [];
        var found = await db.Set<Pledge>().AsNoTracking().Where(p => p.PledgorRegion.StartsWith(path) && s_pledging.Contains(p.State!.Value)).OrderBy(p => p.Id).Take(Most)
            .Select(p => new { p, Patents = db.Set<PledgePatent>().Count(x => x.PledgeId == p.Id) }).ToListAsync(ct);
        return found.ConvertAll(row => new GapItem($"{row.p.PledgorName} → {row.p.PledgeeName}", $"/pledges/{row.p.Id}", row.Patents, row.p.Amount, row.p.PledgeeCode));
    }

    private static bool Suits(CountRule rule, Organisation holder, Organisation taker) =>
        (!rule.FromPublic || FilingReader.PublicOf(holder.Kind, holder.Uscc) == true) && (rule.Entity != CountEntity.SmallTakers || FilingReader.SmallOf(taker) == true);

    private Task<int> RequestsAsync(string path, CancellationToken ct) =>
        db.Set<LicenceRequest>().CountAsync(r => r.State == LicenceRequestState.Requested && db.Set<Organisation>().Any(o => o.Id == r.AskerId && o.RegionPath.StartsWith(path)) && !db.Set<Deal>().Any(d => d.RequestId == r.Id), ct);

    private Task<int> MatchedAsync(string path, CancellationToken ct)
    {
        var today = Dates.Today(time);
        return db.Set<Need>().CountAsync(n => n.RegionPath.StartsWith(path) && n.State == NeedState.Open && n.Visibility != NeedVisibility.Private && (n.ExpiresOn == null || n.ExpiresOn >= today)
            && !db.Set<Talk>().Any(t => t.NeedId == n.Id) && db.Set<Match>().Any(m => m.NeedId == n.Id && m.Side == MatchSide.Offer && m.Score >= GoodMatch), ct);
    }

    private static FilingParty? First(Filing filing, Side side) => filing.Parties.Where(p => p.Side == side).MinBy(p => p.Place);
}
