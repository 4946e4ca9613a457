using Marketplace.Web.Conversions.Counting;
using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Plans.Reporting;

/// <param name="Fact">What is official of it.</param>
/// <param name="KnownFrom">The moment from which that was known.</param>
/// <param name="Region">Where it counts.</param>
public sealed record OfficialFact(History History, Countable Fact, DateTimeOffset KnownFrom, string Region, DateOnly Day);

/// <summary>The conversions behind a quarter's figures: those that any of the standard numbers counts, as they are official in it.</summary>
public sealed class QuarterFacts(AppDbContext db)
{
    public static IReadOnlyList<OfficialFact> Of(IEnumerable<History> histories, IReadOnlyCollection<PeriodLock> locks, string path, Quarter quarter, DateOnly until, DateTimeOffset asOf)
    {
        var found = new List<OfficialFact>();
        foreach (var history in histories)
        {
            foreach (var rules in StandardRules.All.GroupBy(rule => (rule.Regions, rule.Dates)))
            {
                var (regions, dates) = rules.Key;
                if (Recount.Official(history, regions, quarter, locks, asOf) is not { } fact || !fact.Region(regions).StartsWith(path, StringComparison.Ordinal)) continue;
                if (fact.Day(dates) is not { } day || day < quarter.First || day > until || !rules.Any(rule => rule.Takes(fact))) continue;
                found.Add(new(history, fact, history.Known.First(known => ReferenceEquals(known.Fact, fact)).From, fact.Region(regions), day));
            }
        }
        return found;
    }

    /// <summary>With numbers and names, as they were filed; by day and number.</summary>
    public async Task<IReadOnlyList<ConversionFact>> NamedAsync(IReadOnlyList<OfficialFact> facts, CancellationToken ct)
    {
        var ids = facts.Select(f => f.History.Conversion).ToList();
        var numbers = await db.Set<Conversion>().AsNoTracking().Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Number, ct);
        var filings = (await db.Set<Filing>().AsNoTracking().Include(f => f.Patents).Include(f => f.Parties).Where(f => ids.Contains(f.ConversionId) && f.VerifiedAt != null).AsSplitQuery().ToListAsync(ct)).ToLookup(f => f.ConversionId);
        return [.. facts.Select(f => Named(f, numbers[f.History.Conversion], filings[f.History.Conversion].Where(filing => filing.VerifiedAt <= f.KnownFrom).MaxBy(filing => filing.VerifiedAt)!))
            .OrderBy(f => f.Day).ThenBy(f => f.Number, StringComparer.Ordinal).ThenBy(f => f.Type)];
    }

    private static ConversionFact Named(OfficialFact of, string number, Filing filing)
    {
        return new(number, of.Fact.Type, of.Fact.PartOf, Names(Side.Giver), Names(Side.Taker), [.. filing.Patents.OrderBy(p => p.Place).Select(p => p.ApplicationNo)], of.Day, of.Fact.Level, of.Fact.New, of.Fact.Paid);

        IReadOnlyList<string> Names(Side side) => [.. filing.Parties.Where(p => p.Side == side).OrderBy(p => p.Place).Select(p => p.Name)];
    }
}
