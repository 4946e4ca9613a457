using System.IO.Compression;
using System.Net;
using System.Text.RegularExpressions;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using DocumentFormat.OpenXml.Wordprocessing;
using Marketplace.Web.Platform.Documents;

namespace Marketplace.Web.Tests.Platform.Documents;

public sealed partial class PaperTests
{
    [Fact]
    public void Word_document_and_page_say_the_same_in_the_same_order()
    {
        var paper = PaperSample.Of();
        var page = WebUtility.HtmlDecode(Tags.Replace(Head.Replace(PaperPage.Of(paper), ""), ""));
        using var word = WordprocessingDocument.Open(new MemoryStream(WordDocument.Of(paper)), false);
        var document = word.MainDocumentPart!.Document.InnerText + word.MainDocumentPart.FooterParts.Single().Footer.InnerText;
        foreach (var written in (string[])[page, document])
        {
            var at = -1;
            foreach (var words in paper.Words().SelectMany(text => text.Split('\n'))) (at = written.IndexOf(words, at + 1, StringComparison.Ordinal)).ShouldBeGreaterThan(-1, words);
            written.ShouldContain(paper.VersionLine);
            written.ShouldContain("天山大学（签字或盖章）：");
        }
    }

    [Fact]
    public void A_word_document_is_valid_and_has_the_fonts_of_official_papers()
    {
        using var word = WordprocessingDocument.Open(new MemoryStream(WordDocument.Of(PaperSample.Of())), false);
        new OpenXmlValidator().Validate(word, TestContext.Current.CancellationToken).Select(fault => $"{fault.Path?.XPath}: {fault.Description}").ShouldBeEmpty();
        word.MainDocumentPart!.StyleDefinitionsPart!.Styles!.OuterXml.ShouldSatisfyAllConditions(xml => xml.ShouldContain("仿宋"), xml => xml.ShouldContain("宋体"), xml => xml.ShouldContain("黑体"));
        word.MainDocumentPart.ImageParts.Count().ShouldBe(1);
        word.MainDocumentPart.Document.OuterXml.ShouldSatisfyAllConditions(xml => xml.ShouldContain("w:w=\"11906\" w:h=\"16838\""), xml => xml.ShouldContain("<w:highlight w:val=\"yellow\" /></w:rPr><w:t xml:space=\"preserve\">【待填】"), xml => xml.ShouldContain("<w:tblHeader"));
    }

    [Fact]
    public void All_signatures_of_a_word_document_stay_with_the_last_words_above_them()
    {
        using var stream = new MemoryStream(WordDocument.Of(new("合同", null, [new PaperText("第一句。\n末句。"), new PaperSignatures(["甲方", "乙方"])])));
        using var document = WordprocessingDocument.Open(stream, false);
        document.MainDocumentPart!.Document!.Body!.Elements<Paragraph>().Select(paragraph => paragraph.ParagraphProperties?.KeepNext is not null).ShouldBe([false, false, true, true, true, true, false]);
    }

    [Fact]
    public async Task The_same_paper_is_the_same_file_whenever_it_is_made()
    {
        var (word, page, pdf) = (WordDocument.Of(PaperSample.Of()), PaperPage.Of(PaperSample.Of()), Pdf(PaperSample.Of()));
        // A zip counts in two seconds, a PDF in one.
        await Task.Delay(2100, TestContext.Current.CancellationToken);
        WordDocument.Of(PaperSample.Of()).ShouldBe(word);
        PaperPage.Of(PaperSample.Of()).ShouldBe(page);
        Pdf(PaperSample.Of()).ShouldBe(pdf);
    }

    [Fact]
    public void Another_word_makes_another_version_code()
    {
        var paper = PaperSample.Of();
        paper.Version.ShouldMatch("^([0-9A-F]{4}-){3}[0-9A-F]{4}$");
        (paper with { Number = "KX-2026-0002" }).Version.ShouldNotBe(paper.Version);
        (paper with { Parts = [.. paper.Parts.Skip(1), paper.Parts[0]] }).Version.ShouldNotBe(paper.Version);
        PaperSample.Of(4).Version.ShouldNotBe(paper.Version);
    }

    [Fact]
    public void A_page_asks_for_nothing_and_its_policy_allows_its_style_only()
    {
        var paper = PaperSample.Of();
        var page = PaperPage.Of(paper);
        page.ShouldSatisfyAllConditions(p => p.ShouldNotContain("src="), p => p.ShouldNotContain("url("), p => p.ShouldNotContain("style=\""), p => p.ShouldContain("&lt;A&amp;B&gt;"), p => p.ShouldContain("<mark>【待填】</mark>"));
        var style = page[(page.IndexOf("<style>", StringComparison.Ordinal) + 7)..page.IndexOf("</style>", StringComparison.Ordinal)];
        PaperPage.Policy(paper).ShouldContain($"style-src 'sha256-{Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(style)))}'");
    }

    [Fact]
    public void What_XML_cannot_hold_is_left_out()
    {
        var paper = new Paper("题\u0001目", null, [new PaperText("甲\u000B乙\uFFFE丙\r\n丁")]);
        using var word = WordprocessingDocument.Open(new MemoryStream(WordDocument.Of(paper)), false);
        word.MainDocumentPart!.Document.Body!.InnerText.ShouldBe("题目甲乙丙丁");
        PaperPage.Of(paper).ShouldContain("<p>甲乙丙</p>\n<p>丁</p>");
    }

    [Fact]
    public async Task An_archive_written_as_it_goes_holds_the_files_in_their_order()
    {
        using var stream = new MemoryStream();
        await FixedZip.WriteAsync(stream, Files(), TestContext.Current.CancellationToken);
        stream.Position = 0;
        using var zip = new ZipArchive(stream);
        zip.Entries.Select(entry => (entry.FullName, entry.Length, entry.LastWriteTime.Year)).ShouldBe([("二.txt", 2L, 1980), ("一.txt", 1L, 1980)]);

        static async IAsyncEnumerable<(string, byte[])> Files()
        {
            yield return ("二.txt", [1, 2]);
            await Task.Yield();
            yield return ("一.txt", [1]);
        }
    }

    internal static byte[] Pdf(Paper paper) => new PaperPdf(PaperSample.Fonts).Of(paper).Value;

    [GeneratedRegex("<[^>]*>", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Tags { get; }

    [GeneratedRegex("<head>.*</head>", RegexOptions.ExplicitCapture | RegexOptions.Singleline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Head { get; }
}
