using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;

namespace Marketplace.Web.Platform.Spreadsheets;

/// <summary>
/// The parts of a workbook that matter here, read forward only. By local names, so that the strict and the transitional form are one; and not through
/// the Open XML SDK, which refuses a whole workbook for one malformed mail link, of which lists of contacts are full.
/// </summary>
internal sealed partial class XlsxWorkbook
{
    private readonly List<string> _strings = [];
    private readonly List<bool> _isDate = [];
    private bool _from1904;

    /// <summary>Visible sheets in their order.</summary>
    public IReadOnlyList<(string Name, ZipArchiveEntry Entry)> Sheets { get; private set; } = [];

    public static XlsxWorkbook? Open(ZipArchive zip)
    {
        if (zip.GetEntry("xl/workbook.xml") is not { } root) return null;
        var book = new XlsxWorkbook();
        var targets = Elements(zip.GetEntry("xl/_rels/workbook.xml.rels"), "Relationship")
            .ToDictionary(r => r.GetAttribute("Id") ?? "", r => r.GetAttribute("Target") ?? "", StringComparer.Ordinal);
        var sheets = new List<(string, ZipArchiveEntry)>();
        foreach (var element in Elements(root, "sheet", "workbookPr"))
        {
            if (element.LocalName == "workbookPr") book._from1904 = element.GetAttribute("date1904") is "1" or "true";
            else if (element.GetAttribute("state") is null or "visible" && Id(element) is { } id && targets.TryGetValue(id, out var target)
                && zip.GetEntry(target.StartsWith('/') ? target[1..] : "xl/" + target) is { } entry)
                sheets.Add((element.GetAttribute("name") ?? "", entry));
        }
        book.Sheets = sheets;
        book.ReadStrings(zip.GetEntry("xl/sharedStrings.xml"));
        book.ReadStyles(zip.GetEntry("xl/styles.xml"));
        return book;
    }

