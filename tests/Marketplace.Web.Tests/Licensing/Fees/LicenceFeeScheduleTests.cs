using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Licensing.Fees;
using Marketplace.Web.Platform.Calendar;

namespace Marketplace.Web.Tests.Licensing.Fees;

public sealed class LicenceFeeScheduleTests
{
    private static readonly Workdays s_workdays = new();
    private static readonly FeeTerms s_rate = new() { Base = FeeBase.NetSales, Rate = 5, Definition = "不含税销售收入", Period = FeePeriod.Quarter };

    /// <summary>Each line: item and number, from–to, report by, pay by, amount.</summary>
    public static readonly TheoryData<string, FeeModel, FeeTerms, string, string, string?, string[]> Worked = new()
    {
        { "One payment is due on the first day, a holiday or not", FeeModel.LumpSum, new() { Amount = 50_000 }, "2026-10-01", "2027-09-30", null, ["LumpSum 1 2026-10-01–2027-09-30 - 2026-10-01 50000"] },
        { "Free is settled with nothing", FeeModel.Free, new(), "2026-03-02", "2029-03-01", null, ["Free 1 2026-03-02–2029-03-01 - 2026-03-02 0"] },
        { "To be negotiated has no schedule", FeeModel.Negotiable, new(), "2026-03-02", "2029-03-01", null, [] },
        {
            "Thirty days from 1 September end within the National Day week and move to the 8th", FeeModel.Instalment,
            new() { Parts = [new(10_000, 0), new(20_000, 30)] }, "2026-09-01", "2027-08-31", null,
            ["Part 1 2026-09-01–2027-08-31 - 2026-09-01 10000", "Part 2 2026-09-01–2027-08-31 - 2026-10-08 20000"]
        },
        { "Fourteen days from 18 December end on New Year's Day and move to a Sunday that is worked", FeeModel.Instalment, new() { Parts = [new(1, 14), new(2, 0)] }, "2025-12-18", "2026-12-17", null, ["Part 2 2025-12-18–2026-12-17 - 2025-12-18 2", "Part 1 2025-12-18–2026-12-17 - 2026-01-04 1"] },
        { "A Saturday that is worked for the Spring Festival is a last day", FeeModel.Instalment, new() { Parts = [new(1, 30), new(2, 33)] }, "2026-01-15", "2027-01-14", null, ["Part 1 2026-01-15–2027-01-14 - 2026-02-14 1", "Part 2 2026-01-15–2027-01-14 - 2026-02-24 2"] },
        { "A day that was over when the licence began is its first day; one named on a Sunday moves", FeeModel.Instalment, new() { Parts = [new(1, Due: new(2026, 6, 30)), new(2, Due: new(2026, 11, 22))] }, "2026-09-01", "2027-08-31", null, ["Part 1 2026-09-01–2027-08-31 - 2026-09-01 1", "Part 2 2026-09-01–2027-08-31 - 2026-11-23 2"] },
        {
            "Quarters count from the first day, the last is short, report before payment", FeeModel.RunningRate, s_rate, "2026-01-01", "2026-11-15", null,
            ["Running 1 2026-01-01–2026-03-31 2026-04-15 2026-04-30 ?", "Running 2 2026-04-01–2026-06-30 2026-07-15 2026-07-30 ?", "Running 3 2026-07-01–2026-09-30 2026-10-15 2026-10-30 ?", "Running 4 2026-10-01–2026-11-15 2026-11-30 2026-12-15 ?"]
        },
        {
            "From the 31st by month: corresponding day or last of the month, without gap", FeeModel.RunningUnit, new() { UnitAmount = 3, Unit = "台", Period = FeePeriod.Month }, "2026-01-31", "2026-04-29", null,
            ["Running 1 2026-01-31–2026-02-27 2026-03-16 2026-03-30 ?", "Running 2 2026-02-28–2026-03-30 2026-04-14 2026-04-29 ?", "Running 3 2026-03-31–2026-04-29 2026-05-14 2026-05-29 ?"]
        },
        { "From 29 February by year", FeeModel.RunningRate, s_rate with { Period = FeePeriod.Year }, "2028-02-29", "2030-02-27", null, ["Running 1 2028-02-29–2029-02-27 2029-03-14 2029-03-29 ?", "Running 2 2029-02-28–2030-02-27 2030-03-14 2030-03-29 ?"] },
        { "Entry fee first", FeeModel.UpfrontRunning, s_rate with { Upfront = 30_000, Period = FeePeriod.Year }, "2026-03-01", "2027-02-28", null, ["Upfront 1 2026-03-01–2027-02-28 - 2026-03-01 30000", "Running 1 2026-03-01–2027-02-28 2027-03-15 2027-03-30 ?"] },
        { "Free until a day: what follows begins on it", FeeModel.Deferred, s_rate with { FreeUntil = new(2026, 7, 1), Then = FeeModel.RunningRate, Period = FeePeriod.HalfYear }, "2026-01-01", "2026-12-31", null, ["Running 1 2026-07-01–2026-12-31 2027-01-15 2027-02-01 ?"] },
        { "Free until a day before the licence: it begins at once", FeeModel.Deferred, new() { FreeUntil = new(2025, 7, 1), Then = FeeModel.LumpSum, Amount = 8 }, "2026-01-05", "2026-12-31", null, ["LumpSum 1 2026-01-05–2026-12-31 - 2026-01-05 8"] },
        { "Free until after the end: nothing", FeeModel.Deferred, new() { FreeUntil = new(2027, 7, 1), Then = FeeModel.LumpSum, Amount = 8 }, "2026-01-05", "2026-12-31", null, [] },
        { "Until a condition comes true nothing is due", FeeModel.Deferred, new() { Trigger = "年销售超过 100 万元", Then = FeeModel.LumpSum, Amount = 8 }, "2026-01-05", "2026-12-31", null, [] },
        { "From the day it came true", FeeModel.Deferred, new() { Trigger = "年销售超过 100 万元", Then = FeeModel.Instalment, Parts = [new(5, 0), new(3, 10)] }, "2026-01-05", "2026-12-31", "2026-06-08", ["Part 1 2026-06-08–2026-12-31 - 2026-06-08 5", "Part 2 2026-06-08–2026-12-31 - 2026-06-18 3"] },
    };

