using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations.Directory;

/// <summary>A line of the list with what it is ordered by.</summary>
public sealed record OrderedLine
{
    public required DirectoryLine Line { get; init; }
    public required string Key { get; init; }
}

/// <summary>The order of the list: by one column up or down, equals by code. The last line of a page says where the next one begins.</summary>
public sealed class DirectoryOrder(string? sort)
{
    /// <summary>Names as Chinese registers order them: by pinyin. Comes with every PostgreSQL that is built with ICU, as all packaged ones are.</summary>
    private const string Pinyin = "zh-x-icu";

    public static readonly IReadOnlyList<string> Columns = ["name", "code", "region", "size", "stage"];

    public string Column { get; } = Columns.FirstOrDefault(column => column == sort?.TrimStart('-')) ?? "code";
    public bool Down { get; } = sort is ['-', ..] && Columns.Contains(sort[1..], StringComparer.Ordinal);

    /// <summary>What <c>aria-sort</c> says of the column, null for the others.</summary>
    public string? StateOf(string column) => column != Column ? null : Down ? "descending" : "ascending";

    /// <summary>What to ask for to order by this column, or the other way round when it is the one already.</summary>
    public string Toggle(string column) => column == Column && !Down ? "-" + column : column;

    public IOrderedQueryable<OrderedLine> Sort(IQueryable<OrderedLine> lines, bool back = false) => Down != back
        ? lines.OrderByDescending(l => l.Key).ThenByDescending(l => l.Line.Uscc)
        : lines.OrderBy(l => l.Key).ThenBy(l => l.Line.Uscc);

    /// <summary>Those before or behind one line.</summary>
    public IQueryable<OrderedLine> From(IQueryable<OrderedLine> lines, (string Key, string Uscc) line, bool back) => Down != back
        ? lines.Where(l => EF.Functions.LessThan(ValueTuple.Create(l.Key, l.Line.Uscc), ValueTuple.Create(line.Key, line.Uscc)))
        : lines.Where(l => EF.Functions.GreaterThan(ValueTuple.Create(l.Key, l.Line.Uscc), ValueTuple.Create(line.Key, line.Uscc)));

    public IQueryable<OrderedLine> Keyed(IQueryable<DirectoryLine> lines) => Column switch
    {
        "name" => lines.Select(l => new OrderedLine { Line = l, Key = EF.Functions.Collate(l.Name, Pinyin) }),
        "region" => lines.Select(l => new OrderedLine { Line = l, Key = l.RegionPath }),
        "size" => lines.Select(l => new OrderedLine
        {
            Line = l,
            Key = l.Size == EnterpriseSize.Large ? "1" : l.Size == EnterpriseSize.Medium ? "2" : l.Size == EnterpriseSize.Small ? "3" : l.Size == EnterpriseSize.Micro ? "4" : "5",
        }),
        "stage" => lines.Select(l => new OrderedLine
        {
            Line = l,
            Key = l.Stage == DirectoryStage.Listed ? "1" : l.Stage == DirectoryStage.Invited ? "2" : l.Stage == DirectoryStage.Coming ? "3" : l.Stage == DirectoryStage.Registered ? "4" : "5",
        }),
        _ => lines.Select(l => new OrderedLine { Line = l, Key = l.Uscc }),
    };
}
