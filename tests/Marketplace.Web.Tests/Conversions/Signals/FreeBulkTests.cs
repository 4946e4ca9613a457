using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Conversions.Signals;
using static Marketplace.Web.Tests.Conversions.Signals.Dealings;

namespace Marketplace.Web.Tests.Conversions.Signals;

public sealed class FreeBulkTests
{
    private static List<Dealing> Many(int count, decimal? amount = 0, int apart = 1, string county = Bole) => [.. Enumerable.Range(0, count).Select(n => Of(taker: "B" + n, days: n * apart, amount: amount, county: county))];

    private static List<string> Told(List<Dealing> deals) => [.. FreeBulk.Of(deals[0], deals).Select(f => f.Key)];

    [Fact]
    public void Ten_free_licences_to_one_county_in_a_quarter_are_told_and_nine_are_not()
    {
        Told(Many(Thresholds.BulkToRegion - 1)).ShouldBeEmpty();
        Told(Many(Thresholds.BulkToRegion)).ShouldBe(["region"]);
    }

    [Fact]
    public void It_says_how_many_and_between_which_days_and_names_the_others()
    {
        var deals = Many(Thresholds.BulkToRegion);
        var found = FreeBulk.Of(deals[3], deals).ShouldHaveSingleItem();

        found.Why.ShouldHaveSingleItem().ShouldSatisfyAllConditions(r => r.Code.ShouldBe("BulkRegion"), r => r.Args.ShouldBe(["10", "2026-03-02", "2026-03-11"]));
        found.Others.ShouldBe(deals.Where(d => d != deals[3]).Select(d => d.Conversion), ignoreOrder: true);
    }

    [Fact]
    public void Three_to_one_taker_are_told_and_two_are_not()
    {
        List<Dealing> three = [Of(amount: 0), Of(amount: 300, days: 20), Of(amount: 600, days: 40)];

        Told(three).ShouldBe(["taker"]);
        Told(three[..2]).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(90, true)]
    [InlineData(91, false)]
    public void The_last_day_of_the_window_is_its_ninetieth(int days, bool told) =>
        (Told([Of(amount: 0), Of(amount: 0, days: 10), Of(amount: 0, days: days)]).Count > 0).ShouldBe(told);

    [Fact]
    public void The_window_is_looked_for_on_both_sides_of_the_subject() =>
        FreeBulk.Of(Of(amount: 0, days: 100), [Of(amount: 0), Of(amount: 0, days: 60), Of(amount: 0, days: 140)]).ShouldHaveSingleItem().Why[0].Args[0].ShouldBe("3");

    [Fact]
    public void A_university_with_many_open_licences_at_a_real_fee_is_not_told()
    {
        var open = Enumerable.Range(0, 40).Select(n => Of(taker: "B" + n % 3, days: n, amount: 3_000, type: ConversionType.OpenLicence)).ToList();

        Told(open).ShouldBeEmpty();
    }

    [Fact]
    public void A_share_of_sales_is_a_fee_and_an_assignment_is_no_licence()
    {
        Told([Of(amount: null), Of(amount: null), Of(amount: null)]).ShouldBeEmpty();
        Told([Of(amount: 0, type: ConversionType.Assignment), Of(amount: 0, type: ConversionType.Assignment), Of(amount: 0, type: ConversionType.Assignment)]).ShouldBeEmpty();
    }

    [Fact]
    public void A_token_is_counted_for_each_patent()
    {
        var package = Of(amount: 1_800) with { Patents = ["P", "Q", "R"] };

        FreeBulk.IsFree(package).ShouldBeTrue();
        FreeBulk.IsFree(package with { Amount = 1_801 }).ShouldBeFalse();
    }

    [Fact]
    public void Other_counties_and_other_givers_are_others()
    {
        var deals = Many(Thresholds.BulkToRegion - 1);
        Told([.. deals, Of(taker: "C", amount: 0, county: Jinghe), Of("Z", "D", amount: 0)]).ShouldBeEmpty();
    }
}
