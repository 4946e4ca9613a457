using System.Globalization;
using Marketplace.Web.Catalogue.Listings;

namespace Marketplace.Web.Tests.Catalogue.Listings;

public sealed class FeeTermsTests
{
    private static readonly FeeTerms s_rate = new() { Base = FeeBase.NetSales, Rate = 5, Definition = "不含税销售收入", Period = FeePeriod.Year };

    [Fact]
    public void Sentences_say_what_is_to_be_paid_in_three_languages()
    {
        Say("zh-CN", FeeModel.LumpSum, new() { Amount = 50_000 }).ShouldBe("一次性支付 5 万元。");
        Say("en", FeeModel.LumpSum, new() { Amount = 50_000 }).ShouldContain("50,000");
        Say("ug", FeeModel.LumpSum, new() { Amount = 50_000 }).ShouldContain("بىر قېتىمدا");
        Say("zh-CN", FeeModel.LumpSum, new() { Amount = 12_345.67m }).ShouldContain("12,345.67 元");
        Say("zh-CN", FeeModel.RunningRate, s_rate with { Min = 10_000 }).ShouldBe("按净销售额的 5% 支付，每年结算一次。每年不少于 1 万元。");
        Say("zh-CN", FeeModel.RunningUnit, new() { UnitAmount = 20, Unit = "台", Period = FeePeriod.Quarter }).ShouldBe("每台支付 20 元，每季度结算一次。");
        Say("zh-CN", FeeModel.UpfrontRunning, s_rate with { Upfront = 30_000 }).ShouldBe("先付入门费 3 万元，之后按净销售额的 5% 支付，每年结算一次。");
        Say("zh-CN", FeeModel.Deferred, new() { FreeUntil = new(2027, 6, 30), Then = FeeModel.LumpSum, Amount = 20_000 }).ShouldBe("2027年6月30日前免费使用。此后：一次性支付 2 万元。");
        Say("zh-CN", FeeModel.Instalment, new() { Parts = [new(10_000, 0), new(20_000, 180)] }).ShouldBe("分 2 期支付，共 3 万元：第 1 期 1 万元，许可生效时支付；第 2 期 2 万元，许可生效后 180 天内支付。");
        Say("en", FeeModel.RunningRate, s_rate with { Min = 10_000 }).ShouldBe("5% of net sales, settled every year. At least 10,000 yuan a year.");
    }

    [Fact]
    public void Interest_on_late_payment_is_agreed_or_absent_and_asked_about_above_four_times_the_lpr()
    {
        var late = new FeeTerms { Amount = 50_000, LateRate = 7.3m };
        Say("zh-CN", FeeModel.LumpSum, late).ShouldBe("一次性支付 5 万元。逾期付款按年利率 7.3% 支付利息。");
        Codes(FeeModel.LumpSum, late with { LateRate = -1 }).ShouldBe(["fee_late_rate_wrong:lateRate"]);
        Codes(FeeModel.Deferred, late with { LateRate = 101, FreeUntil = new(2027, 6, 30), Then = FeeModel.LumpSum }).ShouldBe(["fee_late_rate_wrong:lateRate"]);
        late.Unusual(FeeModel.LumpSum).ShouldBeEmpty();
        (late with { LateRate = FeeTerms.UsualLateRate }).Unusual(FeeModel.LumpSum).ShouldBeEmpty();
        (late with { LateRate = FeeTerms.UsualLateRate + 0.1m }).Unusual(FeeModel.LumpSum).Single().Code.ShouldBe("fee_unusual_late_rate");
        late.For(FeeModel.Free).LateRate.ShouldBeNull();
        late.For(FeeModel.LumpSum).LateRate.ShouldBe(7.3m);
        // Terms that were frozen without it keep their hash.
        System.Text.Json.JsonSerializer.Serialize(late with { LateRate = null }, Marketplace.Web.Licensing.Declarations.FrozenTerms.Json).ShouldNotContain("lateRate");
    }

