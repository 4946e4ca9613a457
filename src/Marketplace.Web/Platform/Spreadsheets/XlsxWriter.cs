using System.Globalization;
using System.Text.RegularExpressions;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Book = DocumentFormat.OpenXml.Spreadsheet;

namespace Marketplace.Web.Platform.Spreadsheets;

/// <summary>Writes one table as a workbook, row by row: typed cells, head frozen and bold, columns wide enough, lists to choose from.</summary>
public static partial class XlsxWriter
{
    public const string MediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>How far down a template's lists hold.</summary>
    private const int RoomForRows = 20_000;
    private const string Lists = "lists";

    /// <param name="sheet">Its name.</param>
    /// <param name="fields">The columns.</param>
    /// <param name="rows">What stands in them.</param>
    /// <param name="example">The same columns filled in, on a sheet behind it.</param>
    public static byte[] Write<T>(string sheet, IReadOnlyList<SheetField<T>> fields, IEnumerable<T> rows, (string Sheet, IReadOnlyList<T> Rows)? example = null)
    {
        using var stream = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook))
        {
            var workbook = document.AddWorkbookPart();
            workbook.AddNewPart<WorkbookStylesPart>().Stylesheet = XlsxStyles.Make();
            var sheets = new Sheets();
            workbook.Workbook = new Workbook(sheets);
            Add(sheets, workbook, SheetName(sheet), SheetStateValues.Visible, writer => WriteTable(writer, fields, rows));
            if (example is var (name, filled)) Add(sheets, workbook, SheetName(name), SheetStateValues.Visible, writer => WriteTable(writer, fields, filled));
            // The choices stand on a sheet of their own: inside the rule they may not have more than 255 characters.
            if (fields.Any(f => f.Choices.Count > 0)) Add(sheets, workbook, Lists, SheetStateValues.Hidden, writer => WriteLists(writer, fields));
        }
        return stream.ToArray();
    }

    private static void Add(Sheets sheets, WorkbookPart workbook, string name, SheetStateValues state, Action<OpenXmlWriter> write)
    {
        var part = workbook.AddNewPart<WorksheetPart>();
        using (var writer = OpenXmlWriter.Create(part))
        {
            writer.WriteStartElement(new Worksheet());
            write(writer);
            writer.WriteEndElement();
        }
        sheets.Append(new Book.Sheet { Id = workbook.GetIdOfPart(part), SheetId = (uint)sheets.Count() + 1, Name = name, State = state });
    }

    private static void WriteTable<T>(OpenXmlWriter writer, IReadOnlyList<SheetField<T>> fields, IEnumerable<T> rows)
    {
        writer.WriteElement(new SheetViews(new SheetView(
            new Pane { VerticalSplit = 1, TopLeftCell = "A2", ActivePane = PaneValues.BottomLeft, State = PaneStateValues.Frozen })
        { WorkbookViewId = 0 }));
        writer.WriteElement(new Columns(fields.Select((f, i) => new Column
        {
            Min = (uint)i + 1,
            Max = (uint)i + 1,
            Width = f.Width,
            CustomWidth = true,
            Style = XlsxStyles.Of(f.Form),   // Also for the empty rows below: a phone number typed there stays text.
        })));
        writer.WriteStartElement(new SheetData());
        WriteRow(writer, fields.Select(f => Text(f.Head, XlsxStyles.Head)));
        foreach (var row in rows) WriteRow(writer, fields.Select(f => Cell(f.Value(row), f.Form)));
        writer.WriteEndElement();
        var rules = fields.Select((f, i) => (Field: f, Letter: Letter(i))).Where(f => f.Field.Choices.Count > 0).Select(f => new DataValidation
        {
            Type = DataValidationValues.List,
            AllowBlank = true,
            ShowErrorMessage = f.Field.OnlyChoices,
            SequenceOfReferences = new() { InnerText = $"{f.Letter}2:{f.Letter}{RoomForRows}" },
            Formula1 = new($"{Lists}!${f.Letter}$1:${f.Letter}${f.Field.Choices.Count}"),
        }).ToList();
        if (rules.Count > 0) writer.WriteElement(new DataValidations(rules) { Count = (uint)rules.Count });
    }

    private static void WriteLists<T>(OpenXmlWriter writer, IReadOnlyList<SheetField<T>> fields)
    {
        writer.WriteStartElement(new SheetData());
        for (var row = 0; row < fields.Max(f => f.Choices.Count); row++)
        {
            var n = row;
            WriteRow(writer, fields.Select(f => Text(n < f.Choices.Count ? f.Choices[n] : "", XlsxStyles.Of(SheetForm.Text))));
        }
        writer.WriteEndElement();
    }

    private static void WriteRow(OpenXmlWriter writer, IEnumerable<Cell> cells)
    {
        writer.WriteStartElement(new Row());
        foreach (var cell in cells) writer.WriteElement(cell);
        writer.WriteEndElement();
    }

    private static Cell Cell(object? value, SheetForm form) => value switch
    {
        null => new() { StyleIndex = XlsxStyles.Of(form) },
        bool truth => Text(truth ? SheetTexts.True : SheetTexts.False, XlsxStyles.Of(SheetForm.Text)),
        DateOnly date => Number(date.ToDateTime(TimeOnly.MinValue).ToOADate(), SheetForm.Date),
        IFormattable number when form is SheetForm.Whole or SheetForm.Amount or SheetForm.Percent => Number(number, form),
        _ => Text(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "", XlsxStyles.Of(SheetForm.Text)),
    };

    private static Cell Number(IFormattable number, SheetForm form) =>
        new() { CellValue = new(number.ToString(null, CultureInfo.InvariantCulture)), StyleIndex = XlsxStyles.Of(form) };

    private static Cell Text(string text, uint style)
    {
        if (text.Length == 0) return new() { StyleIndex = style };
        // A formula is a cell of another kind, so nothing runs here; the mark keeps it so when the cell is edited or the sheet is saved as text.
        var safe = SheetText.IsDangerous(text) && style == XlsxStyles.Of(SheetForm.Text) ? XlsxStyles.Quoted : style;
        return new() { DataType = CellValues.InlineString, StyleIndex = safe, InlineString = new(new Text(Printable(text)) { Space = SpaceProcessingModeValues.Preserve }) };
    }

    /// <summary>Without what XML cannot hold, and no longer than a cell may be.</summary>
    internal static string Printable(string text)
    {
        var clean = string.Concat(text.EnumerateRunes().Where(r => r.Value is '\n' or '\t' or >= 0x20 and not (0xFFFE or 0xFFFF)));
        // What looks like an escaped character would be read as one.
        clean = Escaped.Replace(clean, "_x005F$0");
        return clean.Length <= 32_767 ? clean : clean[..32_767];
    }

    [GeneratedRegex("_x[0-9A-Fa-f]{4}_", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Escaped { get; }

    private static string SheetName(string name)
    {
        var clean = string.Concat(name.Where(c => c is not (':' or '\\' or '/' or '?' or '*' or '[' or ']')));
        return clean.Length is > 0 and <= 31 ? clean : clean.Length == 0 ? "1" : clean[..31];
    }

    private static string Letter(int column) => column < 26 ? ((char)('A' + column)).ToString() : Letter((column / 26) - 1) + (char)('A' + (column % 26));
}
