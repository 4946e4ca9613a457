using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Size;

namespace Marketplace.Web.Tests.Organisations;

/// <summary>Every bound of the official table, on it and one below it. Staff in persons, money in 10,000 yuan; -1: not given.</summary>
public sealed class SmeSizeTests
{
    private const int Plenty = 10_000_000;

    public static TheoryData<string, int[], int[], int[]> Lines => new()
    {
        // industry, large (staff, revenue, assets), medium, small; 0: does not count
        { "A01", [0, 20000, 0], [0, 500, 0], [0, 50, 0] },
        { "05", [0, 20000, 0], [0, 500, 0], [0, 50, 0] },
        { "B06", [1000, 40000, 0], [300, 2000, 0], [20, 300, 0] },
        { "C2614", [1000, 40000, 0], [300, 2000, 0], [20, 300, 0] },
        { "D46", [1000, 40000, 0], [300, 2000, 0], [20, 300, 0] },
        { "E47", [0, 80000, 80000], [0, 6000, 5000], [0, 300, 300] },
        { "F51", [200, 40000, 0], [20, 5000, 0], [5, 1000, 0] },
        { "F52", [300, 20000, 0], [50, 500, 0], [10, 100, 0] },
        { "G54", [1000, 30000, 0], [300, 3000, 0], [20, 200, 0] },
        { "G58", [1000, 30000, 0], [300, 3000, 0], [20, 200, 0] },
        { "G59", [200, 30000, 0], [100, 1000, 0], [20, 100, 0] },
        { "G60", [1000, 30000, 0], [300, 2000, 0], [20, 100, 0] },
        { "H61", [300, 10000, 0], [100, 2000, 0], [10, 100, 0] },
        { "H62", [300, 10000, 0], [100, 2000, 0], [10, 100, 0] },
        { "I63", [2000, 100000, 0], [100, 1000, 0], [10, 100, 0] },
        { "I65", [300, 10000, 0], [100, 1000, 0], [10, 50, 0] },
        { "K7010", [0, 200000, 10000], [0, 1000, 5000], [0, 100, 2000] },
        { "7020", [1000, 5000, 0], [300, 1000, 0], [100, 500, 0] },
        { "L71", [300, 0, 120000], [100, 0, 8000], [10, 0, 100] },
        { "L72", [300, 0, 120000], [100, 0, 8000], [10, 0, 100] },
        { "M73", [300, 0, 0], [100, 0, 0], [10, 0, 0] },
        { "G53", [300, 0, 0], [100, 0, 0], [10, 0, 0] },
    };

    [Theory, MemberData(nameof(Lines))]
    public void On_a_bound_it_is_reached_and_just_below_any_one_of_them_it_is_not(string industry, int[] large, int[] medium, int[] small)
    {
        foreach (var (bounds, reached, below) in new[]
        {
            (large, EnterpriseSize.Large, EnterpriseSize.Medium), (medium, EnterpriseSize.Medium, EnterpriseSize.Small), (small, EnterpriseSize.Small, EnterpriseSize.Micro),
        })
        {
            SmeSize.Of(Figures(industry, bounds, -1)).ShouldBe(reached, $"{industry} on the bounds of {reached}");
            for (var i = 0; i < 3; i++)
            {
                if (bounds[i] > 0) SmeSize.Of(Figures(industry, bounds, i)).ShouldBe(below, $"{industry} just below bound {i} of {reached}");
            }
        }
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("C", 1)]
    [InlineData("98", 1)]
    [InlineData("00", 1)]
    [InlineData("26140", 1)]
    [InlineData("C2614", null)]
    public void Without_a_code_or_a_figure_it_needs_there_is_no_size(string industry, int? staff) =>
        SmeSize.Of(new(industry, staff, Plenty, Plenty)).ShouldBeNull();

    [Fact]
    public void A_figure_the_industry_does_not_ask_for_may_be_unknown() => SmeSize.Of(new("A0111", null, 500_0000, null)).ShouldBe(EnterpriseSize.Medium);

    private static SizeFigures Figures(string industry, int[] bounds, int missed) => new(industry,
        bounds[0] == 0 ? Plenty : bounds[0] - (missed == 0 ? 1 : 0),
        bounds[1] == 0 ? Plenty : bounds[1] * 10_000m - (missed == 1 ? 0.01m : 0),
        bounds[2] == 0 ? Plenty : bounds[2] * 10_000m - (missed == 2 ? 0.01m : 0));
}
