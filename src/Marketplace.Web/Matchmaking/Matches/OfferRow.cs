using Marketplace.Matching.Factors;
using Marketplace.Matching.Vectors;
using Marketplace.Web.Catalogue.Classifications;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Matchmaking.Meetings;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Matchmaking.Matches;

/// <summary>An offer as the database has it: a patent in force with its public listings.</summary>
public sealed record OfferRow(string No, string Title, string? Abstract, string? Claim, OfferFacts Facts, IReadOnlyList<Guid> Owners, Quantised? Context);

/// <summary>Reads offers, many at a time.</summary>
public sealed class OfferRows(Industries industries, AidPartners aid, TimeProvider time)
{
    private const int Chunk = 2048;

    /// <summary>Of these, what is an offer now.</summary>
    public async Task<List<OfferRow>> OfAsync(AppDbContext db, IReadOnlyCollection<string> numbers, CancellationToken ct)
    {
        var wanted = numbers.ToArray();
        return await ReadAsync(db, db.Set<Patent>().Where(p => wanted.Contains(p.ApplicationNo)), db.Set<ListingPatent>().Where(m => wanted.Contains(m.ApplicationNo)),
            db.Set<PatentHolder>().Where(h => wanted.Contains(h.ApplicationNo)), db.Set<OfferVector>().Where(v => wanted.Contains(v.ApplicationNo)), ct);
    }

    /// <summary>All, in the order of numbers, by ranges.</summary>
    public async IAsyncEnumerable<List<OfferRow>> AllAsync(AppDbContext db, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var after = "";
        while (true)
        {
            var numbers = await Listed(db).Where(m => m.ApplicationNo.CompareTo(after) > 0).Select(m => m.ApplicationNo).Distinct().Order().Take(Chunk).ToListAsync(ct);
            if (numbers.Count == 0) yield break;
            var (start, last) = (after, numbers[^1]);
            yield return await ReadAsync(db, db.Set<Patent>().Where(p => p.ApplicationNo.CompareTo(start) > 0 && p.ApplicationNo.CompareTo(last) <= 0),
                db.Set<ListingPatent>().Where(m => m.ApplicationNo.CompareTo(start) > 0 && m.ApplicationNo.CompareTo(last) <= 0),
                db.Set<PatentHolder>().Where(h => h.ApplicationNo.CompareTo(start) > 0 && h.ApplicationNo.CompareTo(last) <= 0),
                db.Set<OfferVector>().Where(v => v.ApplicationNo.CompareTo(start) > 0 && v.ApplicationNo.CompareTo(last) <= 0), ct);
            after = last;
        }
    }

    private static IQueryable<ListingPatent> Listed(AppDbContext db) => db.Set<ListingPatent>().Where(m => db.Set<Listing>().Any(l => l.Id == m.ListingId && l.State == ListingState.Public));

    private async Task<List<OfferRow>> ReadAsync(
        AppDbContext db, IQueryable<Patent> patents, IQueryable<ListingPatent> listed, IQueryable<PatentHolder> heldBy, IQueryable<OfferVector> vectors, CancellationToken ct)
    {
        var listings = (await (from m in listed
                               join l in db.Set<Listing>() on m.ListingId equals l.Id
                               where l.State == ListingState.Public
                               select new Terms(m.ApplicationNo, l.OwnerId, l.Forms, l.FeeModel, l.FeeYuan, l.Maturity, l.Industries, l.Chains, l.ConfirmedOn, l.PublishedAt, l.StaleSince != null)).ToListAsync(ct))
            .ToLookup(terms => terms.No, StringComparer.Ordinal);
        var rows = await patents.AsNoTracking().Where(p => p.RemovedAt == null && s_inForce.Contains(p.State) && listed.Any(m => m.ApplicationNo == p.ApplicationNo))
            .Select(p => new Row(p.ApplicationNo, p.Kind, p.Title, p.Abstract, p.MainClaim, p.Ipc, p.StatusOn, p.LastDay,
                db.Set<EvaluationReport>().Any(r => r.ApplicationNo == p.ApplicationNo && r.StruckAt == null && r.Conclusion == ReportConclusion.NothingFound))).ToListAsync(ct);
        var places = (await (from h in heldBy
                             join o in db.Set<Organisation>() on h.OrganisationId equals o.Id
                             select new { h.ApplicationNo, o.RegionPath }).ToListAsync(ct)).ToLookup(place => place.ApplicationNo, place => place.RegionPath, StringComparer.Ordinal);
        var known = await vectors.AsNoTracking().ToDictionaryAsync(vector => vector.ApplicationNo, StringComparer.Ordinal, ct);
        var replies = await new ReplyRecord(db, time).OfAsync([.. listings.SelectMany(terms => terms).Select(terms => terms.Owner).OfType<Guid>().Distinct()], ct);
        List<OfferRow> offers = [];
        foreach (var row in rows)
        {
            var terms = listings[row.No].ToList();
            if (terms.Count == 0) continue;
            List<Guid> owners = [.. terms.Select(t => t.Owner).OfType<Guid>().Distinct()];
            var facts = Facts(row, terms, [.. places[row.No].Distinct(StringComparer.Ordinal)]) with { Answered = owners.Select(owner => replies.GetValueOrDefault(owner)?.Share).Max() };
            offers.Add(new(row.No, row.Title, row.Abstract, row.Claim, facts, owners,
                known.TryGetValue(row.No, out var vector) ? vector.Of(OfferVector.HashOf(row.Title, row.Abstract)) : null));
        }
        return offers;
    }

