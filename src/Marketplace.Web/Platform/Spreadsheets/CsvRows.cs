using System.Text;

namespace Marketplace.Web.Platform.Spreadsheets;

/// <summary>Comma-separated text (RFC 4180) as office programs in China write it: UTF-8 or GB18030, with commas, semicolons or tabs.</summary>
internal static class CsvRows
{
    static CsvRows() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Null when the bytes are no text in any of these.</summary>
    public static string? Decode(ReadOnlySpan<byte> file)
    {
        if (file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])) return Encoding.Unicode.GetString(file[2..]);
        if (file.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])) return Encoding.BigEndianUnicode.GetString(file[2..]);
        if (file.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) file = file[3..];
        foreach (var encoding in (Encoding[])[new UTF8Encoding(false, throwOnInvalidBytes: true), Encoding.GetEncoding("GB18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)])
        {
            try
            {
                return encoding.GetString(file);
            }
            catch (DecoderFallbackException)
            {
                // Then it is the other one.
            }
        }
        return null;
    }

    public static IEnumerable<RawRow> Read(string text, char separator)
    {
        var cells = new List<SheetCell>();
        var cell = new StringBuilder();
        var (quoted, number, at) = (false, 0, 0);
        while (at < text.Length)
        {
            var c = text[at++];
            if (quoted)
            {
                if (c != '"') cell.Append(c);
                else if (at < text.Length && text[at] == '"') cell.Append(text[at++]);
                else quoted = false;
            }
            else if (c == '"' && cell.Length == 0) quoted = true;
            else if (c == separator) EndCell();
            else if (c is '\n' or '\r')
            {
                if (c == '\r' && at < text.Length && text[at] == '\n') at++;
                EndCell();
                yield return new(++number, cells);
                cells = [];
            }
            else cell.Append(c);
        }
        if (quoted) throw new InvalidDataException("A quotation mark is not closed.");
        if (cell.Length == 0 && cells.Count == 0) yield break;
        EndCell();
        yield return new(++number, cells);

        void EndCell()
        {
            cells.Add(SheetCell.OfText(cell.ToString()));
            cell.Clear();
        }
    }
}
