using Marketplace.Web.Conversions.Yearly;

namespace Marketplace.Web.Tests.Conversions;

public sealed class SmallCountsTests
{
    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(1, 1, true)]
    [InlineData(2, 2, true)]
    [InlineData(3, 3, false)]
    [InlineData(5, 2, true)]
    public void One_or_two_could_be_named(int contracts, int parties, bool small) => SmallCounts.IsSmall(new(contracts, parties)).ShouldBe(small);

    [Theory]
    [InlineData("5 7 9", "---")]
    [InlineData("5 0 9", "---")]
    [InlineData("5 1 9", "xx-")]
    [InlineData("9 1 5", "-xx")]
    [InlineData("1 2 9", "xx-")]
    // Two of one each: the rest of the sum would be two, and each had to be one.
    [InlineData("1 1 9 20", "xxx-")]
    [InlineData("1 0 0", "x--")]
    [InlineData("2 0 4", "x-x")]
    [InlineData("", "")]
    public void What_is_small_is_left_out_with_so_much_that_the_rest_does_not_tell(string contracts, string hidden) =>
        string.Concat(SmallCounts.Hidden([.. contracts.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(n => int.Parse(n, System.Globalization.CultureInfo.InvariantCulture)).Select(n => new PublicCount(n, n))])
            .Select(one => one ? 'x' : '-')).ShouldBe(hidden);

    [Fact]
    public void What_is_left_of_the_sum_is_never_of_one_or_two()
    {
        var random = new Random(5);
        for (var n = 0; n < 5_000; n++)
        {
            var parts = Enumerable.Range(0, 1 + random.Next(8)).Select(_ => random.Next(3) == 0 ? random.Next(40) : random.Next(5)).Select(c => new PublicCount(c, c == 0 ? 0 : 1 + random.Next(c))).ToList();
            var hidden = SmallCounts.Hidden(parts);
            parts.Where((p, i) => !hidden[i]).ShouldAllBe(p => !SmallCounts.IsSmall(p));
            var rest = parts.Where((_, i) => hidden[i]).ToList();
            var shown = parts.Where((p, i) => !hidden[i] && p.Contracts > 0).ToList();
            if (rest.Count > 0 && shown.Count > 0) (rest.Count > 1 && rest.Sum(p => p.Contracts) >= SmallCounts.Fewest).ShouldBeTrue(string.Join(' ', parts));
        }
    }
}
