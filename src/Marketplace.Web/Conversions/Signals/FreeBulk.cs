using Marketplace.Web.Conversions.Facts;

namespace Marketplace.Web.Conversions.Signals;

/// <summary>零费用批量许可: one giver, many licences for nothing in a short time. Free licences are legitimate (M14): it is told, and refuses nothing.</summary>
public static class FreeBulk
{
    public static readonly ConversionType[] Licences =
        [ConversionType.OpenLicence, ConversionType.OrdinaryLicence, ConversionType.SoleLicence, ConversionType.ExclusiveLicence, ConversionType.SubLicence];

    /// <summary>A fee that is not fixed, such as a share of sales, is a fee.</summary>
    public static bool IsFree(Dealing deal) => Licences.Contains(deal.Type) && deal.Amount is { } yuan && yuan <= Thresholds.Token * Math.Max(1, deal.Patents.Count);

    /// <param name="subject">The one that is looked at.</param>
    /// <param name="others">Of its givers, around its day.</param>
    public static IEnumerable<Found> Of(Dealing subject, IReadOnlyList<Dealing> others)
    {
        if (!IsFree(subject) || subject.On is null) yield break;
        var free = others.Where(d => d.Conversion != subject.Conversion && d.On is not null && IsFree(d)).ToList();
        var groups = from giver in subject.Givers
                     from taker in subject.Takers
                     let of = free.FindAll(d => d.Gives(giver.Key))
                     from one in new[]
                     {
                         (Key: "region", Least: Thresholds.BulkToRegion, Window: Widest(subject, of.FindAll(d => d.Takers.Any(t => t.County == taker.County)))),
                         (Key: "taker", Least: Thresholds.BulkToTaker, Window: Widest(subject, of.FindAll(d => d.Takes(taker.Key)))),
                     }
                     where one.Window.Count >= one.Least
                     select one;
        foreach (var same in groups.GroupBy(g => g.Key, StringComparer.Ordinal))
        {
            var window = same.MaxBy(g => g.Window.Count).Window;
            var (from, to) = (window.Min(d => d.On!.Value), window.Max(d => d.On!.Value));
            yield return new(SignalKind.FreeBulk, same.Key, [Reason.Of(same.Key == "region" ? "BulkRegion" : "BulkTaker", window.Count, from, to)],
                [.. window.Where(d => d.Conversion != subject.Conversion).OrderBy(d => Math.Abs(d.On!.Value.DayNumber - subject.On.Value.DayNumber)).ThenBy(d => d.Conversion).Select(d => d.Conversion)]);
        }
    }

    /// <summary>The fullest stretch of days in which the subject lies, with the subject.</summary>
    private static List<Dealing> Widest(Dealing subject, List<Dealing> others)
    {
        List<Dealing> all = [.. others, subject], widest = [];
        foreach (var first in all.Select(d => d.On!.Value).Where(day => day <= subject.On && subject.On <= day.AddDays(Thresholds.BulkDays)))
        {
            var window = all.FindAll(d => d.On >= first && d.On <= first.AddDays(Thresholds.BulkDays));
            if (window.Count > widest.Count) widest = window;
        }
        return widest;
    }
}