    public IEnumerable<RawRow> Rows(ZipArchiveEntry sheet)
    {
        var number = 0;
        foreach (var element in Elements(sheet, "row"))
        {
            // The number may be left out: then it is the next.
            number = int.TryParse(element.GetAttribute("r"), NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : number + 1;
            yield return new(number, element.IsEmptyElement ? [] : Cells(element));
        }
    }

    private List<SheetCell> Cells(XmlReader row)
    {
        var cells = new List<SheetCell>();
        var depth = row.Depth;
        while (row.Read() && row.Depth > depth)
        {
            if (row.NodeType != XmlNodeType.Element || row.LocalName != "c") continue;
            var place = row.GetAttribute("r") is { } address ? Column(address) : cells.Count;
            // Beyond the last column a sheet can have (XFD) nothing is meant.
            if (place > 16_383) throw new InvalidDataException("A cell stands outside the sheet.");
            while (cells.Count < place) cells.Add(SheetCell.Empty);
            var cell = Cell(row);
            if (place < cells.Count) cells[place] = cell; else cells.Add(cell);
        }
        return cells;
    }

    private SheetCell Cell(XmlReader cell)
    {
        var type = cell.GetAttribute("t");
        var style = int.TryParse(cell.GetAttribute("s"), NumberStyles.None, CultureInfo.InvariantCulture, out var s) ? s : 0;
        if (cell.IsEmptyElement) return SheetCell.Empty;
        var value = "";
        var depth = cell.Depth;
        while (cell.Read() && cell.Depth > depth)
        {
            if (cell.NodeType != XmlNodeType.Element || cell.LocalName is not ("v" or "is") || cell.IsEmptyElement) continue;
            value = cell.LocalName == "is" ? TextOf(cell) : Inner(cell);
        }
        if (value.Length == 0) return SheetCell.Empty;
        switch (type)
        {
            case "s":
                return SheetCell.OfText(_strings[int.Parse(value, CultureInfo.InvariantCulture)]);
            case "inlineStr" or "str":
                return SheetCell.OfText(Unescape(value));
            case "b":
                return new(value == "1" ? "TRUE" : "FALSE");
            case "e":
                return new(value);
            case "d":
                return new(value.EndsWith("T00:00:00", StringComparison.Ordinal) ? value[..10] : value.Replace('T', ' '));
            default:
                return style < _isDate.Count && _isDate[style] && SheetNumber.Date(value, _from1904) is { } date ? new(date) : SheetNumber.OfNumber(value);
        }
    }

    private void ReadStrings(ZipArchiveEntry? part)
    {
        foreach (var item in Elements(part, "si")) _strings.Add(item.IsEmptyElement ? "" : TextOf(item));
    }

    private void ReadStyles(ZipArchiveEntry? part)
    {
        var own = new Dictionary<int, string>();
        var inCells = false;
        foreach (var element in Elements(part, "numFmt", "cellXfs", "cellStyleXfs", "xf", "cellStyles", "dxfs"))
        {
            switch (element.LocalName)
            {
                case "numFmt":
                    own[int.Parse(element.GetAttribute("numFmtId")!, CultureInfo.InvariantCulture)] = element.GetAttribute("formatCode") ?? "";
                    break;
                case "xf":
                    if (inCells) _isDate.Add(IsDate(int.TryParse(element.GetAttribute("numFmtId"), CultureInfo.InvariantCulture, out var id) ? id : 0, own));
                    break;
                default:
                    inCells = element.LocalName == "cellXfs";
                    break;
            }
        }
    }

    /// <summary>The built-in ones (ECMA-376 18.8.30, with those of the Chinese version), or an own format that writes years, or months and days.</summary>
    private static bool IsDate(int format, Dictionary<int, string> own) => own.TryGetValue(format, out var code)
        ? DateLetters.IsMatch(NotShown.Replace(code, ""))
        : format is (>= 14 and <= 17) or 22 or (>= 27 and <= 31) or 36 or (>= 50 and <= 54) or 57 or 58;

    /// <summary>All text below this element but the reading aids (rPh) of East Asian names.</summary>
    private static string TextOf(XmlReader element)
    {
        var text = new StringBuilder();
        var depth = element.Depth;
        var more = element.Read();
        while (more && element.Depth > depth)
        {
            if (element is { NodeType: XmlNodeType.Element, LocalName: "rPh" })
            {
                element.Skip();
                continue;
            }
            if (element is { NodeType: XmlNodeType.Element, LocalName: "t", IsEmptyElement: false }) text.Append(Inner(element));
            more = element.Read();
        }
        return Unescape(text.ToString());
    }

    /// <summary>The text of an element; unlike the reader's own method it stops on the end tag, not after it.</summary>
    private static string Inner(XmlReader element)
    {
        var (text, depth) = ("", element.Depth);
        while (element.Read() && element.Depth > depth) text += element.Value;
        return text;
    }

    private static IEnumerable<XmlReader> Elements(ZipArchiveEntry? part, params string[] names)
    {
        if (part is null) yield break;
        using var stream = part.Open();
        // What the entry says of its size may be a lie.
        using var xml = XmlReader.Create(stream, new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreWhitespace = false, IgnoreComments = true, MaxCharactersInDocument = SheetReader.MaxUnpacked });
        while (xml.Read())
            if (xml.NodeType == XmlNodeType.Element && names.Contains(xml.LocalName, StringComparer.Ordinal)) yield return xml;
    }

    private static string? Id(XmlReader sheet)
    {
        for (var i = 0; i < sheet.AttributeCount; i++)
        {
            sheet.MoveToAttribute(i);
            if (sheet is not { LocalName: "id", Prefix.Length: > 0 }) continue;
            var id = sheet.Value;
            sheet.MoveToElement();
            return id;
        }
        sheet.MoveToElement();
        return null;
    }

    private static int Column(string address)
    {
        var column = 0;
        foreach (var c in address.TakeWhile(char.IsAsciiLetterUpper)) column = checked((column * 26) + (c - 'A' + 1));
        return column > 0 ? column - 1 : throw new InvalidDataException("A cell has no column.");
    }

    /// <summary>Characters XML cannot hold are written as _x000D_.</summary>
    private static string Unescape(string text) => !text.Contains("_x", StringComparison.Ordinal) ? text
        : Escaped.Replace(text, m => ((char)int.Parse(m.Groups["code"].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString());

    [GeneratedRegex("_x(?<code>[0-9A-Fa-f]{4})_", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Escaped { get; }

    [GeneratedRegex("\"[^\"]*\"|\\\\.|\\[[^\\]]*\\]|_.|\\*.", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NotShown { get; }

    [GeneratedRegex("y|d.*m|m.*d|年|月.*日", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex DateLetters { get; }
}
