using System.Text;
using Marketplace.Web.Platform.Spreadsheets;
using static Marketplace.Web.Tests.Platform.Spreadsheets.HandMadeXlsx;

namespace Marketplace.Web.Tests.Platform.Spreadsheets;

public sealed class SheetReaderTests
{
    private static readonly SheetPlan s_plan = new([new("uscc", "统一社会信用代码", "信用代码", "USCC") { Required = true }, new("name", "名称", "企业名称") { Required = true }, new("phone", "联系电话", "电话"), new("since", "成立日期"), new("revenue", "营业收入(万元)")]);

    private static IReadOnlyList<SheetRow> Rows(byte[] file, SheetPlan? plan = null) => SheetReader.Open(file, plan ?? s_plan).Value.ReadAll().Value.All;

    private static string Fault(byte[] file, SheetPlan? plan = null)
    {
        var opened = SheetReader.Open(file, plan ?? s_plan);
        return opened.Succeeded ? opened.Value.ReadAll().Failures.Single().Code : opened.Failures.Single().Code;
    }

    [Fact]
    public void Shared_rich_and_inline_strings_numbers_and_dates_are_read_as_a_person_means_them()
    {
        var file = Make([("表", "visible", Row(1, "统一社会信用代码", "名称", "联系电话", "成立日期", "营业收入（万元）") + """
            <row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c><c r="C2"><v>1.3812345678E10</v></c><c r="D2" s="1"><v>45616</v></c><c r="E2"><v>0.30000000000000004</v></c></row>
            <row r="3"><c r="A3"><v>9.1652701000000006E+17</v></c><c r="B3" t="str"><v>公式&amp;结果</v></c><c r="C3"><v>13812345678</v></c><c r="D3" s="2"><v>45616.5</v></c><c r="E3"><v>1E-3</v></c></row>
            """)],
            "<si><t xml:space=\"preserve\"> 91652701MA7DEM016K </t></si><si><r><t>博乐</t></r><r><t>酒庄_x000A_二号</t></r><rPh sb=\"0\" eb=\"1\"><t>boLe</t></rPh></si>",
            "<numFmts><numFmt numFmtId=\"176\" formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;\"/></numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"176\"/></cellXfs>", "");
        var rows = Rows(file);
        rows[0]["uscc"].ShouldBe("91652701MA7DEM016K");
        rows[0]["name"].ShouldBe("博乐酒庄\n二号");
        (rows[0]["phone"], rows[0].HasLostDigits("phone")).ShouldBe(("13812345678", false));
        rows[0]["since"].ShouldBe("2024-11-20");
        rows[0]["revenue"].ShouldBe("0.3");
        rows[1].HasLostDigits("uscc").ShouldBeTrue();
        rows[1]["name"].ShouldBe("公式&结果");
        rows[1]["phone"].ShouldBe("13812345678");
        rows[1]["since"].ShouldBe("2024-11-20 12:00:00");
        rows[1]["revenue"].ShouldBe("0.001");
    }

    [Fact]
    public void The_1904_calendar_of_old_Macs_is_four_years_off()
    {
        var file = Make([("表", "visible", Row(1, "信用代码", "名称", null, "成立日期") + "<row><c r=\"A2\" t=\"inlineStr\"><is><t>X</t></is></c><c r=\"D2\" s=\"1\"><v>44154</v></c></row>")],
            "", "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs>", "<workbookPr date1904=\"1\"/>");
        Rows(file).Single()["since"].ShouldBe("2024-11-20");
    }

    [Fact]
    public void Titles_merged_heads_empty_rows_and_rows_without_numbers_do_not_confuse()
    {
        var rows = Rows(Make(("表", "visible",
            Row(1, "2026年企业名录") + Row(3, "序号", "统一社会信用代码*", "企业 名称", "联系方式", null) + Row(4, null, null, null, "联系电话（必填）", "邮箱") + Row(7, "1", "A", "甲", "0909-1") + Row(8, "合计") + "<row><c t=\"inlineStr\"><is><t>2</t></is></c><c t=\"inlineStr\"><is><t>B</t></is></c></row>")));
        rows.Select(r => (r.Number, r["uscc"], r["name"], r["phone"])).ShouldBe([(7, "A", "甲", "0909-1"), (9, "B", "", "")]);
    }

    [Fact]
    public void Of_several_sheets_the_first_visible_one_with_the_heads_is_taken()
    {
        var wanted = Row(1, "USCC", "名称");
        var file = Make(("说明", "visible", Row(1, "请填写")), ("旧", "hidden", wanted + Row(2, "OLD", "旧")), ("更旧", "veryHidden", wanted), ("新", "visible", wanted + Row(2, "NEW", "新")), ("再", "visible", wanted));
        var sheet = SheetReader.Open(file, s_plan).Value;
        sheet.Name.ShouldBe("新");
        sheet.Rows().Single()["uscc"].ShouldBe("NEW");
        Fault(Make(("旧", "hidden", wanted))).ShouldBe("sheet_no_such_columns");
    }

