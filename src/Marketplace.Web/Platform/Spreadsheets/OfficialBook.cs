using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Marketplace.Web.Platform.Documents;
using Book = DocumentFormat.OpenXml.Spreadsheet;

namespace Marketplace.Web.Platform.Spreadsheets;

/// <summary>A report as a workbook: each table on a sheet with what stands above and below it, numbers with every digit. The same bytes for the same report.</summary>
public static class OfficialBook
{
    /// <summary>Of characters across an A4 sheet on its side, shared among the columns.</summary>
    private const double Across = 150;

    /// <summary>In points, of the letters of the table.</summary>
    private const double LineHeight = 16;

    /// <summary>A row of one text across the sheet, or of a table.</summary>
    private sealed record Line(IReadOnlyList<Cell> Cells, bool Across);

    private sealed class Page
    {
        public OfficialTable? Table { get; set; }
        public List<Line> Lines { get; } = [];
    }

    public static byte[] Of(OfficialReport report)
    {
        using var stream = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook))
        {
            // Ids are given here: the library would make them up anew each time.
            var book = document.AddWorkbookPart();
            document.ChangeIdOfPart(book, "book");
            book.AddNewPart<WorkbookStylesPart>("styles").Stylesheet = OfficialBookStyles.Make();
            var sheets = new Sheets();
            foreach (var (i, page) in Pages(report).Index())
            {
                var id = string.Create(CultureInfo.InvariantCulture, $"sheet{i + 1}");
                book.AddNewPart<WorksheetPart>(id).Worksheet = Sheet(page);
                sheets.Append(new Book.Sheet { Id = id, SheetId = (uint)i + 1, Name = page.Table?.Sheet ?? "1" });
            }
            book.Workbook = new Workbook(sheets);
        }
        stream.Position = 0;
        return FixedZip.Again(stream);
    }

    /// <summary>What follows a table stays on its sheet; a heading belongs to the table after it.</summary>
    private static List<Page> Pages(OfficialReport report)
    {
        var pages = new List<Page> { new() };
        pages[0].Lines.Add(new([Text(report.Title.ReplaceLineEndings(" "), OfficialBookStyles.Title)], true));
        if (report.Subtitle is { } subtitle) pages[0].Lines.Add(new([Text(subtitle.ReplaceLineEndings(" "), OfficialBookStyles.Middle)], true));
        var headings = new List<Line>();
        foreach (var part in report.Parts)
        {
            if (part is OfficialHeading heading)
            {
                headings.Add(new([Text(heading.Text.ReplaceLineEndings(" "), OfficialBookStyles.Strong)], true));
                continue;
            }
            if (part is OfficialTable table)
            {
                if (pages[^1].Table is not null) pages.Add(new());
                pages[^1].Table = table;
            }
            pages[^1].Lines.AddRange([.. headings, .. Lines(part)]);
            headings.Clear();
        }
        return pages;
    }

    private static IEnumerable<Line> Lines(OfficialPart part) => part switch
    {
        OfficialText text => text.Text.Split('\n').Select(Said),
        OfficialFields fields => fields.Fields.Select(field => Said($"{field.Name.ReplaceLineEndings(" ")}：{field.Value}")),
        OfficialSignOff sign => [.. sign.Lines.Select(Said), Said(sign.Seal)],
        OfficialTable table => [new([.. table.Columns.Select(c => Text(c.Head, OfficialBookStyles.Head))], false), .. table.Rows.Select(row => new Line([.. row.Select(Value)], false))],
        _ => throw new NotSupportedException(part.GetType().Name),
    };

    private static Line Said(string text) => new([Text(text, OfficialBookStyles.Said)], true);

    private static Worksheet Sheet(Page page)
    {
        var columns = page.Table?.Columns ?? [new("", 1)];
        var whole = columns.Sum(c => c.Weight);
        var widths = columns.Select(c => Math.Round(Across * c.Weight / whole, 2)).ToList();
        var rows = page.Lines.Select((line, i) => Row(line, (uint)i + 1, widths));
        var merged = page.Lines.Select((line, i) => (line, Row: i + 1)).Where(each => each.line.Across && columns.Count > 1)
            .Select(each => new MergeCell { Reference = string.Create(CultureInfo.InvariantCulture, $"A{each.Row}:{Letter(columns.Count - 1)}{each.Row}") }).ToList();
        var sheet = new Worksheet(
            new SheetProperties(new PageSetupProperties { FitToPage = true }),
            new Columns(widths.Select((width, i) => new Column { Min = (uint)i + 1, Max = (uint)i + 1, Width = width, CustomWidth = true })),
            new SheetData(rows));
        if (merged.Count > 0) sheet.Append(new MergeCells(merged) { Count = (uint)merged.Count });
        sheet.Append(new PageMargins { Left = 0.6, Right = 0.6, Top = 0.8, Bottom = 0.8, Header = 0.3, Footer = 0.3 }, new PageSetup { PaperSize = 9, Orientation = OrientationValues.Landscape, FitToWidth = 1, FitToHeight = 0 });
        return sheet;
    }

    /// <summary>High enough for its text: a merged cell does not grow by itself, and not every program lets the others grow.</summary>
    private static Row Row(Line line, uint number, List<double> widths)
    {
        var row = new Row(line.Cells.Select(cell => (OpenXmlElement)cell)) { RowIndex = number };
        var lines = line.Across ? LinesOf(line.Cells[0], Across) : line.Cells.Select((cell, i) => LinesOf(cell, widths[i])).Max();
        if (lines > 1) (row.Height, row.CustomHeight) = (LineHeight * lines, true);
        return row;
    }

    /// <summary>A number is never wrapped; a Chinese character takes two places.</summary>
    private static double LinesOf(Cell cell, double width) =>
        cell.DataType is null ? 1 : cell.InnerText.Split('\n').Sum(part => Math.Max(1, Math.Ceiling(part.Sum(c => c >= '\u2E80' ? 2 : 1) / Math.Max(1, width - 1))));

    private static Cell Value(OfficialCell cell) => cell.Number is { } number
        ? new() { CellValue = new(number.ToString(CultureInfo.InvariantCulture)), StyleIndex = OfficialBookStyles.Number(cell.Text) }
        : Text(cell.Text, OfficialBookStyles.Cell);

    private static Cell Text(string text, uint style) => text.Length == 0
        ? new() { StyleIndex = style }
        : new() { DataType = CellValues.InlineString, StyleIndex = style, InlineString = new(new Text(XlsxWriter.Printable(text)) { Space = SpaceProcessingModeValues.Preserve }) };

    private static string Letter(int column) => column < 26 ? ((char)('A' + column)).ToString() : Letter((column / 26) - 1) + (char)('A' + (column % 26));
}

