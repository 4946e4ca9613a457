using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Marketplace.Web.Platform.Documents;

/// <summary>A paper as a Word document on A4: the same bytes for the same paper, so what was signed can be made again and compared.</summary>
public static class WordDocument
{
    public const string MediaType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    /// <summary>Twentieths of a point: A4 with the margins of <see cref="PaperPage"/>.</summary>
    private const int PageWidth = 11906, PageHeight = 16838, Side = 1134, TextWidth = PageWidth - (2 * Side);

    public static byte[] Of(Paper paper)
    {
        using var stream = new MemoryStream();
        using (var document = WordprocessingDocument.Create(stream, WordprocessingDocumentType.Document))
        {
            // Ids are given here: the library would make them up anew each time.
            var main = document.AddMainDocumentPart();
            document.ChangeIdOfPart(main, "main");
            main.AddNewPart<StyleDefinitionsPart>("styles").Styles = WordStyles.Make();
            main.AddNewPart<FontTablePart>("fonts").Fonts = WordStyles.FontTable();
            main.AddNewPart<FooterPart>("footer").Footer = Footer(paper);
            var body = new Body(Styled(WordStyles.Title, Runs(paper.Title)));
            if (paper.Number is { } number) body.Append(Styled(WordStyles.Number, Runs("编号：" + number)));
            foreach (var (i, part) in paper.Parts.Index()) body.Append(Part(part, main, paper.Parts.ElementAtOrDefault(i + 1)));
            body.Append(new SectionProperties(
                new FooterReference { Type = HeaderFooterValues.Default, Id = "footer" },
                new PageSize { Width = PageWidth, Height = PageHeight },
                new PageMargin { Top = 1247, Bottom = Side, Left = Side, Right = Side, Header = 567, Footer = 567, Gutter = 0 }));
            main.Document = new Document(body);
        }
        stream.Position = 0;
        return FixedZip.Again(stream);
    }

    private static IEnumerable<OpenXmlElement> Part(PaperPart part, MainDocumentPart main, PaperPart? next) => part switch
    {
        PaperHeading heading => [Styled(WordStyles.Heading, Runs(heading.Text))],
        PaperText text => Written(text, next is PaperSignatures),
        PaperFields fields => [Table([0.28, 0.72], fields.Fields.Select(field => Row(Cell(0.28, WordStyles.Label, field.Name), Cell(0.72, WordStyles.Cell, field.Value)))), Gap()],
        PaperTable table => [Table(table.Shares, [Head(table), .. table.Rows.Select(row => Row([.. row.Select((cell, i) => Cell(table.Shares[i], WordStyles.Cell, cell))]))]), Gap()],
        PaperSignatures signatures => signatures.Signers.SelectMany((signer, i) => (Paragraph[])
            [Kept(Styled(WordStyles.Signature, Runs(signer + PaperPage.SignatureMark))), Kept(Styled(WordStyles.Day, Runs("日期：" + PaperPage.SignatureDay)), i < signatures.Signers.Count - 1)]),
        PaperCode code => [Kept(Styled(WordStyles.Picture, [WordPicture.Of(main, code.Address)])), Styled(WordStyles.Small, Runs(code.Caption + "\n" + code.Address))],
        _ => throw new NotSupportedException(part.GetType().Name),
    };

    private static Paragraph Styled(string style, IEnumerable<OpenXmlElement> runs) => new([new ParagraphProperties(new ParagraphStyleId { Val = style }), .. runs]);

    /// <summary>Its last words stay on the page of the signatures below: nobody signs a page that says nothing.</summary>
    private static IEnumerable<Paragraph> Written(PaperText text, bool signed)
    {
        var lines = Paper.Printable(text.Text).Split('\n');
        return lines.Select((line, i) => Kept(Styled(text.Small ? WordStyles.Small : WordStyles.Body, Runs(line)), signed && i == lines.Length - 1));
    }

    /// <summary>Stays on the page of what follows.</summary>
    private static Paragraph Kept(Paragraph paragraph, bool kept = true)
    {
        if (kept) paragraph.ParagraphProperties!.KeepNext = new();
        return paragraph;
    }

    /// <summary>Two tables that touch would become one.</summary>
    private static Paragraph Gap() => Styled(WordStyles.Small, []);

    private static IEnumerable<OpenXmlElement> Runs(string text) => Paper.Runs(Paper.Printable(text)).Select(run =>
    {
        var written = new Run();
        if (run.Blank) written.Append(new RunProperties(new Highlight { Val = HighlightColorValues.Yellow }));
        foreach (var (i, line) in run.Text.Split('\n').Index())
        {
            if (i > 0) written.Append(new Break());
            written.Append(new Text(line) { Space = SpaceProcessingModeValues.Preserve });
        }
        return (OpenXmlElement)written;
    });

    private static Table Table(IReadOnlyList<double> shares, IEnumerable<TableRow> rows) => new(
    [
        new TableProperties(
            new TableWidth { Width = "5000", Type = TableWidthUnitValues.Pct },
            new TableBorders(
                Line<TopBorder>(), Line<LeftBorder>(), Line<BottomBorder>(), Line<RightBorder>(), Line<InsideHorizontalBorder>(), Line<InsideVerticalBorder>()),
            new TableLayout { Type = TableLayoutValues.Fixed },
            new TableCellMarginDefault(
                new TopMargin { Width = "60", Type = TableWidthUnitValues.Dxa }, new TableCellLeftMargin { Width = 120, Type = TableWidthValues.Dxa },
                new BottomMargin { Width = "60", Type = TableWidthUnitValues.Dxa }, new TableCellRightMargin { Width = 120, Type = TableWidthValues.Dxa })),
        new TableGrid(shares.Select(share => new GridColumn { Width = Width(share) })),
        .. rows,
    ]);

    private static T Line<T>() where T : BorderType, new() => new() { Val = BorderValues.Single, Size = 6, Space = 0, Color = "000000" };

    private static TableRow Row(params IEnumerable<TableCell> cells) => new([new TableRowProperties(new CantSplit()), .. cells]);

    private static TableRow Head(PaperTable table) => new(
        [new TableRowProperties(new CantSplit(), new TableHeader()), .. table.Heads.Select((head, i) => Cell(table.Shares[i], WordStyles.Label, head))]);

    private static TableCell Cell(double share, string style, string text) =>
        new(new TableCellProperties(new TableCellWidth { Width = Width(share), Type = TableWidthUnitValues.Dxa }), Styled(style, Runs(text)));

    private static string Width(double share) => ((int)(TextWidth * share)).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static Footer Footer(Paper paper) => new(new Paragraph(
    [
        new ParagraphProperties(new ParagraphStyleId { Val = WordStyles.Foot }),
        new Run(new Text(paper.VersionLine)),
        new Run(new TabChar(), new Text("第 ") { Space = SpaceProcessingModeValues.Preserve }),
        new SimpleField(new Run(new Text("1"))) { Instruction = "PAGE" },
        new Run(new Text(" 页 共 ") { Space = SpaceProcessingModeValues.Preserve }),
        new SimpleField(new Run(new Text("1"))) { Instruction = "NUMPAGES" },
        new Run(new Text(" 页") { Space = SpaceProcessingModeValues.Preserve }),
    ]));
}
