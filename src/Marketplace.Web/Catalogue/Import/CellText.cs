using System.Globalization;
using System.Text;

namespace Marketplace.Web.Catalogue.Import;

/// <summary>What people and exports write into a cell, brought to what is meant.</summary>
internal static class CellText
{
    private static readonly HashSet<string> s_nothing = new(StringComparer.OrdinalIgnoreCase) { "-", "--", "---", "—", "——", "/", "\\", "无", "暂无", "空", "N/A", "NA", "null", "none", "." };
    private static readonly HashSet<string> s_errors = new(StringComparer.Ordinal) { "#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!" };

    /// <summary>A dash, 无 or null says that nothing is there.</summary>
    public static bool IsNothing(string text) => text.Length == 0 || text.Length <= 4 && s_nothing.Contains(text);

    /// <summary>A formula of the spreadsheet failed here.</summary>
    public static bool IsError(string text) => text.Length is > 3 and < 9 && text[0] == '#' && s_errors.Contains(text);

    /// <summary>On one line, each run of blanks one; without what cannot be stored.</summary>
    public static string OneLine(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\0', '\u001f') && !text.Contains("  ", StringComparison.Ordinal) && !text.Contains('\u3000', StringComparison.Ordinal)) return text;
        var clean = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (char.IsWhiteSpace(c) || char.IsControl(c))
            {
                if (clean.Length > 0 && clean[^1] != ' ') clean.Append(' ');
            }
            else clean.Append(c);
        }
        return clean.ToString().TrimEnd();
    }

    public static string Lines(string text) => !text.AsSpan().ContainsAnyInRange('\0', '\u001f') ? text : string.Concat(text.Where(c => c == '\n' || !char.IsControl(c)));

    /// <summary>Names in one cell. Full stops and commas belong to names of companies abroad, so they part only where <paramref name="commas"/> says so.</summary>
    public static string[] Parts(string text, bool commas)
    {
        var parts = text.Split(commas ? s_commas : s_marks, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < parts.Length; i++) parts[i] = OneLine(parts[i]);
        return parts;
    }

    private static readonly char[] s_marks = [';', '；', '、', '|', '｜', '\n', '\r', '\t'];
    private static readonly char[] s_commas = [.. s_marks, ',', '，'];

    /// <summary>2013.01.02, 20130102, 2013年1月2日, 2013/1/2 0:00:00 and the serial number a spreadsheet keeps; null when it is none of these.</summary>
    public static DateOnly? Date(string text)
    {
        Span<int> parts = stackalloc int[3];
        var (count, digits, number) = (0, 0, 0);
        foreach (var raw in text)
        {
            var c = raw is >= '０' and <= '９' ? (char)(raw - '０' + '0') : raw;
            if (char.IsAsciiDigit(c))
            {
                if (++digits > 8) return null;
                number = number * 10 + (c - '0');
                continue;
            }
            if (c is not ('.' or '/' or '-' or '年' or '月' or '日' or '号' or '。' or '．' or '／' or '－' or ',' or 'T' or ' ' or ':' or '\u3000' or '\\')) return null;
            if (digits == 0) continue;
            if (count == 3) break;   // A time of day follows.
            if (count == 0 && digits is not 4 && !(digits is 8 or 5)) return null;
            parts[count++] = number;
            if (digits == 8) return Compact(number);
            if (digits == 5) return Serial(number, text);
            (digits, number) = (0, 0);
        }
        if (digits > 0 && count < 3)
        {
            if (count == 0) return digits == 8 ? Compact(number) : digits == 5 ? Serial(number, text) : null;
            parts[count++] = number;
        }
        return count == 3 ? Day(parts[0], parts[1], parts[2]) : null;
    }

    private static DateOnly? Compact(int number) => Day(number / 10_000, number / 100 % 100, number % 100);

    /// <summary>Between 1954 and 2119; with a point behind it only when it is a whole day or a time of one.</summary>
    private static DateOnly? Serial(int number, string text) =>
        number is >= 20_000 and < 80_000 && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? DateOnly.FromDateTime(DateTime.FromOADate(number)) : null;

    private static DateOnly? Day(int year, int month, int day) =>
        year is >= 1900 and <= 2200 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month) ? new DateOnly(year, month, day) : null;
}
