using System.IO.Compression;
using System.Text;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using Marketplace.Web.Plans.Forms;
using Marketplace.Web.Platform.Face;
using static Marketplace.Web.Tests.Plans.Superior.OfficeFiles;

namespace Marketplace.Web.Tests.Plans.Superior;

/// <summary>Forms are filled without a database: what goes in decides what comes out.</summary>
public sealed class OfficeFormTests
{
    private const string Rows = """
        <sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1" t="s"><v>1</v></c><c r="C1" s="2" t="s"><v>2</v></c><c r="D1" s="1" t="s"><v>2</v></c><c r="E1" t="s"><v>3</v></c></row><row r="2"><c r="A2" t="inlineStr"><is><t>共 {{合同项数}} 项</t></is></c><c r="B2" s="1"><f>B1*2</f><v>0</v></c><c r="C2" t="str"><f>"x"</f><v>x</v></c><c r="D2" s="1"><v>7</v></c><c r="E2" t="s"><v>4</v></c></row></sheetData><headerFooter><oddHeader>&amp;C{{单位}}</oddHeader></headerFooter>
        """;

    private static readonly string[] s_strings =
    [
        "<t>不填的字</t>", "<t> {{指标：1.2：本季}} </t>", "<t>{{ 指标:1.2:同比 }}</t>", "<r><rPr><b/></rPr><t>单位：{{单</t></r><r><t>位}}，{{季度}}</t></r><rPh sb=\"0\" eb=\"1\"><t>dan</t></rPh>", "<t>{{指标:1.2:上年同期}}</t>",
    ];

    private static readonly Dictionary<string, FormValue> s_values = new(StringComparer.Ordinal)
    {
        ["指标:1.2:本季"] = FormValue.Of(1234.565m),
        ["指标:1.2:同比"] = FormValue.Percent(0.12345m),
        ["指标:1.2:上年同期"] = FormValue.Nothing,
        ["合同项数"] = FormValue.Of(3),
        ["单位"] = new("博州知识产权局 & <试>"),
        ["季度"] = new("2026年第三季度"),
    };

    [Fact]
    public void A_number_alone_in_its_cell_is_a_number_and_formats_formulas_and_other_cells_stay()
    {
        var filled = Fill(Workbook(Rows, s_strings))!;

        filled.Faults.ShouldBeEmpty();
        filled.Places.ShouldBe(8);
        var sheet = Part(filled, "xl/worksheets/sheet1.xml");
        foreach (var cell in (string[])
        [
            """<c r="A1" t="s"><v>0</v></c>""", """<c r="B1" s="1"><v>1234.565</v></c>""", """<c r="C1" s="2"><v>0.12345</v></c>""", """<c r="D1" s="1"><v>12.35</v></c>""", "共 3 项",
            """<c r="B2" s="1"><f>B1*2</f></c>""", """<c r="C2"><f>"x"</f></c>""", """<c r="D2" s="1"><v>7</v></c>""", """<c r="E2" t="inlineStr"><is><t>——</t></is></c>""", "&amp;C博州知识产权局 &amp;&amp; &lt;试&gt;",
        ]) sheet.ShouldContain(cell);
        // Bold stays bold, and the reading aid of the old words goes.
        sheet.ShouldContain("""<r><rPr><b /></rPr><t xml:space="preserve">单位：博州知识产权局 &amp; &lt;试&gt;</t></r><r><t xml:space="preserve">，2026年第三季度</t></r></is>""");
        Part(filled, "xl/workbook.xml").ShouldContain("""<calcPr fullCalcOnLoad="1" />""");
        Part(filled, "xl/styles.xml").ShouldBe(Text(Workbook(Rows, s_strings), "xl/styles.xml"));
        using var book = SpreadsheetDocument.Open(new MemoryStream(filled.Bytes), isEditable: false);
        new OpenXmlValidator().Validate(book, TestContext.Current.CancellationToken).Select(fault => $"{fault.Path?.XPath}: {fault.Description}").ShouldBeEmpty();
    }

