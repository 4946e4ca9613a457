using FsCheck;
using FsCheck.Fluent;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Licensing.Fees;
using Marketplace.Web.Platform.Calendar;

namespace Marketplace.Web.Tests.Licensing.Fees;

/// <summary>Decimal, to the fen, half away from zero, and nothing lost in between.</summary>
public sealed class FeeArithmeticTests
{
    private static readonly FeeTerms s_rate = new() { Base = FeeBase.NetSales, Rate = 5, Period = FeePeriod.Year };
    private static readonly FeeDue s_year = Period(new(2026, 1, 1), new(2026, 12, 31));

    [Theory]
    [InlineData("1000000", null, null, "50000")]
    [InlineData("100.1", null, null, "5.01")]   // 5.005: half goes up, where half to even would give 5.00.
    [InlineData("100.3", null, null, "5.02")]   // 5.015, and here both agree.
    [InlineData("0", "1000", null, "1000")]
    [InlineData("-5000", null, null, "0")]   // A loss owes nothing.
    [InlineData("-5000", "1000", null, "1000")]
    [InlineData("1000000", "1000", "20000", "20000")]
    [InlineData("30000", "1000", "20000", "1500")]
    public void A_rate_of_what_was_reported_within_its_bounds(string reported, string? min, string? cap, string fee) =>
        RunningFee.Of(s_rate with { Min = Number(min), Cap = Number(cap) }, Number(reported)!.Value, s_year).ShouldBe(Number(fee)!.Value);

    [Fact]
    public void By_unit_the_number_counts() =>
        RunningFee.Of(new() { UnitAmount = 0.35m, Unit = "公斤", Period = FeePeriod.Year }, 12_345.5m, s_year).ShouldBe(4_320.93m);   // 4 320.925

    [Fact]
    public void A_short_last_period_has_its_days_part_of_the_bounds()
    {
        var days = Period(new(2026, 1, 1), new(2026, 1, 10)) with { WholeDays = 365 };
        var terms = s_rate with { Min = 10_000, Cap = 36_500 };
        RunningFee.Of(terms, 0, days).ShouldBe(273.97m);   // 10 000 × 10 / 365 = 273.9726
        RunningFee.Of(terms, 1_000_000, days).ShouldBe(1_000m);
        RunningFee.Of(terms, 10_000, days).ShouldBe(500m);
    }

