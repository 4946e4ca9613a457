using Marketplace.Web.Platform.Errors;

namespace Marketplace.Web.Platform.Spreadsheets;

/// <summary>
/// An opened table: its heads were found, its rows stream by. A file may turn out torn or too long on the way, so whoever walks <see cref="Rows"/>
/// asks <see cref="Failure"/> at the end, or takes <see cref="ReadAll"/>, which does both.
/// </summary>
public sealed class Sheet
{
    private readonly Func<IEnumerable<RawRow>> _rows;
    private readonly SheetPlan _plan;
    private readonly HeadRow _head;

    internal Sheet(string name, SheetPlan plan, HeadRow head, Func<IEnumerable<RawRow>> rows) => (Name, _plan, _head, _rows) = (name, plan, head, rows);

    /// <summary>The sheet's name; empty for a text file.</summary>
    public string Name { get; }

    /// <summary>Keys of the columns that are there.</summary>
    public IEnumerable<string> Keys => _head.Places.Keys;

    /// <summary>Why the rows ended early, or null.</summary>
    public Failure? Failure { get; private set; }

    /// <summary>Rows below the heads that hold anything in a known column.</summary>
    public IEnumerable<SheetRow> Rows()
    {
        Failure = null;
        var count = 0;
        using var rows = _rows().GetEnumerator();
        while (Next(rows) is { } raw)
        {
            if (raw.Number <= _head.Number) continue;
            var row = new SheetRow(raw.Number, _head.Places, raw.Cells);
            if (row.IsEmpty) continue;
            if (++count > _plan.MaxRows)
            {
                Failure = SheetFailures.TooManyRows(_plan.MaxRows);
                yield break;
            }
            yield return row;
        }
    }

    public Outcome<SheetRows> ReadAll()
    {
        var rows = Rows().ToList();
        if (Failure is { } failure) return failure;
        return new SheetRows(rows);
    }

    private RawRow? Next(IEnumerator<RawRow> rows)
    {
        try
        {
            return rows.MoveNext() ? rows.Current : null;
        }
        catch (Exception e) when (SheetFailures.IsTorn(e))
        {
            Failure = SheetFailures.Torn();
            return null;
        }
    }
}

internal sealed record RawRow(int Number, IReadOnlyList<SheetCell> Cells);

/// <summary>Where the heads stand.</summary>
/// <param name="Number">The last row that belongs to them.</param>
/// <param name="Places">Column key to place.</param>
internal sealed record HeadRow(int Number, IReadOnlyDictionary<string, int> Places)
{
    /// <summary>A title, a note and two rows of merged heads come before the data at most; twenty leaves room.</summary>
    private const int Within = 20;

    /// <summary>Heads merged downwards stand in the row above, those merged across leave theirs empty: each column takes the nearest text from below.</summary>
    private const int Above = 2;

    /// <summary>The row in which most columns are found, all required ones among them.</summary>
    public static HeadRow? Find(IEnumerable<RawRow> rows, SheetPlan plan)
    {
        var last = new List<RawRow>();
        HeadRow? best = null;
        foreach (var row in rows.Take(Within))
        {
            last.Add(row);
            if (last.Count > Above + 1) last.RemoveAt(0);
            var places = Match(last, plan);
            if (plan.Required.All(c => places.ContainsKey(c.Key)) && places.Count > (best?.Places.Count ?? 0)) best = new(row.Number, places);
        }
        return best;
    }

    /// <summary>How many columns the best row has, for choosing between ways to read a file; required or not.</summary>
    public static int Score(IEnumerable<RawRow> rows, SheetPlan plan) =>
        rows.Take(Within).Select(row => Match([row], plan).Count).DefaultIfEmpty().Max();

    private static Dictionary<string, int> Match(List<RawRow> rows, SheetPlan plan)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var place = 0; place < rows.Max(r => r.Cells.Count); place++)
        {
            var head = "";
            for (var r = rows.Count - 1; r >= 0 && head.Length == 0; r--)
                if (place < rows[r].Cells.Count) head = SheetColumn.Fold(rows[r].Cells[place].Text);
            if (head.Length > 0 && plan.Columns.FirstOrDefault(c => c.Is(head)) is { } column) places.TryAdd(column.Key, place);
        }
        return places;
    }
}

/// <summary>All rows of a table.</summary>
public sealed record SheetRows(IReadOnlyList<SheetRow> All);
