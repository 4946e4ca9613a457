using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Licensing.Fees.Estimates;

namespace Marketplace.Web.Tests.Licensing.Fees;

public sealed class FeeEstimatorTests
{
    private static readonly StatisticUsed s_amount = new("2023", "357", FeeModel.LumpSum, 2023, 180_000, 60_000, 41, "国家知识产权局");

    public static readonly TheoryData<EstimateInputs, string, decimal, decimal> Worked = new()
    {
        { new() { Method = EstimateMethod.OwnUse, Income = 2_000_000, Share = 10, Years = 3 }, "LumpSum", 600_000, 600_000 },
        { new() { Method = EstimateMethod.OwnUse, Income = 2_000_000, Share = 10, Years = 3, Factors = new Dictionary<EstimateFactor, decimal> { [EstimateFactor.Advance] = 1.2m, [EstimateFactor.Licensee] = 0.5m } }, "LumpSum", 600_000, 360_000 },
        { new() { Method = EstimateMethod.EarlierLicences, Earlier = [new(30_000, 3), new(100_000, 5)], Years = 2 }, "LumpSum", 30_000, 30_000 },   // 10 000 and 20 000 a year.
        { new() { Method = EstimateMethod.IndustryStatistics, Statistic = s_amount }, "LumpSum", 180_000, 180_000 },
        { new() { Method = EstimateMethod.IndustryStatistics, Statistic = s_amount, Median = true }, "LumpSum", 60_000, 60_000 },
        { new() { Method = EstimateMethod.IndustryStatistics, Statistic = s_amount with { Model = FeeModel.RunningRate, Mean = 3.25m } }, "RunningRate", 3.25m, 3.25m },
        { new() { Method = EstimateMethod.InternationalRates, Rate = 5, Base = FeeBase.Profit, Factors = new Dictionary<EstimateFactor, decimal> { [EstimateFactor.Market] = 1.333m } }, "RunningRate", 5, 6.67m },   // 6.665
        { new() { Method = EstimateMethod.Valuation, Value = 3_000_000, Years = 5, YearsLeft = 15, Licensees = 4 }, "LumpSum", 250_000, 250_000 },
    };

    [Theory, MemberData(nameof(Worked))]
    public void The_fee_is_the_base_times_all_factors(EstimateInputs given, string model, decimal start, decimal fee) =>
        FeeEstimator.Estimate(given).Value.ShouldSatisfyAllConditions(r => r.Model.ToString().ShouldBe(model), r => r.Start.ShouldBe(start), r => r.Fee.ShouldBe(fee));

    [Fact]
    public void What_is_missing_or_out_of_bounds_is_said_at_its_field()
    {
        Fields(new() { Method = EstimateMethod.OwnUse }).ShouldBe(["income", "share", "years"]);
        Fields(new() { Method = EstimateMethod.EarlierLicences, Years = 2 }).ShouldBe(["earlier"]);
        Fields(new() { Method = EstimateMethod.EarlierLicences, Years = 2, Earlier = [new(5, 0)] }).ShouldBe(["earlier"]);
        Fields(new() { Method = EstimateMethod.IndustryStatistics }).ShouldBe(["statistic"]);
        Fields(new() { Method = EstimateMethod.IndustryStatistics, Statistic = s_amount with { Median = null }, Median = true }).ShouldBe(["median"]);
        Fields(new() { Method = EstimateMethod.InternationalRates, Rate = 101 }).ShouldBe(["base", "rate"]);
        Fields(new() { Method = EstimateMethod.Valuation, Value = 1, Years = 6, YearsLeft = 5, Licensees = 1 }).ShouldBe(["years"]);
        Fields(new() { Method = EstimateMethod.Valuation, Value = 1, Years = 5, YearsLeft = 5, Licensees = 0 }).ShouldBe(["licensees"]);
        Fields(new() { Method = EstimateMethod.IndustryStatistics, Statistic = s_amount, Factors = new Dictionary<EstimateFactor, decimal> { [EstimateFactor.Other] = 0 } }).ShouldBe(["factors"]);
        Fields(new() { Method = EstimateMethod.OwnUse, Income = FeeTerms.Largest, Share = 100, Years = 20 }).ShouldBe(["factors"]);
    }

    [Fact]
    public void Above_what_is_usual_it_asks_for_a_reason_and_takes_it()
    {
        var high = new EstimateInputs { Method = EstimateMethod.InternationalRates, Rate = 21, Base = FeeBase.NetSales };
        FeeEstimator.Estimate(high).Failures.Single().ShouldSatisfyAllConditions(f => f.Code.ShouldBe("fee_unusual_rate"), f => f.Field.ShouldBe("reason"), f => f.Status.ShouldBe(400));
        FeeEstimator.Estimate(high with { Reason = "标准必要专利" }).Value.Fee.ShouldBe(21);
        FeeEstimator.Estimate(new() { Method = EstimateMethod.OwnUse, Income = 20_000_001, Share = 100, Years = 1 }).Failures.Single().Code.ShouldBe("fee_unusual_amount");
        FeeEstimator.Estimate(new() { Method = EstimateMethod.OwnUse, Income = 20_000_000, Share = 100, Years = 1 }).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public void What_was_kept_reads_back_as_it_was()
    {
        var given = new EstimateInputs { Method = EstimateMethod.IndustryStatistics, Statistic = s_amount, Median = true, Factors = new Dictionary<EstimateFactor, decimal> { [EstimateFactor.Stability] = 0.9m }, Note = "依据", Earlier = [new(1, 2)] };
        EstimateInputs.Of(given.ToJson()).ShouldSatisfyAllConditions(
            e => (e with { Earlier = null, Factors = given.Factors }).ShouldBe(given with { Earlier = null }), e => e.Earlier.ShouldBe(given.Earlier), e => e.Factors.ShouldBe(given.Factors));
    }

    private static IEnumerable<string?> Fields(EstimateInputs given) => FeeEstimator.Estimate(given).Failures.Select(failure => failure.Field);
}
