using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Platform.Calendar;

namespace Marketplace.Web.Licensing.Fees;

/// <summary>
/// What falls due under a licence, and when. Pure; terms that <see cref="FeeTerms.Check"/> accepts give a schedule, others what can be said of them.
/// <para>Days: what is paid "at the beginning" is due on the licence's first day, holiday or not, because that is no term but the moment the licence exists (Art. 51). Every
/// other last day counts as Rule 5 does: the first day is left out, and an end on a holiday moves to the next working day. A day named in the terms that lies before the
/// licence is its first day: nobody owes before they have a licence.</para>
/// <para>Periods of a running fee count from the first day that is paid for, not by the calendar: "each year" is then a whole year for whoever comes in May, and only the
/// last period can be short. They touch and never overlap, also from a 31st or 29 February.</para>
/// </summary>
public static class LicenceFeeSchedule
{
    /// <summary>The base is reported within 15 days of the period's end: the term in which VAT and quarterly income tax are declared, so the figures are there.</summary>
    public const int ReportDays = 15;

    /// <summary>And paid within 30 days of it: leaves the holder a fortnight to look at the report and to invoice.</summary>
    public const int PayDays = 30;

    /// <param name="model">How it is paid.</param>
    /// <param name="terms">Of that model.</param>
    /// <param name="start">First day of the licence.</param>
    /// <param name="end">Last day of the licence.</param>
    /// <param name="workdays">For days that move.</param>
    /// <param name="triggered">先使用后付费 with a condition instead of a day: the day it came true; until then nothing is due.</param>
    public static IReadOnlyList<FeeDue> Of(FeeModel model, FeeTerms terms, DateOnly start, DateOnly end, Workdays workdays, DateOnly? triggered = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(end, start);
        var begin = start;
        if (model == FeeModel.Deferred)
        {
            // Where a day is named the sentence readers saw names it alone; the condition then adds nothing.
            if ((terms.FreeUntil ?? triggered) is not { } free || terms.Then is not { } then) return [];
            (model, begin) = (then, Later(start, free));
            // Free to the end: a licence that was never paid for owes nothing after it.
            if (begin > end) return [];
        }
        IEnumerable<FeeDue> dues = model switch
        {
            FeeModel.Free => [new(FeeItem.Free, 1, begin, end, begin) { Amount = 0m }],
            FeeModel.LumpSum => [new(FeeItem.LumpSum, 1, begin, end, begin) { Amount = terms.Amount }],
            FeeModel.Instalment => (terms.Parts ?? []).Select((part, i) => new FeeDue(FeeItem.Part, i + 1, begin, end, DueOf(part, begin, workdays)) { Amount = part.Amount }),
            FeeModel.RunningRate or FeeModel.RunningUnit => Running(terms, begin, end, workdays),
            FeeModel.UpfrontRunning => Running(terms, begin, end, workdays).Prepend(new(FeeItem.Upfront, 1, begin, end, begin) { Amount = terms.Upfront }),
            _ => [],
        };
        return [.. dues.OrderBy(due => due.Due).Select((due, i) => due with { Ordinal = i + 1 })];
    }

    private static IEnumerable<FeeDue> Running(FeeTerms terms, DateOnly begin, DateOnly end, Workdays workdays)
    {
        if (terms.Period is not { } period) yield break;
        // Each counted from the beginning, not from the one before it: from 31 January by month to 28 February and on to 31 March.
        for (var number = 1; begin.AddMonths((number - 1) * period.Months()) is var from && from <= end; number++)
        {
            var last = begin.AddMonths(number * period.Months()).AddDays(-1);
            var to = last < end ? last : end;
            yield return new(FeeItem.Running, number, from, to, workdays.NextFrom(to.AddDays(PayDays)))
            {
                ReportBy = workdays.NextFrom(to.AddDays(ReportDays)),
                WholeDays = last.DayNumber - from.DayNumber + 1,
            };
        }
    }

    private static DateOnly DueOf(FeePart part, DateOnly begin, Workdays workdays) =>
        (part.Due ?? begin.AddDays(part.Days ?? 0)) is var day && day > begin ? workdays.NextFrom(day) : begin;

    private static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;
}
