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

    /// <summary>The head over each place, as it is written.</summary>
    public IReadOnlyList<string> Heads => _head.Texts;

    /// <summary>Which column stands at a place; null: none that is read.</summary>
    public string? KeyAt(int place) => _head.Places.FirstOrDefault(pair => pair.Value == place).Key;

    /// <summary>The first rows below the heads with every cell, for a person to see what a column holds.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Sample(int rows) =>
        [.. _rows().Where(raw => raw.Number > _head.Number && raw.Cells.Any(c => c.Text.Length > 0)).Take(rows).Select(raw => (IReadOnlyList<string>)[.. raw.Cells.Select(c => c.Text)])];

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
            if (row.IsEmpty || row.Repeats(_plan)) continue;
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
/// <param name="Texts">The head over each place, as it is written.</param>
internal sealed record HeadRow(int Number, IReadOnlyDictionary<string, int> Places, IReadOnlyList<string> Texts)
{
    /// <summary>A title, a note and two rows of merged heads come before the data at most; twenty leaves room.</summary>
    private const int Within = 20;

    /// <summary>Heads merged downwards stand in the row above, those merged across leave theirs empty: each column takes the nearest text from below.</summary>
    private const int Above = 2;

    /// <summary>The row in which most columns are found, all required ones among them.</summary>
    public static HeadRow? Find(IEnumerable<RawRow> rows, SheetPlan plan) => plan.InOrder
        ? new(0, plan.Columns.Select((column, place) => (column.Key, place)).ToDictionary(pair => pair.Key, pair => pair.place, StringComparer.Ordinal), []) : Best(rows, plan, places => plan.Required.All(c => places.ContainsKey(c.Key)));

    /// <summary>The row that looks most like heads, whether or not they are known: somebody will say what they mean.</summary>
    public static HeadRow? Guess(IEnumerable<RawRow> rows, SheetPlan plan)
    {
        if (Best(rows, plan, _ => true) is { } some) return some;
        // A title stands alone in its row; heads do not.
        return rows.Take(Within).FirstOrDefault(row => row.Cells.Count(c => c.Text.Length > 0) > 1) is { } first ? new(first.Number, new Dictionary<string, int>(StringComparer.Ordinal), Heads([first])) : null;
    }

    /// <summary>How many columns the best row has, for choosing between ways to read a file; required or not.</summary>
    public static int Score(IEnumerable<RawRow> rows, SheetPlan plan) =>
        rows.Take(Within).Select(row => Match(Heads([row]), plan).Count).DefaultIfEmpty().Max();

    private static HeadRow? Best(IEnumerable<RawRow> rows, SheetPlan plan, Func<Dictionary<string, int>, bool> enough)
    {
        var last = new List<RawRow>();
        HeadRow? best = null;
        foreach (var row in rows.Take(Within))
        {
            last.Add(row);
            if (last.Count > Above + 1) last.RemoveAt(0);
            var heads = Heads(last);
            var places = Match(heads, plan);
            if (enough(places) && places.Count > (best?.Places.Count ?? 0)) best = new(row.Number, places, heads);
        }
        return best;
    }

    private static List<string> Heads(List<RawRow> rows)
    {
        var heads = new List<string>();
        for (var place = 0; place < rows.Max(r => r.Cells.Count); place++)
        {
            var head = "";
            for (var r = rows.Count - 1; r >= 0 && head.Length == 0; r--)
                if (place < rows[r].Cells.Count) head = rows[r].Cells[place].Text;
            heads.Add(head);
        }
        return heads;
    }

    private static Dictionary<string, int> Match(List<string> heads, SheetPlan plan)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var folded = heads.ConvertAll(SheetColumn.Fold);
        // What a person said comes first: a column they gave to one head is not another's.
        for (var place = 0; place < folded.Count; place++)
            if (plan.Chosen.GetValueOrDefault(folded[place]) is { } key) places.TryAdd(key, place);
        for (var place = 0; place < folded.Count; place++)
            if (folded[place].Length > 0 && !plan.Chosen.ContainsKey(folded[place]) && plan.Columns.FirstOrDefault(c => c.Is(folded[place])) is { } column) places.TryAdd(column.Key, place);
        return places;
    }
}

/// <summary>The tables of a file.</summary>
/// <param name="Sheets">Those that have the heads, in their order.</param>
/// <param name="Left">Names of visible sheets that have not.</param>
public sealed record SheetBook(IReadOnlyList<Sheet> Sheets, IReadOnlyList<string> Left);

/// <summary>All rows of a table.</summary>
public sealed record SheetRows(IReadOnlyList<SheetRow> All);
