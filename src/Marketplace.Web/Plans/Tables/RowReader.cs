using System.Globalization;
using System.Text;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Organisations;
using Marketplace.Web.Plans.Figures;
using Marketplace.Web.Platform.Spreadsheets;

namespace Marketplace.Web.Plans.Tables;

/// <summary>What is wrong in one cell.</summary>
/// <param name="Row">As the spreadsheet program counts.</param>
/// <param name="Column">Its head.</param>
public sealed record CellFault(int Row, string Column, string Value, string Message);

/// <summary>Reads one row of a plan's table and says of each cell what is wrong with it.</summary>
internal sealed class RowReader(SheetRow row, IReadOnlyList<SheetColumn> columns, List<CellFault> faults)
{
    /// <summary>How plans write an empty cell: with dashes, or with the numeral 一 that looks like one.</summary>
    private static readonly string[] s_nothing = ["", "一", "—", "——", "-", "–", "－", "/"];

    public SheetRow Row => row;

    public string? Text(string key, int most)
    {
        var text = row[key];
        if (text.Length > most) Fault(key, PlanTexts.FaultLong.Fill(most));
        return text.Length > 0 ? text : null;
    }

    public string Needed(string key, int most)
    {
        if (Text(key, most) is { } text) return text;
        Fault(key, PlanTexts.FaultMissing);
        return "";
    }

    /// <summary>Units parted by 、 or ；</summary>
    public string[] Units(string key, int most) => [.. (Text(key, most) ?? "").Split(['、', '；', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal)];

    public decimal? Number(string key)
    {
        if (s_nothing.Contains(row[key], StringComparer.Ordinal)) return null;
        if (Parse(row[key]) is { } value) return value;
        Fault(key, PlanTexts.FaultNumber);
        return null;
    }

    public int? Year(string key)
    {
        if (Number(key) is not { } year) return null;
        if (year is >= 1990 and <= 2100 && year == decimal.Truncate(year)) return (int)year;
        Fault(key, PlanTexts.FaultYear);
        return null;
    }

    public DateOnly? Day(string key)
    {
        if (row[key].Length == 0) return null;
        if (SheetDates.Read(row[key]) is { } day) return day;
        Fault(key, PlanTexts.FaultDay);
        return null;
    }

    /// <summary>One number, or the two of a range.</summary>
    public Goal? Goal(string key)
    {
        var text = row[key];
        if (s_nothing.Contains(text, StringComparer.Ordinal)) return null;
        if (Parse(text) is { } value) return new(value);
        var ends = text.Split(['—', '－', '-', '–', '~', '～'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (ends is [var low, var high] && Parse(low) is { } from && Parse(high) is { } to && to > from) return new(from, to);
        Fault(key, PlanTexts.FaultNumber);
        return null;
    }

    public T? One<T>(string key, IReadOnlyDictionary<string, T> words, T? without = null) where T : struct
    {
        var text = row[key].Normalize(NormalizationForm.FormKC);
        if (text.Length == 0 && without is not null) return without;
        if (words.TryGetValue(text, out var value)) return value;
        Fault(key, PlanTexts.FaultChoice.Fill(string.Join('、', words.Keys)));
        return null;
    }

    public void Fault(string key, string message) => faults.Add(new(row.Number, columns.First(c => c.Key == key).Title, row[key], message));

    private static decimal? Parse(string text) =>
        decimal.TryParse(text.Normalize(NormalizationForm.FormKC), NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;
}