    [Fact]
    public void A_unit_that_differs_is_another_column() =>
        Rows(Make(("表", "visible", Row(1, "信用代码", "名称", "营业收入（元）") + Row(2, "A", "甲", "5000")))).Single()["revenue"].ShouldBe("");

    [Theory]
    [InlineData("utf-8", false), InlineData("utf-8", true), InlineData("GB18030", false), InlineData("utf-16", true)]
    public void Text_files_are_read_in_every_encoding_and_with_every_separator(string encoding, bool mark)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        foreach (var separator in (string[])[",", ";", "\t"])
        {
            var e = Encoding.GetEncoding(encoding);
            var text = string.Join("\r\n", string.Join(separator, "名称", "信用代码", "电话"), "", string.Join(separator, "\"甲\"\"乙\n丙\"", "91652701MA7DEM016K", "1.38E+10"), string.Join(separator, "买买提·䶮", "=\"0123\"", "'-5"));
            var rows = Rows([.. mark ? e.GetPreamble() : [], .. e.GetBytes(text)]);
            rows.Select(r => (r.Number, r["name"], r["uscc"])).ShouldBe([(3, "甲\"乙\n丙", "91652701MA7DEM016K"), (4, "买买提·䶮", "0123")]);
            (rows[0]["phone"], rows[0].HasLostDigits("phone")).ShouldBe(("13800000000", true));
            rows[1]["phone"].ShouldBe("-5");
        }
    }

    [Fact]
    public void What_cannot_be_read_says_why()
    {
        var good = Make(("表", "visible", Row(1, "信用代码", "名称") + string.Concat(Enumerable.Range(2, 400).Select(n => Row(n, $"C{n}{Guid.CreateVersion7()}", "名")))));
        byte[] compound = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
        Fault([]).ShouldBe("sheet_empty");
        Fault([.. compound, .. Encoding.Unicode.GetBytes("EncryptedPackage")]).ShouldBe("sheet_password");
        Fault([.. compound, .. Encoding.Unicode.GetBytes("Workbook")]).ShouldBe("sheet_old_format");
        Fault("<html><table>"u8.ToArray()).ShouldBe("sheet_old_format");
        Fault(good[..(good.Length / 2)]).ShouldBe("sheet_torn");
        Fault(Make(("表", "visible", Row(1, "信用代码", "名称") + "<row r=\"2\"><c r=\"A2\"><v>1</v>"))).ShouldBe("sheet_torn");
        Fault(Make(("表", "visible", Row(1, "信用代码", "名称") + "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>99</v></c></row>"))).ShouldBe("sheet_torn");
        Fault(Make([("表", "visible", Row(1, "信用代码", "名称"))], "", "", "", ("xl/vbaProject.bin", "x"))).ShouldBe("sheet_macros");
        Fault(Make([("表", "visible", Row(1, "信用代码", "名称"))], "", "", "", ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"))).ShouldBe("sheet_not_a_table");
        Fault([0x89, 0x50, 0x4E, 0x47, 0, 0, 0, 1]).ShouldBe("sheet_not_a_table");
        Fault("名称,电话\n甲,1"u8.ToArray()).ShouldBe("sheet_no_such_columns");
        Fault("名称,信用代码\n\"甲,1"u8.ToArray()).ShouldBe("sheet_torn");
        Fault(good, s_plan with { MaxRows = 399 }).ShouldBe("sheet_too_many_rows");
        SheetReader.Open(good, s_plan with { MaxRows = 400 }).Value.ReadAll().Value.All.Count.ShouldBe(400);
    }

    [Fact]
    public void A_document_type_that_would_fetch_or_explode_is_refused() =>
        Fault(Make([("表", "visible", "&bomb;")], "", "", "", ("xl/sharedStrings.xml", "<!DOCTYPE x [<!ENTITY bomb \"boom\">]><sst>&bomb;</sst>"))).ShouldBe("sheet_torn");

    [Fact]
    public void No_cut_or_scrambled_file_throws()
    {
        var good = XlsxWriter.Write<int>("表", [new("信用代码", n => $"C{n}"), new("名称", n => "名")], Enumerable.Range(0, 50));
        var random = new Random(7);
        for (var n = 0; n < 300; n++)
        {
            var bad = good[..random.Next(1, good.Length)];
            for (var flips = random.Next(4); flips > 0; flips--) bad[random.Next(bad.Length)] ^= (byte)(1 << random.Next(8));
            var opened = SheetReader.Open(bad, s_plan);
            if (opened.Succeeded) opened.Value.ReadAll();   // Either way it returns.
        }
    }
}
