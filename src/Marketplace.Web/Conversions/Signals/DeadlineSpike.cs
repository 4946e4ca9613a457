using System.Globalization;
using Marketplace.Web.Platform.Calendar;

namespace Marketplace.Web.Conversions.Signals;

/// <param name="From">First of the days that are late.</param>
/// <param name="End">Last day of the quarter, or of a plan.</param>
public sealed record Late(DateOnly From, DateOnly End);

/// <summary>期末突击: far more than usual is dated just before figures are due; or a day moved over the line.</summary>
public static class DeadlineSpike
{
    /// <summary>The ends before which this day lies so shortly.</summary>
    public static IEnumerable<Late> Before(DateOnly on, IEnumerable<DateOnly> planEnds) =>
        planEnds.Append(Quarter.Of(on).Last).Distinct().Select(end => new Late(end.AddDays(1 - Thresholds.LateDays), end)).Where(late => late.From <= on && on <= late.End);

    /// <summary>What has to be counted for one end.</summary>
    public static DateOnly CountedFrom(Late late) => Start(Earlier(late.End, Thresholds.UsualQuarters));

    /// <param name="late">Where the conversion lies.</param>
    /// <param name="owner">giver or keeper.</param>
    /// <param name="days">How many of its conversions each day has.</param>
    /// <param name="isPlan">The end is a plan's and no quarter's.</param>
    public static Found? Of(Late late, string owner, IReadOnlyDictionary<DateOnly, int> days, bool isPlan)
    {
        var (all, atEnd) = Count(late.End);
        var usual = (All: 0, Late: 0);
        for (var n = 1; n <= Thresholds.UsualQuarters; n++)
        {
            // Ends of months, not the same day of another month: 30 September follows 30 June, and 31 December that.
            var (before, lateBefore) = Count(Earlier(late.End, n));
            usual = (usual.All + before, usual.Late + lateBefore);
        }
        if (atEnd < Thresholds.LateLeast || usual.All < Thresholds.UsualLeast) return null;
        var (share, own) = ((decimal)atEnd / all, (decimal)usual.Late / usual.All);
        if (share < own * Thresholds.LateTimes || share < own + Thresholds.LatePoints) return null;
        return new(SignalKind.DeadlineSpike, $"{owner}:{late.End:yyyy-MM-dd}",
            [Reason.Of((owner == Giver ? "SpikeGiver" : "SpikeKeeper") + (isPlan ? "Plan" : ""), late.End, atEnd, all, Percent(share), Percent(own))], []);

        (int All, int Late) Count(DateOnly end)
        {
            var (first, lateFrom) = (Start(end), end.AddDays(1 - Thresholds.LateDays));
            var sum = (All: 0, Late: 0);
            for (var day = first; day <= end; day = day.AddDays(1))
            {
                var count = days.GetValueOrDefault(day);
                sum = (sum.All + count, sum.Late + (day >= lateFrom ? count : 0));
            }
            return sum;
        }
    }

    public const string Giver = "giver", Keeper = "keeper";

    /// <summary>A correction put a day on the other side of an end. A day that was not known before moved nowhere.</summary>
    public static Found? Moved(DealingDays before, DealingDays after, IReadOnlyList<DateOnly> planEnds)
    {
        var moved = (from pair in new[] { ("Signed", before.SignedOn, after.SignedOn), ("Effective", before.Effective, after.Effective), ("Paid", before.Paid, after.Paid), ("Recorded", before.Recorded, after.Recorded) }
                     where pair.Item2 is not null && pair.Item3 is not null && Crosses(pair.Item2.Value, pair.Item3.Value)
                     select (Code: pair.Item1, From: pair.Item2!.Value, To: pair.Item3!.Value)).ToList();
        return moved.Count == 0 ? null : new(SignalKind.DeadlineSpike, "moved:" + string.Join(',', moved.Select(m => m.Code[0] + m.To.ToString("yyyyMMdd", CultureInfo.InvariantCulture))), moved.ConvertAll(m => Reason.Of("Moved" + m.Code, m.From, m.To)), []);

        bool Crosses(DateOnly one, DateOnly other) => Quarter.Of(one) != Quarter.Of(other) || planEnds.Any(end => (one <= end) != (other <= end));
    }

    private static DateOnly Start(DateOnly end) => Earlier(end, 1).AddDays(1);

    private static DateOnly Earlier(DateOnly end, int quarters) => end.AddDays(1).AddMonths(-3 * quarters).AddDays(-1);

    private static decimal Percent(decimal share) => Math.Round(share * 100, MidpointRounding.AwayFromZero);
}
