using Marketplace.Matching.Factors;
using Marketplace.Matching.Scoring;
using Shouldly;
using Xunit;

namespace Marketplace.Matching.Tests.Explanations;

public sealed class ExplainerTests
{
    private static readonly DateOnly Today = new(2026, 11, 22);
    private static readonly Ranker Ranker = new(Data.Weights, Data.Texts.Vocabulary);

    [Fact]
    public void It_names_what_both_say_what_speaks_for_and_what_against()
    {
        var need = Data.Need("棉田地膜回收机", "要求工作幅宽 2.4m，和滴灌带一起回收", new() { Title = "", BudgetTo = 50_000, Industry = "3572" });
        var offer = Data.Offer("一种滴灌带与地膜回收机", "工作幅宽2.4m。", new() { Fee = FeeKind.Fixed, FeeYuan = 400_000, Industries = [new("357", 0.9)] });
        var reasons = Ranker.Explain(Ranker.Rank(need, offer, Today), Today);
        reasons.Words.Select(word => word.Word).ShouldBeSubsetOf(["地膜", "滴灌", "滴灌带", "回收", "回收机", "幅宽", "2.4m", "工作"]);
        reasons.Words.Select(word => word.Word).ShouldContain("地膜");
        reasons.For().Select(reason => reason.Factor).ShouldContain(Factor.Words);
        reasons.For().ShouldContain(reason => reason.Factor == Factor.Industry && reason.Code == "industry.same" && reason.Details[0] == "357");
        reasons.For().ShouldContain(reason => reason.Factor == Factor.Exact && reason.Details.Contains("2.4m"));
        reasons.Against().ShouldContain(reason => reason.Factor == Factor.Fee && reason.Code == "fee.above");
        reasons.Factors.ShouldAllBe(reason => Math.Abs(reason.Points) >= 1.5);
    }

    [Fact]
    public void What_is_not_known_is_no_reason()
    {
        var reasons = Ranker.Explain(Ranker.Rank(Data.Need("地膜回收"), Data.Offer("地膜回收机"), Today), Today);
        reasons.Factors.Select(reason => reason.Factor).ShouldBeSubsetOf([Factor.Words, Factor.Terms, Factor.Legal]);
    }
}