    private OfferFacts Facts(Row row, IReadOnlyList<Terms> listings, IReadOnlyList<string> places)
    {
        var confirmed = listings.SelectMany(l => l.Industries).Distinct(StringComparer.Ordinal).ToList();
        var chains = listings.SelectMany(l => l.Chains).Distinct(StringComparer.Ordinal).ToList();
        var forms = listings.SelectMany(l => l.Forms).Aggregate(Forms.None, (all, form) => all | (Forms)(1 << (int)form));
        var cheapest = listings.MinBy(l => (Rank: FeeOf(l.Model) switch { FeeKind.Free => 0, FeeKind.Fixed => 1, FeeKind.Deferred => 2, FeeKind.Running => 3, _ => 4 }, l.FeeYuan ?? decimal.MaxValue))!;
        return new()
        {
            Ipc = row.Ipc,
            Industries = confirmed.Count > 0 ? [.. confirmed.Select(code => new LikelyIndustry(code, 1))] : [.. industries.Suggest(row.Ipc).Take(8).Select(pair => new LikelyIndustry(pair.Industry.Code, pair.Weight))],
            Chains = chains.Count > 0 ? chains : [.. industries.SuggestChains(row.Ipc).Select(chain => chain.Name).Distinct(StringComparer.Ordinal)],
            Forms = forms,
            Fee = FeeOf(cheapest.Model),
            FeeYuan = cheapest.FeeYuan,
            Maturity = listings.Max(l => l.Maturity),
            RegionPaths = places,
            AidPaths = aid.Of(places),
            LastDay = row.LastDay,
            Examined = row.Kind == PatentKind.Invention,
            Reported = row.Reported,
            StatusOn = row.StatusOn,
            ConfirmedOn = listings.Max(l => l.ConfirmedOn ?? (l.PublishedAt is { } at ? Dates.Day(at) : (DateOnly?)null)),
            Stale = listings.All(l => l.Stale),
        };
    }

    private static FeeKind FeeOf(FeeModel? model) => model switch
    {
        FeeModel.Free => FeeKind.Free,
        FeeModel.Deferred => FeeKind.Deferred,
        FeeModel.RunningRate or FeeModel.RunningUnit => FeeKind.Running,
        FeeModel.LumpSum or FeeModel.Instalment or FeeModel.UpfrontRunning => FeeKind.Fixed,
        _ => FeeKind.Open,
    };

    private static readonly PatentState[] s_inForce = [.. Enum.GetValues<PatentState>().Where(state => state.InForce())];

    private sealed record Row(string No, PatentKind Kind, string Title, string? Abstract, string? Claim, string[] Ipc, DateOnly? StatusOn, DateOnly LastDay, bool Reported);

    private sealed record Terms(
        string No, Guid? Owner, OfferForm[] Forms, FeeModel? Model, decimal? FeeYuan, int? Maturity, string[] Industries, string[] Chains, DateOnly? ConfirmedOn, DateTimeOffset? PublishedAt, bool Stale);
}