    [Fact]
    public void A_running_fee_keeps_its_bounds_and_never_falls_when_more_is_sold() =>
        Prop.ForAll<int, PositiveInt, PositiveInt>((reported, min, wider) =>
        {
            var terms = s_rate with { Rate = 7.35m, Min = min.Get / 100m, Cap = (min.Get + wider.Get) / 100m };
            var (one, more) = (RunningFee.Of(terms, reported / 100m, s_year), RunningFee.Of(terms, reported / 100m + wider.Get, s_year));
            return one >= terms.Min && more <= terms.Cap && more >= one && decimal.Round(one, 2) == one;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Parts_add_up_to_the_fen_and_each_is_less_than_a_fen_from_its_share() =>
        Prop.ForAll<NonEmptyArray<byte>, NonNegativeInt>((given, fen) =>
        {
            var shares = given.Get.Select(share => (decimal)share).Append(1m).ToList();
            var total = fen.Get * 7919L / 100m;
            var parts = FeeParts.Of(total, shares);
            return parts.Sum() == total && parts.Count == shares.Count && parts.All(part => part >= 0 && decimal.Round(part, 2) == part)
                && parts.Zip(shares).All(pair => Math.Abs(pair.First - total * pair.Second / shares.Sum()) <= 0.01m);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_hundred_yuan_in_three_even_parts() => FeeParts.Even(100m, 3).ShouldBe([33.33m, 33.34m, 33.33m]);

    [Theory]
    [InlineData("10000", 30, "15", null, "123.29")]   // 10 000 × 15 % × 30 / 365 = 123.2877
    [InlineData("10000", 0, "15", null, "0")]   // Paid on the last day.
    [InlineData("10000", -5, "15", null, "0")]
    [InlineData("10000", 30, null, null, "0")]
    [InlineData("10000", 366, "3.65", null, "366")]   // 29 February costs a day like any other.
    [InlineData("10000", 30, "15", "10:4000", "88.77")]   // Nine days of 10 000 and 21 of 6 000: 216 000 × 15 % / 365 = 88.767
    public void Late_interest_counts_from_the_day_after_the_due_day(string owed, int days, string? rate, string? paid, string interest)
    {
        var due = new DateOnly(2028, 1, 31);
        (DateOnly, decimal)[] came = paid?.Split(':') is [var on, var yuan] ? [(due.AddDays(int.Parse(on, System.Globalization.CultureInfo.InvariantCulture)), Number(yuan)!.Value)] : [];
        LateInterest.Of(Number(owed)!.Value, due, due.AddDays(days), Number(rate), came).ShouldBe(Number(interest)!.Value);
    }

    [Fact]
    public void Late_interest_does_not_mind_the_order_of_payments_and_ends_when_all_is_paid() =>
        Prop.ForAll<NonEmptyArray<Tuple<byte, PositiveInt>>, PositiveInt>((given, fen) =>
        {
            var due = new DateOnly(2026, 5, 8);
            var paid = given.Get.Select(one => (due.AddDays(one.Item1 - 20), one.Item2.Get / 100m)).ToList();
            var owed = fen.Get / 10m;
            var interest = LateInterest.Of(owed, due, due.AddDays(400), 12m, paid);
            (DateOnly, decimal)[] settled = [.. paid, (due.AddDays(300), owed)];
            return interest >= 0 && interest == LateInterest.Of(owed, due, due.AddDays(400), 12m, Enumerable.Reverse(paid))
                && LateInterest.Of(owed, due, due.AddDays(400), 12m, settled) == LateInterest.Of(owed, due, due.AddDays(4000), 12m, settled)
                && interest <= LateInterest.Of(owed, due, due.AddDays(400), 12m);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_it_costs_a_year_sums_the_schedule()
    {
        var cost = LicenceCost.Of(FeeModel.UpfrontRunning, s_rate with { Upfront = 30_000, Period = FeePeriod.Quarter, Min = 2_000 }, new(2026, 3, 1), new(2029, 2, 28), 100_000, new Workdays());
        // A quarter of 100 000 is 25 000, 5 % of that 1 250: the minimum counts.
        cost.Years.ShouldBe([new(1, 30_000, 8_000), new(2, 0, 8_000), new(3, 0, 8_000)]);
        cost.Total.ShouldBe(54_000);
        cost.Total.ShouldBe(cost.Dues.Sum(due => due.Amount ?? 0));
        cost.First.ShouldNotBeNull().ShouldSatisfyAllConditions(due => due.Item.ShouldBe(FeeItem.Upfront), due => due.Due.ShouldBe(new DateOnly(2026, 3, 1)));
    }

    [Fact]
    public void An_instalment_after_the_end_has_a_year_of_its_own_and_a_free_licence_no_first_payment()
    {
        LicenceCost.Of(FeeModel.Instalment, new() { Parts = [new(1, 0), new(2, 800)] }, new(2026, 3, 1), new(2027, 2, 28), 0, new Workdays()).Years.ShouldBe([new(1, 1, 0), new(3, 2, 0)]);
        LicenceCost.Of(FeeModel.Free, new(), new(2026, 3, 1), new(2027, 2, 28), 0, new Workdays()).ShouldSatisfyAllConditions(c => c.First.ShouldBeNull(), c => c.Total.ShouldBe(0));
    }

    private static FeeDue Period(DateOnly from, DateOnly to) => new(FeeItem.Running, 1, from, to, to);

    private static decimal? Number(string? text) => text is null ? null : decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
