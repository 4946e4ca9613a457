using System.Globalization;
using System.Text;

namespace Marketplace.Web.Platform.Spreadsheets;

/// <summary>UTF-8 with a byte order mark, without which Excel takes Chinese for another encoding.</summary>
public static class CsvWriter
{
    private static readonly System.Buffers.SearchValues<char> s_special = System.Buffers.SearchValues.Create(",;\t\"\r\n");

    public const string MediaType = "text/csv; charset=utf-8";

    public static byte[] Write<T>(IReadOnlyList<SheetField<T>> fields, IEnumerable<T> rows)
    {
        using var stream = new MemoryStream();
        using (var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true)))
        {
            WriteLine(writer, fields.Select(f => Cell(f.Head, SheetForm.Text)));
            foreach (var row in rows) WriteLine(writer, fields.Select(f => Cell(f.Value(row), f.Form)));
        }
        return stream.ToArray();
    }

    private static void WriteLine(TextWriter writer, IEnumerable<string> cells) => writer.Write(string.Join(',', cells) + "\r\n");

    private static string Cell(object? value, SheetForm form) => value switch
    {
        null => "",
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        bool truth => truth ? SheetTexts.True : SheetTexts.False,
        decimal or double when form == SheetForm.Amount => ((IFormattable)value).ToString("0.00", CultureInfo.InvariantCulture),
        decimal or double when form == SheetForm.Percent => ((IFormattable)value).ToString("0.0%", CultureInfo.InvariantCulture),
        IFormattable number when form != SheetForm.Text => number.ToString(null, CultureInfo.InvariantCulture),
        _ => Quoted(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""),
    };

    private static string Quoted(string text)
    {
        // A quotation mark before it makes a would-be formula text again; the reader takes it off.
        var safe = SheetText.IsDangerous(text) ? "'" + text : text;
        return safe.AsSpan().IndexOfAny(s_special) < 0 && safe.Trim().Length == safe.Length ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
