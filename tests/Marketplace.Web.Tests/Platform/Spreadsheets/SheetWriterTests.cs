using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using Marketplace.Web.Platform.Spreadsheets;

namespace Marketplace.Web.Tests.Platform.Spreadsheets;

public sealed class SheetWriterTests
{
    private sealed record Line(string Code, string Name, int Staff, decimal Revenue, DateOnly? Since, decimal Share);

    private static readonly SheetPlan s_plan = new([new("code", "代码") { Required = true }, new("name", "名称") { Required = true }, new("staff", "人数"), new("revenue", "收入"), new("since", "日期"), new("share", "比例")]);

    private static readonly IReadOnlyList<SheetField<Line>> s_fields =
    [
        new("代码", l => l.Code) { Width = 22 }, new("名称", l => l.Name), new("人数", l => l.Staff) { Form = SheetForm.Whole }, new("收入", l => l.Revenue) { Form = SheetForm.Amount },
        new("日期", l => l.Since) { Form = SheetForm.Date }, new("比例", l => l.Share) { Form = SheetForm.Percent, Choices = ["0.5", "1"] },
    ];

    private static readonly Line[] s_lines = [new("0012345678901234567890", "甲", 1200, 1234567.5m, new(2024, 2, 29), .5m), new("E1", "", 0, -3.25m, null, 1)];

    [Fact]
    public void A_written_workbook_is_valid_typed_and_read_back_as_it_was()
    {
        var file = XlsxWriter.Write("名录/2026", s_fields, s_lines);
        using (var document = SpreadsheetDocument.Open(new MemoryStream(file), isEditable: false))
            new OpenXmlValidator().Validate(document, TestContext.Current.CancellationToken).Select(e => $"{e.Path?.XPath}: {e.Description}").ShouldBeEmpty();
        var rows = SheetReader.Open(file, s_plan).Value.ReadAll().Value.All;
        rows.Select(r => (r["code"], r["name"], r["staff"], r["revenue"], r["since"], r["share"])).ShouldBe(
            [("0012345678901234567890", "甲", "1200", "1234567.5", "2024-02-29", "0.5"), ("E1", "", "0", "-3.25", "", "1")]);
    }

    [Fact]
    public void A_written_text_file_is_read_back_as_it_was()
    {
        var file = CsvWriter.Write(s_fields, s_lines);
        file[..3].ShouldBe([0xEF, 0xBB, 0xBF]);
        SheetReader.Open(file, s_plan).Value.ReadAll().Value.All.Select(r => (r["code"], r["staff"], r["revenue"], r["since"])).ShouldBe(
            [("0012345678901234567890", "1200", "1234567.50", "2024-02-29"), ("E1", "0", "-3.25", "")]);
    }

    [Theory]
    [InlineData("=cmd|' /C calc'!A0"), InlineData("+1+1"), InlineData("-2+3"), InlineData("@SUM(A1)"), InlineData("＝1+1")]
    public void What_would_be_a_formula_stays_text(string attack)
    {
        IReadOnlyList<SheetField<string>> fields = [new("代码", l => l), new("名称", l => "名")];
        System.Text.Encoding.UTF8.GetString(CsvWriter.Write(fields, [attack])).ShouldContain("'" + attack);
        SheetReader.Open(CsvWriter.Write(fields, [attack]), s_plan).Value.Rows().Single()["code"].ShouldBe(attack);
        var workbook = XlsxWriter.Write("表", fields, [attack]);
        SheetReader.Open(workbook, s_plan).Value.Rows().Single()["code"].ShouldBe(attack);
        using var document = SpreadsheetDocument.Open(new MemoryStream(workbook), isEditable: false);
        document.WorkbookPart!.WorksheetParts.SelectMany(p => p.Worksheet.Descendants<DocumentFormat.OpenXml.Spreadsheet.CellFormula>()).ShouldBeEmpty();
    }

    [Fact]
    public void Any_text_survives_both_ways()
    {
        const string alphabet = "aZ09 ,;\t\"'=+-@\n，；、·（）买买提ئا𠮷😀<>&_x0041_|";
        var runes = alphabet.EnumerateRunes().ToArray();
        var random = new Random(11);
        var lines = Enumerable.Range(0, 500).Select(_ => string.Concat(Enumerable.Range(0, random.Next(1, 20)).Select(_ => runes[random.Next(runes.Length)].ToString())).Trim())
            .Where(t => t.Length > 0 && !t.StartsWith("=\"", StringComparison.Ordinal) && !t.StartsWith('\'')).ToArray();
        IReadOnlyList<SheetField<string>> fields = [new("代码", l => "C"), new("名称", l => l)];
        foreach (var file in (byte[][])[XlsxWriter.Write("表", fields, lines), CsvWriter.Write(fields, lines)])
            SheetReader.Open(file, s_plan).Value.ReadAll().Value.All.Select(r => r["name"]).ShouldBe(lines);
    }
}
