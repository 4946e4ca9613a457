using Marketplace.Web.Conversions.Counting;
using Marketplace.Web.Plans.Gap;

namespace Marketplace.Web.Tests.Plans.Gap;

public sealed class GapWorthTests
{
    private static readonly HashSet<string> s_taken = new(StringComparer.Ordinal) { "A" };

    [Theory]
    [InlineData(CountEntity.Contracts, 4)]
    [InlineData(CountEntity.Times, 7)]
    [InlineData(CountEntity.Patents, 7)]
    [InlineData(CountEntity.Takers, 1)]
    [InlineData(CountEntity.SmallTakers, 1)]
    public void Items_bring_what_the_indicator_counts_and_an_enterprise_only_once(CountEntity entity, int brings) =>
        GapWorth.Of(entity, [Item(1, null, "A"), Item(2, null, "B"), Item(3, null, "B"), Item(1, null, null)], s_taken, null, 1).ShouldBe(brings);

    [Fact]
    public void Where_no_amount_may_be_known_the_middle_of_those_that_count_stands_for_it()
    {
        GapItem[] items = [Item(1, 250_000, "A"), Item(1, null, "B")];
        GapWorth.Of(CountEntity.Amount, items, s_taken, 50_000, 10_000).ShouldBe(30);
        GapWorth.Of(CountEntity.Amount, items, s_taken, null, 10_000).ShouldBeNull();
        GapWorth.Of(CountEntity.Amount, items[..1], s_taken, null, 10_000).ShouldBe(25);
        GapWorth.Middle([5, 1, 9]).ShouldBe(5);
        GapWorth.Middle([]).ShouldBeNull();
    }

    private static GapItem Item(int patents, decimal? amount, string? taker) => new("", "", patents, amount, taker);
}
