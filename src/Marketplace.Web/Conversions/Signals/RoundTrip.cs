using Marketplace.Web.Conversions.Facts;

namespace Marketplace.Web.Conversions.Signals;

/// <summary>循环交易: what was given comes back to who gave it, or two firms pay each other the same for different patents.</summary>
public static class RoundTrip
{
    /// <summary>A chain of more hops than this is told by its shorter ones.</summary>
    private const int MostHops = 8;

    /// <summary>What gives the patent away, or the right to give it on.</summary>
    public static readonly ConversionType[] Hops =
        [ConversionType.Assignment, ConversionType.ApplicationAssignment, ConversionType.Equity, ConversionType.ExclusiveLicence, ConversionType.SubLicence];

    /// <summary>A → B → … → A of one patent or one chain.</summary>
    /// <param name="subject">The one that is looked at.</param>
    /// <param name="others">Of its patents and its chain.</param>
    public static Found? Chain(Dealing subject, IReadOnlyList<Dealing> others)
    {
        if (!IsHop(subject)) return null;
        var hops = others.Where(d => d.Conversion != subject.Conversion && IsHop(d) && (d.Chain == subject.Chain || d.Patents.Intersect(subject.Patents, StringComparer.Ordinal).Any())).Append(subject)
            .OrderBy(d => d.On).ThenBy(d => d.Conversion).ToList();
        var best = hops.SelectMany(first => first.Givers.Select(giver => Back(first, giver.Key, [first]))).OfType<IReadOnlyList<Dealing>>().OrderBy(p => p.Count).ThenBy(p => p[0].On).ThenBy(p => p[0].Conversion).FirstOrDefault();
        if (best is null) return null;
        return new(SignalKind.RoundTrip, "chain:" + best[0].Conversion.ToString("N"), [Reason.Of("Chain", best.Count, best[0].On!.Value, best[^1].On!.Value)], [.. best.Where(d => d != subject).Select(d => d.Conversion)]);

        IReadOnlyList<Dealing>? Back(Dealing last, string home, IReadOnlyList<Dealing> path)
        {
            // Whoever gives and takes in one contract sent nothing round.
            if (path.Count > 1 && last.Takes(home)) return path.Contains(subject) ? path : null;
            if (path.Count == MostHops) return null;
            return hops.Where(next => !path.Contains(next) && next.On >= last.On && next.On <= path[0].On!.Value.AddYears(Thresholds.ChainYears) && last.Takers.Any(t => t.Key != home && next.Gives(t.Key)))
                .Select(next => Back(next, home, [.. path, next])).OfType<IReadOnlyList<Dealing>>().MinBy(p => p.Count);
        }
    }

    /// <summary>A → B and B → A of other patents, for nearly the same.</summary>
    /// <param name="subject">The one that is looked at.</param>
    /// <param name="back">From its takers to its givers.</param>
    public static Found? Swap(Dealing subject, IReadOnlyList<Dealing> back)
    {
        if (subject.On is not { } on || subject.Amount is not > 0 || !IsSale(subject)) return null;
        var same = back.Where(d => d.Conversion != subject.Conversion && IsSale(d) && d.Amount > 0 && d.On is { } day && Math.Abs(day.DayNumber - on.DayNumber) <= Thresholds.SwapDays
                && Math.Abs(d.Amount.Value - subject.Amount.Value) <= Thresholds.SwapShare * Math.Max(d.Amount.Value, subject.Amount.Value)
                && !d.Patents.Intersect(subject.Patents, StringComparer.Ordinal).Any()
                && subject.Givers.Any(g => subject.Takers.Any(t => g.Key != t.Key && d.Gives(t.Key) && d.Takes(g.Key))))
            .OrderBy(d => Math.Abs(d.On!.Value.DayNumber - on.DayNumber)).ThenBy(d => d.Conversion).ToList();
        return same.Count == 0 ? null : new(SignalKind.RoundTrip, "swap", [Reason.Of("Swap", same.Count, same[0].On!.Value, subject.Amount.Value, same[0].Amount!.Value)], same.ConvertAll(d => d.Conversion));
    }

    private static bool IsHop(Dealing deal) => deal.On is not null && Hops.Contains(deal.Type) && deal.Nature is not (MarketNature.NameChange or MarketNature.Succession);

    /// <summary>Of a cross licence both ways are the contract itself; a pledge goes back when it is paid off.</summary>
    private static bool IsSale(Dealing deal) => deal.Type is not (ConversionType.CrossLicence or ConversionType.Pledge or ConversionType.OwnUse or ConversionType.JointUse) && deal.Nature is not (MarketNature.NameChange or MarketNature.Succession);
}
