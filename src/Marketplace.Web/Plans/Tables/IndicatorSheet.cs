using System.Globalization;
using Marketplace.Web.Plans.Figures;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Spreadsheets;

namespace Marketplace.Web.Plans.Tables;

/// <summary>One line of a plan's table of indicators.</summary>
public sealed record IndicatorRow
{
    public required string Code { get; init; }
    public required string Name { get; init; }
    public string? Unit { get; init; }
    public required MeasureType Type { get; init; }
    public required Comparator Comparator { get; init; }
    public string? Nature { get; init; }
    public int? BaseYear { get; init; }
    public decimal? Base { get; init; }
    public string? Basis { get; init; }
    public required string[] Lead { get; init; }
    public required string[] Joint { get; init; }
    public string? Source { get; init; }
    public string? Note { get; init; }
    public string? Computed { get; init; }
    public required IReadOnlyDictionary<int, Goal> Goals { get; init; }
}

/// <param name="Faults">By row and column; nothing is taken while there are any.</param>
public sealed record TableRead<T>(IReadOnlyList<T> Rows, IReadOnlyList<CellFault> Faults);

/// <summary>指标表: what comes in and what goes out have the same heads, so that what was written out can be changed and brought back.</summary>
public static class IndicatorSheet
{
    public const int MaxRows = 500;
    private const string UndatedHead = "不定年度";

    /// <summary>Plans of five years with a base year before and a successor after.</summary>
    private static readonly int[] s_years = [.. Enumerable.Range(2010, 41)];

    public static readonly IReadOnlyDictionary<string, MeasureType> Types = new Dictionary<string, MeasureType>(StringComparer.Ordinal)
    {
        ["期末存量"] = MeasureType.StockEnd,
        ["当年发生额"] = MeasureType.FlowYear,
        ["规划期累计"] = MeasureType.CumPlan,
        ["历史累计"] = MeasureType.CumAll,
        ["比值"] = MeasureType.Ratio,
        ["同比增长率"] = MeasureType.GrowthYoy,
        ["年均增幅"] = MeasureType.GrowthAvg,
        ["调查值"] = MeasureType.Survey,
        ["定性"] = MeasureType.Narrative,
    };

    /// <summary>The sign of each first; what documents write in its place after it.</summary>
    public static readonly IReadOnlyDictionary<string, Comparator> Comparators = new Dictionary<string, Comparator>(StringComparer.Ordinal)
    {
        ["≥"] = Comparator.AtLeast,
        [">"] = Comparator.MoreThan,
        ["≤"] = Comparator.AtMost,
        ["="] = Comparator.Exactly,
        ["明显提高"] = Comparator.Raised,
        [">="] = Comparator.AtLeast,
        ["<="] = Comparator.AtMost,
    };

