using Marketplace.Matching.Factors;
using Marketplace.Matching.Scoring;
using Shouldly;
using Xunit;

namespace Marketplace.Matching.Tests.Scoring;

public sealed class WeightsTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void More_of_any_factor_never_makes_a_match_worse(bool encoded)
    {
        var random = new Random(11);
        for (var round = 0; round < 5000; round++)
        {
            double[] values = [.. Enumerable.Range(0, FactorTable.Count).Select(_ => random.NextDouble())];
            var before = Data.Weights.Score(new(values, encoded));
            before.ShouldBeInRange(0, 100);
            var factor = random.Next(FactorTable.Count);
            values[factor] += (1 - values[factor]) * random.NextDouble();
            Data.Weights.Score(new(values, encoded)).ShouldBeGreaterThanOrEqualTo(before);
        }
    }

    [Fact]
    public void What_nothing_is_known_of_neither_helps_nor_harms()
    {
        var texts = Data.Weights.Score(new(FactorTable.NewNeutral(), true));
        texts.ShouldBe(100 / (1 + Math.Exp(-Data.Weights.Full.Bias)), 1e-9);
        texts.ShouldBeLessThan(Data.Weights.Floor);
    }

    [Fact]
    public void Weights_go_to_a_file_and_come_back_the_same()
    {
        var back = Weights.Parse(Data.Weights.ToJson(), "here");
        (back.Version, back.Floor, back.Full.Bias, back.Plain.Bias).ShouldBe((Data.Weights.Version, Data.Weights.Floor, Data.Weights.Full.Bias, Data.Weights.Plain.Bias));
        back.Full.Factors.ShouldBe(Data.Weights.Full.Factors);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"version":"x","full":{"factors":[1],"bias":0},"plain":{"factors":[1],"bias":0},"floor":5}""")]
    public void A_file_of_something_else_is_refused(string json) => Should.Throw<InvalidDataException>(() => Weights.Parse(json, "here")).Message.ShouldContain("here");
}
