using DocumentFormat.OpenXml.Spreadsheet;

namespace Marketplace.Web.Platform.Spreadsheets;

/// <summary>The few cell styles our workbooks have; an index into them is the style.</summary>
internal static class XlsxStyles
{
    public const uint Head = 6;
    public const uint Quoted = 7;

    public static uint Of(SheetForm form) => form switch
    {
        SheetForm.Whole => 2,
        SheetForm.Amount => 3,
        SheetForm.Percent => 4,
        SheetForm.Date => 5,
        _ => 1,
    };

    public static Stylesheet Make() => new(
        new NumberingFormats(new NumberingFormat { NumberFormatId = 164, FormatCode = "yyyy-mm-dd" }) { Count = 1 },
        new Fonts(new Font(new FontSize { Val = 11 }, new FontName { Val = "等线" }), new Font(new Bold(), new FontSize { Val = 11 }, new FontName { Val = "等线" })) { Count = 2 },
        new Fills(new Fill(new PatternFill { PatternType = PatternValues.None }), new Fill(new PatternFill { PatternType = PatternValues.Gray125 })) { Count = 2 },
        new Borders(new Border(new LeftBorder(), new RightBorder(), new TopBorder(), new BottomBorder(), new DiagonalBorder())) { Count = 1 },
        new CellStyleFormats(new CellFormat { NumberFormatId = 0, FontId = 0, FillId = 0, BorderId = 0 }) { Count = 1 },
        // Numbers of the built-in formats: 49 text, 3 #,##0, 4 #,##0.00, 10 0.00 %.
        new CellFormats(Format(0), Format(49), Format(3), Format(4), Format(10), Format(164),
            new CellFormat(new Alignment { Vertical = VerticalAlignmentValues.Center, WrapText = true }) { NumberFormatId = 49, FontId = 1, FillId = 0, BorderId = 0, FormatId = 0, ApplyFont = true, ApplyAlignment = true, ApplyNumberFormat = true },
            new CellFormat { NumberFormatId = 49, FontId = 0, FillId = 0, BorderId = 0, FormatId = 0, ApplyNumberFormat = true, QuotePrefix = true })
        { Count = 8 });

    private static CellFormat Format(uint number) => new() { NumberFormatId = number, FontId = 0, FillId = 0, BorderId = 0, FormatId = 0, ApplyNumberFormat = true };
}
