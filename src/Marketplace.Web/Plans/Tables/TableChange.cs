using System.Globalization;
using Marketplace.Web.Platform.Spreadsheets;

namespace Marketplace.Web.Plans.Tables;

/// <summary>One cell that would be another.</summary>
public sealed record CellChange(string Column, string Before, string After);

/// <param name="Cells">Empty: the line is new.</param>
public sealed record LineChange(string Code, string Name, IReadOnlyList<CellChange> Cells);

/// <summary>What a table would change, line by line. Lines that it does not hold stay as they are.</summary>
/// <param name="Left">Codes of those.</param>
public sealed record TableChange(IReadOnlyList<LineChange> New, IReadOnlyList<LineChange> Changed, int Same, IReadOnlyList<string> Left)
{
    public bool IsNothing => New.Count == 0 && Changed.Count == 0;

    /// <summary>By what people would see in the written table, so that nothing changes unseen.</summary>
    public static TableChange Between<T>(IReadOnlyList<T> now, IReadOnlyList<T> then, IReadOnlyList<SheetField<T>> fields, Func<T, string> code, Func<T, string> name)
    {
        var old = now.ToDictionary(code, StringComparer.Ordinal);
        var (added, changed, same) = (new List<LineChange>(), new List<LineChange>(), 0);
        foreach (var row in then)
        {
            if (!old.TryGetValue(code(row), out var before)) added.Add(new(code(row), name(row), []));
            else if (fields.Select(f => new CellChange(f.Head, Text(f, before), Text(f, row))).Where(c => c.Before != c.After).ToList() is { Count: > 0 } cells) changed.Add(new(code(row), name(row), cells));
            else same++;
        }
        return new(added, changed, same, [.. old.Keys.Except(then.Select(code), StringComparer.Ordinal)]);
    }

    private static string Text<T>(SheetField<T> field, T row) => Convert.ToString(field.Value(row), CultureInfo.InvariantCulture) ?? "";
}