    [Fact]
    public void What_cannot_be_worked_out_is_refused_at_its_field()
    {
        Codes(FeeModel.LumpSum, new()).ShouldBe(["fee_amount_missing:amount"]);
        Codes(FeeModel.LumpSum, new() { Amount = -1 }).ShouldBe(["fee_amount_wrong:amount"]);
        Codes(FeeModel.LumpSum, new() { Amount = 1.005m }).ShouldBe(["fee_amount_wrong:amount"]);
        Codes(FeeModel.RunningRate, s_rate with { Definition = " " }).ShouldBe(["fee_definition_missing:definition"]);
        Codes(FeeModel.RunningRate, s_rate with { Rate = 101 }).ShouldBe(["fee_rate_wrong:rate"]);
        Codes(FeeModel.RunningRate, s_rate with { Min = 5, Cap = 4 }).ShouldBe(["fee_cap_below_min:cap"]);
        Codes(FeeModel.RunningUnit, new() { UnitAmount = 1, Period = FeePeriod.Month }).ShouldBe(["fee_unit_missing:unit"]);
        Codes(FeeModel.Instalment, new() { Parts = [new(1, 0)] }).ShouldBe(["fee_parts_missing:parts"]);
        Codes(FeeModel.Instalment, new() { Parts = [new(1, 0), new(1)] }).ShouldBe(["fee_part_due:parts"]);
        Codes(FeeModel.Deferred, new() { Then = FeeModel.Negotiable }).ShouldBe(["fee_trigger_missing:trigger", "fee_then_missing:then"]);
        Codes(FeeModel.UpfrontRunning, s_rate).ShouldBe(["fee_amount_missing:upfront"]);
        Codes(FeeModel.Free, new()).ShouldBeEmpty();
        Codes(FeeModel.LumpSum, new() { Amount = 0 }).ShouldBeEmpty();
    }

    [Fact]
    public void Above_what_is_usual_a_reason_is_asked_for_and_the_bound_itself_is_usual()
    {
        new FeeTerms { Amount = 20_000_000 }.Unusual(FeeModel.LumpSum).ShouldBeEmpty();
        new FeeTerms { Amount = 20_000_000.01m }.Unusual(FeeModel.LumpSum).Single().Code.ShouldBe("fee_unusual_amount");
        (s_rate with { Rate = 20 }).Unusual(FeeModel.RunningRate).ShouldBeEmpty();
        (s_rate with { Rate = 20.1m }).Unusual(FeeModel.RunningRate).Single().Code.ShouldBe("fee_unusual_rate");
        (s_rate with { Rate = 40, Base = FeeBase.Profit }).Unusual(FeeModel.RunningRate).ShouldBeEmpty();
        (s_rate with { Rate = 41, Base = FeeBase.Profit }).Unusual(FeeModel.RunningRate).ShouldNotBeEmpty();
        new FeeTerms { Then = FeeModel.LumpSum, Amount = 30_000_000 }.Unusual(FeeModel.Deferred).ShouldNotBeEmpty();
    }

    [Fact]
    public void The_headline_is_what_is_paid_first_or_in_all_and_json_keeps_every_field()
    {
        new FeeTerms { Amount = 5 }.Headline(FeeModel.LumpSum).ShouldBe(5);
        new FeeTerms { Parts = [new(1, 0), new(2, 30)] }.Headline(FeeModel.Instalment).ShouldBe(3);
        (s_rate with { Upfront = 7 }).Headline(FeeModel.UpfrontRunning).ShouldBe(7);
        s_rate.Headline(FeeModel.RunningRate).ShouldBeNull();
        new FeeTerms().Headline(FeeModel.Free).ShouldBe(0);
        new FeeTerms().Headline(FeeModel.Negotiable).ShouldBeNull();
        var all = s_rate with { Upfront = 7, Min = 1, Cap = 9, Reason = "理由" };
        FeeTerms.Of(all.ToJson()).ShouldBe(all);
        (all with { Amount = 3, Trigger = "x" }).For(FeeModel.LumpSum).ShouldBe(new() { Amount = 3, Reason = "理由" });
    }

    private static string Say(string language, FeeModel model, FeeTerms terms)
    {
        var before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
            return FeeWords.Sentence(model, terms);
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    private static IEnumerable<string> Codes(FeeModel model, FeeTerms terms) => terms.Check(model).Select(f => $"{f.Code}:{f.Field}");
}
