using System.Globalization;
using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Plans.Figures;
using Marketplace.Web.Plans.Reporting;

namespace Marketplace.Web.Tests.Plans.Reporting;

/// <summary>What reports are made of, in memory only.</summary>
internal static class Reports
{
    private static readonly DateTimeOffset s_at = new(2026, 1, 10, 2, 0, 0, TimeSpan.Zero);

    public static ValueInput Value(string on, decimal? value, bool ofYear = false) =>
        new(new(DateOnly.ParseExact(on, "yyyy-MM-dd", CultureInfo.InvariantCulture), value, ofYear), "州统计局年报", null, "叶尔肯", s_at, "汪敏", s_at.AddHours(1), [new("年报.pdf", new('a', 64))]);

    public static IndicatorInput Indicator(MeasureType type, string unit, params ValueInput[] values) =>
        new("2", "知识产权质押融资金额", unit, type, Comparator.AtLeast, "预期性", 2020, 4078, [new(2025, 7000, null)], [], ["州市场监管局"], values, []);

    public static PlanReportInput Input(string day, params IndicatorInput[] indicators) => new(DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture),
        new("bozhou", "自治州知识产权“十四五”规划", "博州政发〔2021〕151号", "博尔塔拉蒙古自治州人民政府", "新疆维吾尔自治区 博尔塔拉蒙古自治州", new(2021, 1, 1), new(2025, 12, 31), new(2024, 12, 1), Phase.Running, "C2：原表没有第 3、11 号。"),
        indicators,
        [new("1.2", "促进专利技术转化运用", ["州市场监管局"], ["州科技局"], new(2025, 12, 31), null, [new("2025Q1", "办了对接会", "叶尔肯", [])], [new("州科技局", "请报名单", new(2025, 2, 1), new(2025, 2, 20), null, null)])],
        [new("ZH-7K2M4Q8P", ConversionType.OrdinaryLicence, false, ["西北工业大学"], ["博乐市滴灌有限公司"], ["202310000001"], new(2025, 2, 3), EvidenceLevel.L2, 50_000.5m, 20_000)]);

    public static PlanReport Of(string day, params IndicatorInput[] indicators) => PlanReport.Of(Input(day, indicators));
}