/// <summary>The cell styles of reports; an index into them is the style.</summary>
internal static class OfficialBookStyles
{
    public const uint Title = 1, Middle = 2, Strong = 3, Said = 4, Head = 5, Cell = 6;

    private const uint FirstNumber = 7;
    private static readonly string[] s_formats = ["#,##0", "#,##0.0", "#,##0.00", "#,##0%", "#,##0.0%", "#,##0.00%"];

    /// <summary>Rounded in the cell to what the paper shows.</summary>
    public static uint Number(string shown)
    {
        var percent = shown.EndsWith('%');
        var point = shown.IndexOf('.', StringComparison.Ordinal);
        var decimals = point < 0 ? 0 : Math.Min(2, shown.Length - point - 1 - (percent ? 1 : 0));
        return FirstNumber + (percent ? 3u : 0u) + (uint)decimals;
    }

    public static Stylesheet Make() => new(
        new NumberingFormats(s_formats.Select((code, i) => new NumberingFormat { NumberFormatId = 164 + (uint)i, FormatCode = code })) { Count = (uint)s_formats.Length },
        new Fonts(Letters("仿宋", 11, bold: false), Letters("宋体", 16, bold: true), Letters("黑体", 11, bold: false)) { Count = 3 },
        new Fills(new Fill(new PatternFill { PatternType = PatternValues.None }), new Fill(new PatternFill { PatternType = PatternValues.Gray125 })) { Count = 2 },
        new Borders(new Border(new LeftBorder(), new RightBorder(), new TopBorder(), new BottomBorder(), new DiagonalBorder()),
            new Border(Thin<LeftBorder>(), Thin<RightBorder>(), Thin<TopBorder>(), Thin<BottomBorder>(), new DiagonalBorder()))
        { Count = 2 },
        new CellStyleFormats(new CellFormat { NumberFormatId = 0, FontId = 0, FillId = 0, BorderId = 0 }) { Count = 1 },
        new CellFormats(
        [
            Form(0, 0, 0, HorizontalAlignmentValues.General), Form(0, 1, 0, HorizontalAlignmentValues.Center), Form(0, 0, 0, HorizontalAlignmentValues.Center), Form(0, 2, 0, HorizontalAlignmentValues.Left),
            Form(0, 0, 0, HorizontalAlignmentValues.Left), Form(0, 2, 1, HorizontalAlignmentValues.Center), Form(49, 0, 1, HorizontalAlignmentValues.Left),
            .. s_formats.Select((_, i) => Form(164 + (uint)i, 0, 1, HorizontalAlignmentValues.Right)),
        ])
        { Count = FirstNumber + (uint)s_formats.Length });

    private static Font Letters(string name, double size, bool bold) => bold ? new(new Bold(), new FontSize { Val = size }, new FontName { Val = name }) : new(new FontSize { Val = size }, new FontName { Val = name });

    private static T Thin<T>() where T : BorderPropertiesType, new() => new() { Style = BorderStyleValues.Thin };

    private static CellFormat Form(uint number, uint font, uint border, HorizontalAlignmentValues across) => new(new Alignment { Horizontal = across, Vertical = VerticalAlignmentValues.Center, WrapText = true })
    { NumberFormatId = number, FontId = font, FillId = 0, BorderId = border, FormatId = 0, ApplyFont = true, ApplyAlignment = true, ApplyBorder = true, ApplyNumberFormat = true };
}
