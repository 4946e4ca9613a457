using Marketplace.Web.Catalogue.Classifications;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Searching;
using Marketplace.Web.Needs;

namespace Marketplace.Web.Tests.Needs;

public sealed class NeedSuggestionsTests
{
    private static readonly DateOnly s_today = new(2026, 11, 22);
    private static readonly NeedSuggestions s_suggestions = new(SearchingSetup.Analyzer, new IpcTitles(), new Industries(), new Crops());

    [Theory]
    [InlineData("预算30万元以内", null, 300_000)]
    [InlineData("准备花20万到50万元", 200_000, 500_000)]
    [InlineData("投入 5-8万", 50_000, 80_000)]
    [InlineData("最多十万元", null, 100_000)]
    [InlineData("每年产值3000万元", null, null)]
    [InlineData("没有提钱", null, null)]
    public void A_budget_is_read_where_money_is_offered(string text, int? from, int? to) => NeedSuggestions.Budget(text).ShouldBe((from, to));

    [Theory]
    [InlineData("希望三个月内解决", "2027-02-22")]
    [InlineData("半年内用上", "2027-05-22")]
    [InlineData("两周之内", "2026-12-06")]
    [InlineData("明年3月前", "2027-03-31")]
    [InlineData("今年年底前", "2026-12-31")]
    [InlineData("2027年5月1日前投产", "2027-05-01")]
    [InlineData("2月份以前", "2027-02-28")]
    [InlineData("越快越好", null)]
    public void A_deadline_is_read(string text, string? day) => NeedSuggestions.Deadline(text, s_today).ShouldBe(day is null ? null : DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public void A_text_suggests_field_industry_form_and_more()
    {
        var said = s_suggestions.Of("葡萄酒发酵罐温度控制不均匀，想找现成的自动控温技术，普通许可就行，也希望专家来指导。预算30万元，明年8月前用上。", "652700", s_today);
        said.ShouldSatisfyAllConditions(
            s => s.Title.ShouldBe("葡萄酒发酵罐温度控制不均匀，想找现成的自动控温技术，普通许可就行"),
            s => s.Ipc.Select(i => i.Code[..3]).ShouldContain("C12"),
            s => s.Industries.ShouldNotBeEmpty(),
            s => s.Forms.ShouldBe([OfferForm.OrdinaryLicence]),
            s => s.Cooperation.ShouldBe([Cooperation.Guidance]),
            s => s.BudgetTo.ShouldBe(300_000m),
            s => s.Deadline.ShouldBe(new(2027, 8, 31)),
            s => s.MaturityLeast.ShouldBe(8),
            s => s.Crop!.Name.ShouldBe("葡萄"));
    }

    [Fact]
    public void Every_crop_has_an_industry_that_exists()
    {
        var industries = new Industries();
        foreach (var crop in new Crops().All) industries.Find(crop.Industry).ShouldNotBeNull(crop.Name);
    }

    [Fact]
    public void From_each_state_lead_only_the_steps_of_the_table()
    {
        NeedSteps.From(NeedState.Draft).ShouldBe([NeedStep.Open, NeedStep.Withdraw]);
        NeedSteps.From(NeedState.Expired).ShouldBe([NeedStep.Reopen]);
        NeedSteps.To(NeedState.Solved, NeedStep.Pause).ShouldBeNull();
    }
}