    public static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("code", "编号", "序号") { Required = true },
        new("name", "指标名称", "指标") { Required = true },
        new("unit", "单位"),
        new("type", "计量类型") { Required = true },
        new("comparator", "比较"),
        new("nature", "属性"),
        new("baseYear", "基期年"),
        new("base", "基期值"),
        new("basis", "统计口径"),
        new("lead", "牵头单位", "责任单位"),
        new("joint", "配合单位"),
        new("source", "原文"),
        new("note", "说明"),
        new("computed", "平台计数"),
        .. s_years.Select(year => new SheetColumn(YearKey(year), Head(year), Head(year) + "目标")),
        new(YearKey(Yardstick.Undated), UndatedHead),
    ];

    private static readonly SheetPlan s_plan = new(Columns) { MaxRows = MaxRows };

    public static Outcome<TableRead<IndicatorRow>> Read(byte[] file)
    {
        var opened = SheetReader.Open(file, s_plan);
        if (!opened.Succeeded) return opened.Failures.ToList();
        var all = opened.Value.ReadAll();
        if (!all.Succeeded) return all.Failures.ToList();
        var (rows, faults, codes) = (new List<IndicatorRow>(), new List<CellFault>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var sheetRow in all.Value.All)
        {
            var before = faults.Count;
            var row = RowOf(new(sheetRow, Columns, faults));
            if (row.Code.Length > 0 && !codes.Add(row.Code)) faults.Add(new(sheetRow.Number, Columns[0].Title, row.Code, PlanTexts.FaultTwice));
            if (faults.Count == before) rows.Add(row);
        }
        return new TableRead<IndicatorRow>(rows, faults);
    }

    private static IndicatorRow RowOf(RowReader cells)
    {
        var type = cells.One("type", Types);
        var goals = new Dictionary<int, Goal>();
        foreach (var year in (int[])[.. s_years, Yardstick.Undated])
            if (cells.Goal(YearKey(year)) is { } goal) goals[year] = goal;
        var row = new IndicatorRow
        {
            Code = cells.Needed("code", 20),
            Name = cells.Needed("name", 100),
            Unit = cells.Text("unit", 20),
            Type = type ?? default,
            Comparator = cells.One("comparator", Comparators, Comparator.AtLeast) ?? default,
            Nature = cells.Text("nature", 20),
            BaseYear = cells.Year("baseYear"),
            Base = cells.Number("base"),
            Basis = cells.Text("basis", 500),
            Lead = cells.Units("lead", 500),
            Joint = cells.Units("joint", 500),
            Source = cells.Text("source", 500),
            Note = cells.Text("note", 500),
            Computed = cells.Text("computed", 60),
            Goals = goals,
        };
        if (row.Code.AsSpan().IndexOfAny("/?#% ") >= 0) cells.Fault("code", PlanTexts.FaultCode);
        if (row.BaseYear is null != row.Base is null) cells.Fault(row.BaseYear is null ? "baseYear" : "base", PlanTexts.FaultBase);
        if (row.BaseYear is { } year0 && goals.Keys.Any(y => y != Yardstick.Undated && y <= year0)) cells.Fault("baseYear", PlanTexts.FaultBaseLate);
        if (goals.ContainsKey(Yardstick.Undated) && goals.Count > 1) cells.Fault(YearKey(Yardstick.Undated), PlanTexts.FaultUndated);
        if (goals.Count == 0 && row.Comparator != Comparator.Raised && row.Type != MeasureType.Narrative) cells.Fault("comparator", PlanTexts.FaultNoGoal);
        if (goals.Count > 0 && row.Comparator == Comparator.Raised) cells.Fault("comparator", PlanTexts.FaultGoal);
        return row;
    }

    /// <param name="years">Those that any row has a target for.</param>
    public static IReadOnlyList<SheetField<IndicatorRow>> Fields(IEnumerable<int> years) =>
    [
        new("编号", r => r.Code) { Width = 8 },
        new("指标名称", r => r.Name) { Width = 40 },
        new("单位", r => r.Unit) { Width = 8 },
        new("计量类型", r => Types.First(t => t.Value == r.Type).Key) { Choices = [.. Types.Keys] },
        new("比较", r => Comparators.First(c => c.Value == r.Comparator).Key) { Width = 8, Choices = [.. Comparators.Keys.Take(5)] },
        new("属性", r => r.Nature),
        new("基期年", r => r.BaseYear?.ToString(CultureInfo.InvariantCulture)) { Width = 8 },
        new("基期值", r => r.Base is { } start ? FigureText.Exact(start) : null) { Width = 10 },
        new("统计口径", r => r.Basis) { Width = 40 },
        new("牵头单位", r => string.Join('、', r.Lead)) { Width = 24 },
        new("配合单位", r => string.Join('、', r.Joint)) { Width = 24 },
        new("原文", r => r.Source) { Width = 40 },
        new("说明", r => r.Note) { Width = 40 },
        new("平台计数", r => r.Computed) { Width = 24 },
        .. years.Distinct().OrderBy(year => year == Yardstick.Undated ? int.MaxValue : year)
            .Select(year => new SheetField<IndicatorRow>(Head(year), r => r.Goals.GetValueOrDefault(year) is { } goal ? FigureText.Exact(goal) : null) { Width = 10 }),
    ];

    private static string YearKey(int year) => string.Create(CultureInfo.InvariantCulture, $"y{year}");

    private static string Head(int year) => year == Yardstick.Undated ? UndatedHead : string.Create(CultureInfo.InvariantCulture, $"{year}年");
}
