using System.IO.Compression;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Listings.Declarations;
using Marketplace.Web.Licensing.Papers;
using Marketplace.Web.Platform.Documents;
using Marketplace.Web.Tests.Platform.Documents;
using DocumentFormat.OpenXml.Packaging;

namespace Marketplace.Web.Tests.Licensing;

public sealed class LicencePaperTests
{
    [Fact]
    public void A_declaration_has_all_that_is_known_and_marks_what_is_not()
    {
        var row = PaperRecords.Declaration;
        var words = Words(DeclarationPaper.Of(row));
        foreach (var value in (string[])
            [row.Number, row.Title, row.Kind, "天山大学", "12650000457600123A", row.Consents, row.ReportNo, row.ReportOn, row.ReportConclusion, row.FeeModel, row.Fee, row.FeeBasis, row.Payee, "2027年1月1日", row.ContactName, row.ContactMail!, row.OtherTerms!])
            words.ShouldContain(value);
        // The code of the second holder and the last day.
        words.Count(word => word == Paper.Blank).ShouldBe(2);
        words.ShouldNotContain(DeclarationSheet.ContactPhone);
        words.ShouldNotContain(word => word.StartsWith("草稿", StringComparison.Ordinal));
        DeclarationPaper.Of(row).Parts.OfType<PaperSignatures>().Single().Signers.ShouldBe(["天山大学", "乌苏市农机厂"]);
    }

    [Fact]
    public void A_declaration_that_something_stands_in_the_way_of_says_that_it_is_a_draft() =>
        Words(DeclarationPaper.Of(PaperRecords.Declaration with { Guards = [new GuardAnswer("G2", true, "中止", "等待")] })).ShouldContain(word => word.StartsWith("草稿", StringComparison.Ordinal));

    [Fact]
    public void A_notice_names_both_sides_the_patent_the_fee_in_words_and_who_confirmed_it_when()
    {
        var words = Words(NoticePaper.Of(PaperRecords.Notice));
        foreach (var value in (string[])
            ["TZ-2026-000123", "ZL202310000001.5", "一种棉花打包机的自动捆扎装置", "天山大学；乌苏市农机厂", "KF2026-0117", "2026年9月18日", "91652701MA78ABCD2X", "博乐市工业园区5号", "4MDK-200型棉花打包机", "2026年12月1日", "2029年11月30日",
                "￥100,005.00（人民币大写：壹拾万零伍元整）", "KX7Q2M9P", PaperRecords.Notice.TermsHash, "博乐市金棉机械有限公司", "阿依古丽", "2026年11月22日 16:30:15（北京时间）"])
            words.ShouldContain(value);
    }

    [Theory]
    [InlineData(null, "按公告的标准计算，见支付标准")]
    [InlineData(0, "免费（人民币大写：零元整）")]
    [InlineData(20_000, "￥20,000.00（人民币大写：贰万元整）")]
    public void What_is_due_is_said_whether_it_is_nothing_something_or_not_known_yet(int? amount, string words) =>
        Words(NoticePaper.Of(PaperRecords.Notice with { Fee = PaperRecords.Notice.Fee with { Amount = amount } })).ShouldContain(words);

    [Theory]
    [InlineData(PaidState.Free, "免费")]
    [InlineData(PaidState.Paid, "已付款，收款待确认")]
    [InlineData(PaidState.PaidAndConfirmed, "已付款，收款已确认")]
    public void A_certificate_says_of_the_payment_exactly_what_is_known(PaidState state, string words)
    {
        var paper = CertificatePaper.Of(PaperRecords.Certificate with { Paid = state });
        paper.Parts.OfType<PaperFields>().SelectMany(part => part.Fields).Single(field => field.Name == "付款状态").Value.ShouldBe(words);
        foreach (var value in (string[])["KX-2026-000123", "2026年11月22日", "2026年12月1日至2029年11月30日", PaperRecords.Certificate.TermsHash, PaperRecords.Certificate.VerifyAt]) Words(paper).ShouldContain(value);
        Words(paper).ShouldContain(word => word.Contains("不代替国家知识产权局的专利实施许可合同备案", StringComparison.Ordinal));
    }

    [Fact]
    public void A_pack_holds_every_paper_and_proof_and_says_until_when_to_file()
    {
        using var zip = new ZipArchive(new MemoryStream(RecordalPack.Of(PaperRecords.Recordal)));
        zip.Entries.Select(entry => entry.FullName).ShouldBe(["0-办理清单.docx", "1-备案申请信息.docx", "2-实施通知书.docx", "3-付款凭证清单.docx", "4-开放许可证书.docx", "付款凭证/1-回单.pdf", "付款凭证/2-回单.pdf"]);
        Read("0-办理清单.docx").ShouldContain("2027年2月22日");
        Read("1-备案申请信息.docx").ShouldSatisfyAllConditions(text => text.ShouldContain("B65B 27/12"), text => text.ShouldContain("授权公告日" + Paper.Blank), text => text.ShouldContain("乌鲁木齐市天山区胜利路1号"), text => text.ShouldContain("已付款，收款待确认"));
        Read("3-付款凭证清单.docx").ShouldSatisfyAllConditions(text => text.ShouldContain("￥60,000.00"), text => text.ShouldContain("￥100,005.00（人民币大写：壹拾万零伍元整）"), text => text.ShouldContain("1-回单.pdf"));
        RecordalPack.Of(PaperRecords.Recordal).ShouldBe(RecordalPack.Of(PaperRecords.Recordal));

        string Read(string name)
        {
            using var content = zip.GetEntry(name)!.Open();
            using var copy = new MemoryStream();
            content.CopyTo(copy);
            using var word = WordprocessingDocument.Open(copy, false);
            return word.MainDocumentPart!.Document.InnerText;
        }
    }

    [Fact]
    public void A_free_licence_needs_no_proof_of_payment()
    {
        var free = PaperRecords.Recordal with { Payments = [], Certificate = PaperRecords.Certificate with { Paid = PaidState.Free, Fee = new("免费", "免费", 0) } };
        Words(RecordalPack.Checklist(free)).ShouldContain("付款凭证：免费许可，不需要");
        Words(RecordalPack.Payments(free)).ShouldContain("公告的许可使用费为免费，没有付款凭证。");
        Words(RecordalPack.Payments(free with { Certificate = PaperRecords.Certificate })).ShouldContain(word => word.EndsWith(Paper.Blank, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_paper_can_be_a_PDF()
    {
        var record = PaperRecords.Recordal;
        foreach (var paper in (Paper[])[DeclarationPaper.Of(PaperRecords.Declaration), NoticePaper.Of(record.Notice), CertificatePaper.Of(record.Certificate), RecordalPack.Checklist(record), RecordalPack.Form(record), RecordalPack.Payments(record)])
            PaperTests.Pdf(paper).AsSpan(0, 5).SequenceEqual("%PDF-"u8).ShouldBeTrue(paper.Title);
    }

    private static List<string> Words(Paper paper) => [.. paper.Words()];
}
