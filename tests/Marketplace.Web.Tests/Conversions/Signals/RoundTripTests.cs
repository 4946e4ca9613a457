using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Conversions.Signals;
using static Marketplace.Web.Tests.Conversions.Signals.Dealings;

namespace Marketplace.Web.Tests.Conversions.Signals;

public sealed class RoundTripTests
{
    private static Dealing Sold(string giver, string taker, int days, string patent = "P") => Of(giver, taker, days, type: ConversionType.Assignment, patent: patent);

    [Fact]
    public void What_comes_back_to_its_first_owner_is_told_at_each_hop()
    {
        List<Dealing> hops = [Sold("A", "B", 0), Sold("B", "C", 100), Sold("C", "A", 300)];

        foreach (var hop in hops)
        {
            var found = RoundTrip.Chain(hop, hops).ShouldNotBeNull();
            found.Why.ShouldHaveSingleItem().Args.ShouldBe(["3", "2026-03-02", "2026-12-27"]);
            found.Others.ShouldBe(hops.Where(h => h != hop).Select(h => h.Conversion));
        }
        hops.Select(hop => RoundTrip.Chain(hop, hops)!.Key).Distinct().ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(731, true)]
    [InlineData(732, false)]
    public void Two_years_from_the_first_hop_to_the_last(int days, bool told)
    {
        // 2 March 2026 and 2 March 2028: a leap year lies between.
        List<Dealing> hops = [Sold("A", "B", 0), Sold("B", "A", days)];
        (RoundTrip.Chain(hops[0], hops) is not null).ShouldBe(told);
    }

    [Fact]
    public void A_chain_that_goes_on_and_one_that_runs_backwards_are_no_round()
    {
        List<Dealing> on = [Sold("A", "B", 0), Sold("B", "C", 100)];
        List<Dealing> backwards = [Sold("A", "B", 100), Sold("B", "C", 50), Sold("C", "A", 200)];

        RoundTrip.Chain(on[0], on).ShouldBeNull();
        RoundTrip.Chain(backwards[0], backwards).ShouldBeNull();
    }

    [Fact]
    public void Other_patents_are_other_chains_unless_they_were_filed_as_one()
    {
        List<Dealing> hops = [Sold("A", "B", 0), Sold("B", "A", 100, "Q")];

        RoundTrip.Chain(hops[0], hops).ShouldBeNull();
        RoundTrip.Chain(hops[0], [hops[0], hops[1] with { Chain = hops[0].Chain }]).ShouldNotBeNull();
    }

    [Fact]
    public void A_hop_beside_the_round_is_not_told()
    {
        List<Dealing> hops = [Sold("A", "B", 0), Sold("B", "A", 100), Sold("A", "D", 400)];

        RoundTrip.Chain(hops[1], hops).ShouldNotBeNull();
        RoundTrip.Chain(hops[2], hops).ShouldBeNull();
    }

    [Fact]
    public void Changes_of_name_pledges_and_ordinary_licences_send_nothing_round()
    {
        var there = Sold("A", "B", 0);

        foreach (var back in (Dealing[])[Sold("B", "A", 50) with { Nature = MarketNature.NameChange }, Sold("B", "A", 50) with { Type = ConversionType.Pledge }, Sold("B", "A", 50) with { Type = ConversionType.OrdinaryLicence }, Of("A", "A", 10, patent: "P", type: ConversionType.Assignment)])
            RoundTrip.Chain(there, [there, back]).ShouldBeNull();
    }

    [Theory]
    [InlineData(180, 90_000, true)]
    [InlineData(-180, 110_000, true)]
    [InlineData(181, 100_000, false)]
    [InlineData(10, 89_999, false)]
    [InlineData(10, 111_112, false)]
    public void Two_that_sell_each_other_other_patents_for_nearly_the_same_within_half_a_year(int days, int amount, bool told) =>
        (RoundTrip.Swap(Of("A", "B", 0, 100_000), [Of("B", "A", days, amount)]) is not null).ShouldBe(told);

    [Fact]
    public void The_same_patent_nothing_paid_the_same_direction_and_a_cross_licence_are_no_swap()
    {
        var one = Of("A", "B", patent: "P");

        RoundTrip.Swap(one, [Of("B", "A", patent: "P")]).ShouldBeNull();
        RoundTrip.Swap(one with { Amount = 0 }, [Of("B", "A", amount: 0)]).ShouldBeNull();
        RoundTrip.Swap(one with { Amount = null }, [Of("B", "A", amount: null)]).ShouldBeNull();
        RoundTrip.Swap(one, [Of("A", "B")]).ShouldBeNull();
        RoundTrip.Swap(one, [Of("B", "A", type: ConversionType.CrossLicence)]).ShouldBeNull();
        RoundTrip.Swap(one, [one]).ShouldBeNull();
    }
}
