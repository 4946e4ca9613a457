namespace Marketplace.Web.Platform.Spreadsheets;

/// <summary>One row, its cells by column key, as clean text: numbers without exponent, dates as 2026-11-21.</summary>
public sealed class SheetRow
{
    private readonly IReadOnlyDictionary<string, int> _places;
    private readonly IReadOnlyList<SheetCell> _cells;

    internal SheetRow(int number, IReadOnlyDictionary<string, int> places, IReadOnlyList<SheetCell> cells) => (Number, _places, _cells) = (number, places, cells);

    /// <summary>As the spreadsheet program shows it, counted from one, heads and empty rows included.</summary>
    public int Number { get; }

    /// <summary>Empty where the cell or the whole column is missing.</summary>
    public string this[string key] => Cell(key).Text;

    /// <summary>A long number was kept as a number, so its last digits are gone (1.38E+10, or more than fifteen digits): what is there is not what was meant.</summary>
    public bool HasLostDigits(string key) => Cell(key).LostDigits;

    /// <summary>The cell holds 2.01711E+11 as text, the way a spreadsheet shows a long number: even where all digits seem to be there, the last one may be rounded.</summary>
    public bool IsRounded(string key) => Cell(key).Rounded;

    /// <summary>The head stands here again, as at the top of each printed page.</summary>
    internal bool Repeats(SheetPlan plan) => plan.Required.Any() && plan.Required.All(c => c.Is(SheetColumn.Fold(this[c.Key])));

    public bool IsEmpty => _places.Values.All(place => place >= _cells.Count || _cells[place].Text.Length == 0);

    private SheetCell Cell(string key) => _places.TryGetValue(key, out var place) && place < _cells.Count ? _cells[place] : SheetCell.Empty;
}

internal readonly record struct SheetCell(string Text, bool LostDigits = false, bool Rounded = false)
{
    public static readonly SheetCell Empty = new("");

    /// <summary>Text as it was typed; spaces at the ends and those that only look like spaces go.</summary>
    public static SheetCell OfText(string text)
    {
        var clean = text.Replace('\u00a0', ' ').Replace("\u200b", "", StringComparison.Ordinal).Replace("\ufeff", "", StringComparison.Ordinal).Trim();
        // Our own defence against formulas (see CsvWriter), and the idiom ="0123" that keeps leading zeros.
        if (clean.Length > 1 && clean[0] == '\'' && SheetText.IsDangerous(clean.AsSpan(1))) clean = clean[1..];
        else if (clean.Length > 3 && clean.StartsWith("=\"", StringComparison.Ordinal) && clean[^1] == '"') clean = clean[2..^1];
        return SheetNumber.OfExponent(clean) ?? new(clean);
    }
}

internal static class SheetText
{
    /// <summary>A spreadsheet program that reads this from a CSV file would take it for a formula (OWASP, CSV injection).</summary>
    public static bool IsDangerous(ReadOnlySpan<char> text) => text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '＝' or '＋' or '－' or '＠';
}