    [Theory, MemberData(nameof(Worked))]
    public void What_falls_due_when(string why, FeeModel model, FeeTerms terms, string start, string end, string? triggered, string[] lines) =>
        LicenceFeeSchedule.Of(model, terms, Day(start), Day(end), s_workdays, triggered is null ? null : Day(triggered)).Select(Line).ShouldBe(lines, why);

    [Fact]
    public void Ordinals_follow_the_due_days()
    {
        var dues = LicenceFeeSchedule.Of(FeeModel.Instalment, new() { Parts = [new(1, 60), new(2, 0), new(3, 60), new(4, 10)] }, new(2026, 3, 2), new(2027, 3, 1), s_workdays);
        dues.Select(due => (due.Ordinal, due.Number)).ShouldBe([(1, 2), (2, 4), (3, 1), (4, 3)]);
    }

    [Fact]
    public void An_end_before_the_beginning_is_refused() =>
        Should.Throw<ArgumentOutOfRangeException>(() => LicenceFeeSchedule.Of(FeeModel.Free, new(), new(2026, 3, 2), new(2026, 3, 1), s_workdays));

    [Fact]
    public void Periods_touch_cover_the_licence_and_end_reports_before_payments_on_working_days() =>
        Prop.ForAll<NonNegativeInt, PositiveInt, byte>((first, length, kind) =>
        {
            var start = new DateOnly(2018, 1, 1).AddDays(first.Get % 6000);
            var end = start.AddDays(length.Get * 37 % 7300);
            var period = (FeePeriod)(kind % 4);
            var dues = LicenceFeeSchedule.Of(FeeModel.RunningRate, s_rate with { Period = period }, start, end, s_workdays);
            return dues[0].From == start && dues[^1].To == end
                && dues.Zip(dues.Skip(1)).All(pair => pair.First.To.AddDays(1) == pair.Second.From && pair.First.Days == pair.First.WholeDays)
                && dues[^1].Days <= dues[^1].WholeDays
                && dues.All(due => due.ReportBy > due.To && due.ReportBy <= due.Due && s_workdays.IsWorkday(due.Due) && s_workdays.IsWorkday(due.ReportBy!.Value));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Fixed_obligations_sum_to_the_headline_and_none_is_due_before_the_licence() =>
        Prop.ForAll<NonEmptyArray<PositiveInt>, NonNegativeInt, byte>((fen, first, kind) =>
        {
            var start = new DateOnly(2018, 1, 1).AddDays(first.Get % 6000);
            var paid = ((FeeModel[])[FeeModel.LumpSum, FeeModel.Instalment, FeeModel.UpfrontRunning, FeeModel.Free])[kind % 4];
            var amount = fen.Get[0].Get / 100m;
            var terms = s_rate with { Amount = amount, Upfront = amount, Then = paid, FreeUntil = start.AddDays(kind), Parts = [.. fen.Get.Select((part, i) => new FeePart(part.Get / 100m, i * 45))] };
            return ((FeeModel[])[paid, FeeModel.Deferred]).All(model =>
            {
                var due = LicenceFeeSchedule.Of(model, terms, start, start.AddYears(3), s_workdays).Where(d => d.Item != FeeItem.Running).ToList();
                return due.Sum(d => d.Amount) == terms.Headline(model) && due.All(d => d.Due >= start);
            });
        }).QuickCheckThrowOnFailure();

    private static string Line(FeeDue due) => string.Create(CultureInfo.InvariantCulture,
        $"{due.Item} {due.Number} {due.From:yyyy-MM-dd}–{due.To:yyyy-MM-dd} {(due.ReportBy is { } report ? report.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : "-")} {due.Due:yyyy-MM-dd} {(due.Amount is { } amount ? amount.ToString("0.##", CultureInfo.InvariantCulture) : "?")}");

    private static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
