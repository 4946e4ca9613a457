using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Marketplace.Testing;
using Marketplace.Web.Platform.Documents;
using Microsoft.Extensions.Options;
using SkiaSharp;

namespace Marketplace.Web.Tests.Platform.Documents;

/// <summary>The faces are those of fonts-noto-cjk, which <c>./run</c> and <c>./test</c> install.</summary>
public sealed partial class PaperPdfTests
{
    [Fact]
    public async Task A_reader_of_the_PDF_finds_every_word_of_the_paper()
    {
        var paper = PaperSample.Of(rows: 60);
        var (text, pages) = await ReadAsync(PaperTests.Pdf(paper));
        foreach (var words in paper.Words()) text.ShouldContain(Spaces.Replace(words, ""));
        text.ShouldContain("乌苏市农机厂（签字或盖章）：");
        pages.ShouldBe(Regexes(text, "共([0-9]+)页").Select(int.Parse).Distinct().Single());
        pages.ShouldBeGreaterThan(2);
        // On every page: which paper it belongs to, and what its columns are.
        Regexes(text, Regex.Escape(Spaces.Replace(paper.VersionLine, "")) + "()").Count.ShouldBe(pages);
        Regexes(text, "(序号名称)").Count.ShouldBe(pages - 1);
    }

    [Fact]
    public async Task A_cell_longer_than_a_page_goes_on_over_the_next_ones()
    {
        var terms = string.Concat(Enumerable.Range(1, 900).Select(n => $"第{n}条约定；"));
        var (text, pages) = await ReadAsync(PaperTests.Pdf(new("长表", null, [new PaperFields([new("其他约定", terms), new("联系人", "李工")])])));
        pages.ShouldBeGreaterThan(2);
        text.ShouldContain("第1条约定；");
        text.ShouldContain("第900条约定；");
        text.ShouldContain("联系人李工");
    }

    [Fact]
    public void A_letter_without_a_shape_refuses_the_PDF_and_names_it()
    {
        new PaperPdf(PaperSample.Fonts).Of(new("通知书", null, [new PaperText("姓名：ئالىم")])).Failures.ShouldHaveSingleItem().ShouldSatisfyAllConditions(f => f.Code.ShouldBe("pdf_no_letter"), f => f.Message.ShouldContain("ئ"));
    }

    [Fact]
    public void Without_fonts_there_is_a_reason_and_no_PDF()
    {
        using var fonts = new PaperFonts(Options.Create(new PaperFontOptions { Title = "/nowhere/a.ttc" }));
        var pdf = new PaperPdf(fonts);
        pdf.Missing!.Code.ShouldBe("pdf_no_font");
        pdf.Of(PaperSample.Of()).Failures[0].Message.ShouldBe(PaperTexts.NoFont);
    }

    [Fact]
    public void Lines_are_full_and_begin_with_no_closing_mark_and_end_with_no_opening_one()
    {
        using var font = new SKFont(PaperSample.Fonts.Text, 10);
        // Ten characters a line.
        PdfLines.Of("一二三四五六七八九十，甲（乙丙丁戊己庚辛壬（癸）ZL20231000.5。", font, 100).Select(line => line.Text)
            .ShouldBe(["一二三四五六七八九", "十，甲（乙丙丁戊己庚", "辛壬（癸）", "ZL20231000.5。"]);
        PdfLines.Of("甲乙\n\n丙", font, 100).Select(line => line.Text).ShouldBe(["甲乙", "", "丙"]);
        PdfLines.Of("甲乙丙丁戊己庚辛壬癸", font, 100, indent: 20).Select(line => line.Text).ShouldBe(["甲乙丙丁戊己庚辛", "壬癸"]);
        // A word longer than the line is cut.
        PdfLines.Of(new string('W', 40), font, 100).Count.ShouldBeGreaterThan(2);
        PdfLines.Of("", font, 100).Count.ShouldBe(1);
    }

    [Fact]
    public void What_is_to_be_filled_is_marked_and_stays_whole()
    {
        using var font = new SKFont(PaperSample.Fonts.Text, 10);
        var lines = PdfLines.Of("一二三四五六七八【待填】九", font, 100);
        lines.Select(line => line.Text).ShouldBe(["一二三四五六七八", "【待填】九"]);
        lines[1].Marks.ShouldBe([(0f, 40f)]);
    }

    [Fact]
    public async Task Nobody_signs_a_page_that_says_nothing()
    {
        // Wherever on a page the text ends.
        for (var length = 20; length < 40; length++)
        {
            var paper = new Paper("合同", null, [new PaperText(string.Join('\n', Enumerable.Range(1, length).Select(n => $"第{n}句。"))), new PaperSignatures(["甲方", "乙方", "丙方"])]);
            var signed = (await PagesAsync(PaperTests.Pdf(paper))).Where(page => page.Contains("签字或盖章", StringComparison.Ordinal)).ToList();
            signed.ShouldHaveSingleItem().ShouldContain($"第{length}句");
        }
    }

    /// <summary>What a reader's search would see, without white space, and how many pages there are.</summary>
    private static async Task<(string Text, int Pages)> ReadAsync(byte[] pdf)
    {
        var pages = await PagesAsync(pdf);
        return (string.Concat(pages), pages.Count);
    }

    private static async Task<List<string>> PagesAsync(byte[] pdf)
    {
        if (!File.Exists("/usr/bin/pdftotext")) Assert.Skip("poppler-utils is not installed; ./test installs it");
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "paper.pdf");
        await File.WriteAllBytesAsync(path, pdf, TestContext.Current.CancellationToken);
        using var reader = Process.Start(new ProcessStartInfo("/usr/bin/pdftotext", ["-raw", path, "-"]) { RedirectStandardOutput = true, StandardOutputEncoding = Encoding.UTF8 })!;
        var text = await reader.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        return [.. text.Split('\f')[..^1].Select(page => Spaces.Replace(page, ""))];
    }

    private static List<string> Regexes(string text, string pattern) => [.. Regex.Matches(text, pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)).Select(match => match.Groups[1].Value)];

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Spaces { get; }
}
