using Marketplace.Web.Conversions.Counting;
using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Plans.Figures;
using Marketplace.Web.Plans.Reporting;
using Marketplace.Web.Platform.Face;

namespace Marketplace.Web.Plans.Forms;

/// <summary>The words between the braces. They are Chinese whoever reads the page: what is written into a form stays when another reader uploads it.</summary>
public static class FormVocabulary
{
    public const string Unit = "单位", Region = "地区", Plan = "规划", Issuer = "制定机关", Quarter = "季度", Year = "年份", Number = "季", Day = "截至", Seal = "校验码";
    public const string ThisQuarter = "本季", Total = "累计", LastYear = "上年同期", Change = "同比";
    public const string Name = "名称", Measure = "单位", Target = "目标", Completion = "完成率", Base = "基期", Light = "进度", Lead = "牵头单位";

    public static readonly IReadOnlyList<string> Plain = [Unit, Region, Plan, Issuer, Quarter, Year, Number, Day, Seal];

    public static readonly IReadOnlyList<string> OfIndicator = [ThisQuarter, Total, LastYear, Change, Target, Completion, Base, Name, Measure, Lead, Light];

    public static readonly IReadOnlyList<string> OfMeasure = [ThisQuarter, Total, LastYear, Change];

    /// <summary>What is counted of conversions and pledges; amounts in yuan, and in 万元.</summary>
    public static readonly IReadOnlyList<(string Word, CountRule Rule, decimal Scale)> Measures = [.. StandardRules.All.SelectMany(rule => Of(rule))];

    public static string Indicator(string code, string column) => $"指标:{code}:{column}";

    /// <summary>本季 need not be said.</summary>
    public static string Counted(string word, string column) => column == ThisQuarter ? word : $"{word}:{column}";

    /// <summary>Everything that can be written into a form of this plan.</summary>
    public static IReadOnlyDictionary<string, FormValue> Of(PlanReport report, string unit, Func<CountRule, MeasuredQuarter> measured)
    {
        var (plan, quarter) = (report.Input.Plan, report.Quarter);
        var all = new Dictionary<string, FormValue>(StringComparer.Ordinal)
        {
            [Unit] = FormValue.Of(unit),
            [Region] = FormValue.Of(plan.Region),
            [Plan] = FormValue.Of(plan.Title),
            [Issuer] = FormValue.Of(plan.Issuer),
            [Quarter] = new($"{quarter.Year}年第{"一二三四"[quarter.Number - 1]}季度"),
            [Year] = new(FormattableString.Invariant($"{quarter.Year}"), quarter.Year),
            [Number] = new(FormattableString.Invariant($"{quarter.Number}"), quarter.Number),
            [Day] = new(ReportWords.Day(report.Input.Day)),
            [Seal] = new(report.Seal),
        };
        foreach (var line in report.Indicators)
        {
            foreach (var column in OfIndicator) all[Indicator(line.Of.Code, column)] = Value(line, column);
        }
        foreach (var (word, rule, scale) in Measures)
        {
            var (value, total, before) = measured(rule);
            all[word] = all[$"{word}:{ThisQuarter}"] = FormValue.Of(value / scale);
            all[Counted(word, Total)] = FormValue.Of(total / scale);
            all[Counted(word, LastYear)] = FormValue.Of(before / scale);
            all[Counted(word, Change)] = FormValue.Percent(Growth.YearOnYear(before, value));
        }
        return all;
    }

    private static FormValue Value(ReportedIndicator line, string column) => column switch
    {
        ThisQuarter => FormValue.Of(line.Quarter),
        Total => line.Standing.Actual is { Value: null, Reached: { } reached } ? new(Language.In(Language.Chinese.Tag, () => PlanWords.Judged(reached)!)) : FormValue.Of(line.Standing.Actual?.Value),
        LastYear => FormValue.Of(line.Before),
        Change => line.Of.Type.IsShare(line.Of.Unit) ? FormValue.Of(line.Change) : FormValue.Percent(line.Change),
        Target => line.Standing.Goal is { Upper: null } goal ? FormValue.Of(goal.Value) : FormValue.Of(line.Standing.Goal is { } range ? FigureText.Exact(range) : null),
        Completion => FormValue.Percent(line.Standing.Completion),
        Base => FormValue.Of(line.Of.Base),
        Name => FormValue.Of(line.Of.Name),
        Measure => FormValue.Of(line.Of.Unit),
        Lead => FormValue.Of(string.Join('、', line.Of.LeadUnits)),
        Light => new(Language.In(Language.Chinese.Tag, () => PlanWords.Name(line.Standing.Light))),
        _ => throw new NotSupportedException(column),
    };

    private static IEnumerable<(string, CountRule, decimal)> Of(CountRule rule)
    {
        var pledged = rule.Types.Contains(ConversionType.Pledge);
        var word = rule.Entity switch
        {
            CountEntity.Contracts => pledged ? "质押项数" : "合同项数",
            CountEntity.Patents => "专利件数",
            CountEntity.Times => "专利次数",
            CountEntity.Takers => "受让企业家数",
            CountEntity.SmallTakers => "中小微企业家数",
            CountEntity.Amount => pledged ? "质押金额" : "合同额",
            _ => "到账额",
        };
        yield return (word, rule, 1);
        if (rule.Entity is CountEntity.Amount or CountEntity.Paid) yield return (word + "万元", rule, 10_000);
    }
}

/// <summary>What was counted of a quarter; null: it, or a quarter that is needed with it, is not locked.</summary>
/// <param name="Total">累计 since the first day of the year.</param>
/// <param name="Before">上年同期</param>
public readonly record struct MeasuredQuarter(decimal? Value, decimal? Total, decimal? Before);
