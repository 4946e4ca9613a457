using Marketplace.Web.Plans.Tasks;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Spreadsheets;

namespace Marketplace.Web.Plans.Tables;

/// <summary>One line of a plan's table of tasks.</summary>
public sealed record TaskRow
{
    public required string Code { get; init; }
    public required string Heading { get; init; }
    public required string[] Lead { get; init; }
    public required string[] Joint { get; init; }
    public DateOnly? DueOn { get; init; }
    public string? Text { get; init; }
    public string? UnitsSource { get; init; }
}

/// <summary>任务表</summary>
public static class TaskSheet
{
    public static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("code", "编号", "序号") { Required = true },
        new("heading", "任务", "重点任务") { Required = true },
        new("lead", "牵头单位", "责任单位"),
        new("joint", "配合单位"),
        new("due", "期限", "完成时限"),
        new("text", "原文"),
        new("units", "责任单位原文"),
    ];

    private static readonly SheetPlan s_plan = new(Columns) { MaxRows = IndicatorSheet.MaxRows };

    public static readonly IReadOnlyList<SheetField<TaskRow>> Fields =
    [
        new("编号", r => r.Code) { Width = 8 },
        new("任务", r => r.Heading) { Width = 40 },
        new("牵头单位", r => string.Join('、', r.Lead)) { Width = 24 },
        new("配合单位", r => string.Join('、', r.Joint)) { Width = 40 },
        new("期限", r => r.DueOn is { } due ? Dates.InTable(due) : null) { Width = 12 },
        new("原文", r => r.Text) { Width = 60 },
        new("责任单位原文", r => r.UnitsSource) { Width = 40 },
    ];

    public static Outcome<TableRead<TaskRow>> Read(byte[] file)
    {
        var opened = SheetReader.Open(file, s_plan);
        if (!opened.Succeeded) return opened.Failures.ToList();
        var all = opened.Value.ReadAll();
        if (!all.Succeeded) return all.Failures.ToList();
        var (rows, faults, codes) = (new List<TaskRow>(), new List<CellFault>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var sheetRow in all.Value.All)
        {
            var before = faults.Count;
            var cells = new RowReader(sheetRow, Columns, faults);
            var row = new TaskRow
            {
                Code = cells.Needed("code", 20),
                Heading = cells.Needed("heading", PlanTask.HeadingMax),
                Lead = cells.Units("lead", 500),
                Joint = cells.Units("joint", 500),
                DueOn = cells.Day("due"),
                Text = cells.Text("text", PlanTask.TextMax),
                UnitsSource = cells.Text("units", 500),
            };
            if (row.Code.AsSpan().IndexOfAny("/?#% ") >= 0) cells.Fault("code", PlanTexts.FaultCode);
            if (row.Code.Length > 0 && !codes.Add(row.Code)) faults.Add(new(sheetRow.Number, Columns[0].Title, row.Code, PlanTexts.FaultTwice));
            if (faults.Count == before) rows.Add(row);
        }
        return new TableRead<TaskRow>(rows, faults);
    }
}
