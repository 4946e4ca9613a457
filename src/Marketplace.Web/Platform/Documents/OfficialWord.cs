using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Marketplace.Web.Platform.Documents;

/// <summary>A report as a Word document laid out after GB/T 9704: the same bytes for the same report.</summary>
public static class OfficialWord
{
    /// <summary>Twentieths of a point: A4 with margins of 37, 35, 28 and 26 mm, turned by a quarter for wide tables.</summary>
    private const int Short = 11906, Long = 16838, Top = 2098, Bottom = 1984, Left = 1588, Right = 1474;

    public static byte[] Of(OfficialReport report)
    {
        using var stream = new MemoryStream();
        using (var document = WordprocessingDocument.Create(stream, WordprocessingDocumentType.Document))
        {
            // Ids are given here: the library would make them up anew each time.
            var main = document.AddMainDocumentPart();
            document.ChangeIdOfPart(main, "main");
            main.AddNewPart<StyleDefinitionsPart>("styles").Styles = OfficialStyles.Make();
            main.AddNewPart<FontTablePart>("fonts").Fonts = OfficialStyles.FontTable();
            main.AddNewPart<DocumentSettingsPart>("settings").Settings = new Settings(new EvenAndOddHeaders());
            main.AddNewPart<FooterPart>("odd").Footer = Footer(JustificationValues.Right);
            main.AddNewPart<FooterPart>("even").Footer = Footer(JustificationValues.Left);
            var body = new Body(report.Title.Split('\n').Select(line => Styled(OfficialStyles.Title, line)));
            if (report.Subtitle is { } subtitle) body.Append(subtitle.Split('\n').Select(line => Styled(OfficialStyles.Subtitle, line)));
            var wide = false;
            foreach (var part in report.Parts)
            {
                // The paper turns: what came before is a section of its own.
                if (part.Wide != wide) body.Append(new Paragraph(new ParagraphProperties(new ParagraphStyleId { Val = OfficialStyles.Break }, Section(wide))));
                wide = part.Wide;
                body.Append(Part(part, wide ? Long - Top - Bottom : Short - Left - Right));
            }
            body.Append(Section(wide));
            main.Document = new Document(body);
        }
        stream.Position = 0;
        return FixedZip.Again(stream);
    }

    private static SectionProperties Section(bool wide) => new(
        new FooterReference { Type = HeaderFooterValues.Default, Id = "odd" },
        new FooterReference { Type = HeaderFooterValues.Even, Id = "even" },
        new SectionType { Val = SectionMarkValues.NextPage },
        wide ? new PageSize { Width = Long, Height = Short, Orient = PageOrientationValues.Landscape } : new PageSize { Width = Short, Height = Long },
        wide ? new PageMargin { Top = Left, Bottom = Right, Left = Bottom, Right = Top, Header = 851, Footer = 794, Gutter = 0 } : new PageMargin { Top = Top, Bottom = Bottom, Left = Left, Right = Right, Header = 851, Footer = 1390, Gutter = 0 });

    private static IEnumerable<OpenXmlElement> Part(OfficialPart part, int width) => part switch
    {
        OfficialHeading heading => heading.Text.Split('\n').Select(line => Styled(OfficialStyles.Heading, line)),
        OfficialText text => text.Text.Split('\n').Select(line => Styled(OfficialStyles.Body, line)),
        OfficialFields fields => [Table([28, 72], width, fields.Fields.Select(field => Row(Cell(OfficialStyles.Label, field.Name), Cell(OfficialStyles.Cell, field.Value)))), Gap()],
        OfficialTable table => [Table([.. table.Columns.Select(c => c.Weight)], width, [Head(table), .. table.Rows.Select(row => Row([.. row.Select((cell, i) => Cell(table.Columns[i].IsNumber ? OfficialStyles.Number : OfficialStyles.Cell, cell.Text))]))]), Gap()],
        OfficialSignOff sign => [.. sign.Lines.Select(line => Styled(OfficialStyles.Sign, line)), Styled(OfficialStyles.Seal, sign.Seal)],
        _ => throw new NotSupportedException(part.GetType().Name),
    };

    private static Paragraph Styled(string style, string line)
    {
        var shape = new ParagraphProperties(new ParagraphStyleId { Val = style });
        var letters = new RunProperties();
        if (IsArabic(line))
        {
            shape.Append(new BiDi());
            letters.Append(new RightToLeftText());
        }
        return new(shape, new Run(letters, new Text(Paper.Printable(line)) { Space = SpaceProcessingModeValues.Preserve }));
    }

    /// <summary>Two tables that touch would become one.</summary>
    private static Paragraph Gap() => Styled(OfficialStyles.Cell, "");

    private static Table Table(double[] weights, int width, IEnumerable<TableRow> rows)
    {
        var whole = weights.Sum();
        return new(
        [
            new TableProperties(
                new TableWidth { Width = "5000", Type = TableWidthUnitValues.Pct },
                new TableBorders(Line<TopBorder>(), Line<LeftBorder>(), Line<BottomBorder>(), Line<RightBorder>(), Line<InsideHorizontalBorder>(), Line<InsideVerticalBorder>()),
                new TableLayout { Type = TableLayoutValues.Fixed },
                new TableCellMarginDefault(
                    new TopMargin { Width = "30", Type = TableWidthUnitValues.Dxa }, new TableCellLeftMargin { Width = 60, Type = TableWidthValues.Dxa },
                    new BottomMargin { Width = "30", Type = TableWidthUnitValues.Dxa }, new TableCellRightMargin { Width = 60, Type = TableWidthValues.Dxa })),
            new TableGrid(weights.Select(weight => new GridColumn { Width = ((int)(width * weight / whole)).ToString(CultureInfo.InvariantCulture) })),
            .. rows,
        ]);
    }

    private static T Line<T>() where T : BorderType, new() => new() { Val = BorderValues.Single, Size = 4, Space = 0, Color = "000000" };

    private static TableRow Row(params IEnumerable<TableCell> cells) => new([new TableRowProperties(new CantSplit()), .. cells]);

    private static TableRow Head(OfficialTable table) => new([new TableRowProperties(new CantSplit(), new TableHeader()), .. table.Columns.Select(column => Cell(OfficialStyles.Label, column.Head))]);

    private static TableCell Cell(string style, string text) =>
        new([new TableCellProperties(new TableCellVerticalAlignment { Val = TableVerticalAlignmentValues.Center }), .. Paper.Printable(text).Split('\n').Select(line => Styled(style, line))]);

    /// <summary>Uyghur runs from the right.</summary>
    private static bool IsArabic(string line) => line.Any(letter => letter is >= '\u0600' and <= '\u06FF');

    /// <summary>— 1 —, on the outer side.</summary>
    private static Footer Footer(JustificationValues side) => new(new Paragraph(
        new ParagraphProperties(new ParagraphStyleId { Val = OfficialStyles.Foot }, new Indentation { LeftChars = 100, Left = "280", RightChars = 100, Right = "280" }, new Justification { Val = side }),
        new Run(new Text("— ") { Space = SpaceProcessingModeValues.Preserve }),
        new SimpleField(new Run(new Text("1"))) { Instruction = "PAGE" },
        new Run(new Text(" —") { Space = SpaceProcessingModeValues.Preserve })));
}
