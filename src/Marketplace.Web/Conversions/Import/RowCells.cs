using System.Globalization;
using System.Text;
using Marketplace.Web.Catalogue.Import;
using Marketplace.Web.Platform.Spreadsheets;

namespace Marketplace.Web.Conversions.Import;

/// <summary>Cells of one row as values; of each that cannot be read it says why.</summary>
internal sealed class RowCells(SheetRow row)
{
    private const decimal Most = 1_000_000_000_000m;

    public List<ImportFault> Faults { get; } = [];
    public int Number => row.Number;

    public string this[string key] => CellText.IsNothing(row[key]) ? "" : row[key];

    /// <summary>As they stand in the file, by column.</summary>
    public Dictionary<string, string> Raw { get; } = ImportColumns.Plan.Columns.Where(c => row[c.Key].Length > 0).ToDictionary(c => c.Key, c => row[c.Key], StringComparer.Ordinal);

    public void Fault(string code, string column, string? word = null) => Faults.Add(new(code, column, Raw.GetValueOrDefault(column, ""), word));

    /// <summary>What should not have been sent is not kept.</summary>
    public void Hide(string column) => Raw.Remove(column);

    public string? Text(string key, int most, bool needed = false)
    {
        var text = CellText.OneLine(this[key]);
        if (row.HasLostDigits(key)) Fault("number_lost", key);
        else if (text.Length > most) Fault("text_long", key, most.ToString(CultureInfo.InvariantCulture));
        else if (CellText.IsError(text)) Fault("cell_error", key);
        else if (needed && text.Length == 0) Fault("missing", key);
        return text.Length > 0 ? text : null;
    }

    public DateOnly? Day(string key, DateOnly today, bool needed = false)
    {
        var text = this[key];
        if (text.Length == 0)
        {
            if (needed) Fault("missing", key);
            return null;
        }
        var day = CellText.Date(text);
        if (day is null) Fault("date_wrong", key);
        // 专利法 is in force since then.
        else if (day < new DateOnly(1985, 4, 1)) Fault("date_early", key);
        else if (day > today) Fault("date_ahead", key);
        return day;
    }

    /// <summary>In yuan, whichever of the two columns it stands in.</summary>
    public decimal? Money(string key)
    {
        var (yuan, more) = (Amount(key), Amount(key + ImportColumns.TenThousand) * 10_000);
        if (yuan is not null && more is not null && yuan != more) Fault("money_twice", key + ImportColumns.TenThousand);
        return yuan ?? more;
    }

    public T? One<T>(string key, IReadOnlyDictionary<string, T> words, bool needed = false) where T : struct
    {
        var text = this[key].Normalize(NormalizationForm.FormKC);
        if (text.Length == 0)
        {
            if (needed) Fault("missing", key);
            return null;
        }
        if (words.TryGetValue(text, out var value)) return value;
        Fault("choice", key, string.Join('、', words.Keys.Order(StringComparer.Ordinal)));
        return null;
    }

    /// <summary>Names: commas belong to those of companies abroad.</summary>
    public string[] Names(string key) => CellText.Parts(this[key], commas: false);

    /// <summary>Numbers and codes hold no comma of their own.</summary>
    public string[] Codes(string key) => row.HasLostDigits(key) ? Lost(key) : CellText.Parts(this[key], commas: true);

    private string[] Lost(string key)
    {
        Fault("number_lost", key);
        return [];
    }

    private decimal? Amount(string key)
    {
        var text = this[key].Normalize(NormalizationForm.FormKC).TrimStart('¥').Trim();
        if (text.Length == 0) return null;
        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)) Fault("money_wrong", key);
        else if (value is < 0 or > Most) Fault("money_range", key);
        else return decimal.Round(value, 4, MidpointRounding.AwayFromZero);
        return null;
    }
}