    [Fact]
    public void A_placeholder_cut_into_runs_is_filled_in_the_run_it_began_in()
    {
        var form = Document(Paragraph("本季 {", "{指标:1.", "2:本季}", "} 万元，{{合同项数}}项") + $"<w:tbl><w:tr><w:tc>{Paragraph("{{季度}}")}</w:tc></w:tr></w:tbl>" + Paragraph("不填"), ("word/header1.xml", Header("{{单位}}")));
        var filled = Fill(form)!;

        filled.Faults.ShouldBeEmpty();
        filled.Places.ShouldBe(4);
        var text = Part(filled, "word/document.xml");
        text.ShouldContain("""<w:t xml:space="preserve">本季 1,234.57</w:t></w:r><w:r><w:t xml:space="preserve"></w:t></w:r><w:r><w:t xml:space="preserve"></w:t></w:r><w:r><w:t xml:space="preserve"> 万元，3项</w:t>""");
        text.ShouldContain("2026年第三季度");
        text.ShouldContain(Paragraph("不填"));
        Part(filled, "word/header1.xml").ShouldContain("博州知识产权局 &amp; &lt;试&gt;");
    }

    [Fact]
    public void What_nothing_is_called_is_told_with_its_cell_or_paragraph()
    {
        Fill(Workbook("""<sheetData><row r="3"><c r="C3" t="s"><v>0</v></c><c r="D3" t="s"><v>1</v></c><c r="E3"><f>"{{单位}}"</f></c></row></sheetData>""", ["<t>{{指标:9.9:本季}} {{单位}} {{甲}}</t>", "<t>{{单位</t>"], ("xl/comments1.xml", "<c>{{单位}}</c>")))!
            .Faults.ShouldBe([new(FormFaultKind.Unknown, "季报", "C3", "指标:9.9:本季"), new(FormFaultKind.Unknown, "季报", "C3", "甲"), new(FormFaultKind.Torn, "季报", "D3", "{{单位"), new(FormFaultKind.Elsewhere, "季报", "E3", "\"{{单位}}\""), new(FormFaultKind.Elsewhere, "xl/comments1.xml", "", "{{")]);
        Fill(Document(Paragraph("好") + Paragraph("{{乙}}") + Paragraph("丙}}"), ("word/header1.xml", Header("{{丁}}"))))!
            .Faults.ShouldBe([new(FormFaultKind.Unknown, "word/document.xml", "2", "乙"), new(FormFaultKind.Torn, "word/document.xml", "3", "丙}}"), new(FormFaultKind.Unknown, "word/header1.xml", "1", "丁")]);
    }

    [Theory]
    [InlineData("xlsx")]
    [InlineData("docx")]
    public void The_same_form_and_values_are_the_same_bytes(string kind)
    {
        byte[] Form() => kind == "xlsx" ? Workbook(Rows, s_strings) : Document(Paragraph("{{单位}}", "{{季度}}"));
        var first = Fill(Form())!.Bytes;

        foreach (var culture in (string[])["ug", "de-DE", "ar-SA"]) Language.In(culture, () => Fill(Form())!.Bytes).ShouldBe(first, culture);
        using var zip = new ZipArchive(new MemoryStream(first));
        zip.Entries.Select(entry => entry.LastWriteTime.Year).Distinct().ShouldBe([1980]);
    }

    [Fact]
    public void What_unpacks_to_too_much_or_is_torn_is_no_form()
    {
        Fill(Zip(("xl/workbook.xml", "<workbook"))).ShouldBeNull();
        Fill("PK not a zip"u8.ToArray()).ShouldBeNull();
        Fill(Workbook("""<sheetData><row r="1"><c r="A1" t="s"><v>8</v></c></row></sheetData>""", [])).ShouldBeNull();
        Fill(Document(Paragraph("{{单位}}"), ("word/media/bomb.xml", new(' ', (64 << 20) + 1)))).ShouldBeNull();
        Fill(Workbook(Rows, s_strings, ("xl/macrosheets/sheet1.xml", "<a/>"))).ShouldBeNull();
        Fill(Document("<!DOCTYPE a [<!ENTITY x 'y'>]>")).ShouldBeNull();
    }

    private static FilledForm? Fill(byte[] form) => OfficeForm.Fill(form, word => s_values.GetValueOrDefault(word));

    private static string Part(FilledForm filled, string name) => Text(filled.Bytes, name);

    private static string Text(byte[] file, string name)
    {
        using var zip = new ZipArchive(new MemoryStream(file));
        using var content = zip.GetEntry(name)!.Open();
        using var reader = new StreamReader(content, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
