using System.Globalization;
using System.IO.Compression;
using System.Text;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using Marketplace.Web.Plans.Figures;
using Marketplace.Web.Plans.Reporting;
using Marketplace.Web.Platform.Face;
using static Marketplace.Web.Tests.Plans.Reporting.Reports;

namespace Marketplace.Web.Tests.Plans.Reporting;

/// <summary>Reports as files.</summary>
public sealed class ReportFileTests
{
    private static readonly PlanReport s_report = Of("2025-12-31",
        Indicator(MeasureType.FlowYear, "万元", Value("2024-12-31", 6000), Value("2025-12-31", 6750.125m)), Indicator(MeasureType.Ratio, "%", Value("2024-12-31", 48.1m), Value("2025-12-31", 55)) with { Code = "5", Name = "企业专利授权量占比", Base = null, BaseYear = null });

    [Theory]
    [InlineData("docx")]
    [InlineData("xlsx")]
    [InlineData("csv")]
    public void The_same_bytes_in_another_culture_at_another_time_and_of_an_input_that_was_read_again(string format)
    {
        var first = PlanReportFile.Of(s_report, format, Language.English);

        foreach (var culture in (string[])["ug", "de-DE", "ar-SA", "zh-CN"])
        {
            var again = Language.In(culture, () => PlanReportFile.Of(PlanReport.Of(s_report.Input with { Indicators = [.. s_report.Input.Indicators] }), format, Language.English));
            again.ShouldBe(first, culture);
        }
        PlanReportFile.Of(s_report, format, null).ShouldNotBe(first);
        if (format == "csv") return;
        using var zip = new ZipArchive(new MemoryStream(first));
        zip.Entries.Select(entry => entry.LastWriteTime.DateTime).Distinct().ShouldBe([new DateTime(1980, 1, 1, 0, 0, 0, DateTimeKind.Unspecified)]);
    }

    [Fact]
    public void The_document_is_valid_and_says_every_field()
    {
        using var document = WordprocessingDocument.Open(new MemoryStream(PlanReportFile.Of(s_report, "docx", null)), isEditable: false);

        new OpenXmlValidator().Validate(document, TestContext.Current.CancellationToken).Select(fault => $"{fault.Path?.XPath}: {fault.Description}").ShouldBeEmpty();
        var text = document.MainDocumentPart!.Document!.Body!.InnerText;
        foreach (var word in (string[])["自治州知识产权“十四五”规划执行情况报告", "（截至2025年12月31日）", "博州政发〔2021〕151号", s_report.Seal, "知识产权质押融资金额（万元）", "预期性", "2020年（基期）", "2025年（目标）", "4078", "7000", "6,750.13", "6,000", "12.5%", "96.43%",
            "未达标", "6.9 个百分点", "州市场监管局", "促进专利技术转化运用", "缺报", "督办未答复", "单位负责人：", "审核人：", "填表人：", "电话：", "日期：", "（单位盖章）", "叶尔肯", "汪敏", "州统计局年报", "年报.pdf", new('a', 64),
            "ZH-7K2M4Q8P", "西北工业大学", "博乐市滴灌有限公司", "50,000.50", "20,000.00"]) text.ShouldContain(word);
        // A4 and the margins of GB/T 9704, tables across the long side, the page's number at the foot.
        var sections = document.MainDocumentPart.Document.Body.Descendants<DocumentFormat.OpenXml.Wordprocessing.SectionProperties>().ToList();
        sections.Count.ShouldBe(2);
        sections[0].GetFirstChild<DocumentFormat.OpenXml.Wordprocessing.PageMargin>().ShouldSatisfyAllConditions(m => m!.Top!.Value.ShouldBe(2098), m => m!.Left!.Value.ShouldBe(1588u), m => m!.Bottom!.Value.ShouldBe(1984), m => m!.Right!.Value.ShouldBe(1474u));
        sections[1].GetFirstChild<DocumentFormat.OpenXml.Wordprocessing.PageSize>()!.Width!.Value.ShouldBe(16838u);
        document.MainDocumentPart.FooterParts.Count().ShouldBe(2);
    }

    [Fact]
    public void The_workbook_is_valid_and_its_numbers_have_every_digit()
    {
        var bytes = PlanReportFile.Of(s_report, "xlsx", null);
        using var document = SpreadsheetDocument.Open(new MemoryStream(bytes), isEditable: false);

        new OpenXmlValidator().Validate(document, TestContext.Current.CancellationToken).Select(fault => $"{fault.Path?.XPath}: {fault.Description}").ShouldBeEmpty();
        using var zip = new ZipArchive(new MemoryStream(bytes));
        zip.Entries.Count(entry => entry.FullName.StartsWith("xl/worksheets/", StringComparison.Ordinal)).ShouldBe(4);
        var first = string.Concat(document.WorkbookPart!.WorksheetParts.Select(part => part.Worksheet!.OuterXml));
        first.ShouldContain("<x:v>6750.125</x:v>");
        first.ShouldContain(s_report.Seal);
        first.ShouldContain("单位负责人");
    }

    [Fact]
    public void The_table_for_machines_keeps_every_digit_and_bears_the_seal()
    {
        var lines = Encoding.UTF8.GetString(PlanReportFile.Of(s_report, "csv", null)).Split("\r\n");

        lines[0].ShouldContain("编号,指标,单位,属性,2020年（基期）,2025年（目标）,本季,累计/期末,数据日期,上年同期");
        lines[1].ShouldStartWith("2,知识产权质押融资金额,万元,预期性,4078,7000,,6750.125,2025-12-31,6000,");
        lines[1].ShouldContain("叶尔肯,汪敏,州统计局年报,2025-12-31," + s_report.Seal);
        decimal.Parse(lines[1].Split(',')[11], CultureInfo.InvariantCulture).ShouldBe(6750.125m / 7000 * 100, 1e-20m);
    }

    [Theory]
    [InlineData("en", "Indicator (unit)", "not met")]
    [InlineData("ug", "كۆرسەتكۈچ (بىرلىك)", "سان ئاساسى")]
    public void In_two_languages_heads_and_fixed_words_stand_in_both(string tag, string head, string word)
    {
        using var document = WordprocessingDocument.Open(new MemoryStream(PlanReportFile.Of(s_report, "docx", Language.Find(tag))), isEditable: false);

        new OpenXmlValidator().Validate(document, TestContext.Current.CancellationToken).Select(fault => $"{fault.Path?.XPath}: {fault.Description}").ShouldBeEmpty();
        var text = document.MainDocumentPart!.Document!.Body!.InnerText;
        foreach (var said in (string[])["指标名称（单位）", head, word, "单位负责人："]) text.ShouldContain(said);
    }
}
