using Marketplace.Web.Catalogue.Listings.Declarations;
using Marketplace.Web.Licensing.Papers;

namespace Marketplace.Web.Tests.Licensing;

/// <summary>One open licence on paper.</summary>
internal static class PaperRecords
{
    public static readonly LicensedPatent Patent = new()
    {
        Number = "ZL202310000001.5",
        Title = "一种棉花打包机的自动捆扎装置",
        Kind = "发明",
        Patentees = [new("天山大学", "12650000457600123A", "乌鲁木齐市天山区胜利路1号"), new("乌苏市农机厂", "91654202MA77XXXX1Q")],
        AnnouncementNo = "KF2026-0117",
        AnnouncedOn = new(2026, 9, 18),
    };

    public static readonly NoticeRecord Notice = new()
    {
        Number = "TZ-2026-000123",
        Patent = Patent,
        Licensee = new("博乐市金棉机械有限公司", "91652701MA78ABCD2X", "博乐市工业园区5号"),
        ContactName = "阿依古丽",
        ContactPhone = "0909-2310000",
        Products = "4MDK-200型棉花打包机",
        From = new(2026, 12, 1),
        Until = new(2029, 11, 30),
        Fee = new("一次性付费", "一次性支付 10.0005 万元。", 100_005m),
        PaymentReference = "KX7Q2M9P",
        TermsHash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        Confirmed = new("博乐市金棉机械有限公司", "阿依古丽", new(2026, 11, 22, 8, 30, 15, TimeSpan.Zero)),
    };

    public static readonly CertificateRecord Certificate = new()
    {
        Number = "KX-2026-000123",
        NoticeNumber = Notice.Number,
        Patent = Patent,
        Licensee = Notice.Licensee,
        From = Notice.From,
        Until = Notice.Until,
        Fee = Notice.Fee,
        Paid = PaidState.Paid,
        EffectiveOn = new(2026, 11, 22),
        TermsHash = Notice.TermsHash,
        VerifyAt = "https://zhuanli.example.cn/certificates/KX-2026-000123",
    };

    public static readonly RecordalRecord Recordal = new()
    {
        Notice = Notice,
        Certificate = Certificate,
        Payments =
        [
            new("2026112200017", new(2026, 11, 22), 60_000m, "博乐市金棉机械有限公司", "银行转账", PaidState.PaidAndConfirmed, new("回单.pdf", [1, 2, 3])),
            new("2026112200018", new(2026, 11, 22), 40_005m, "博乐市金棉机械有限公司", "银行转账", PaidState.Paid, new("回单.pdf", [4, 5])),
        ],
        Applicant = Notice.Licensee,
        MainIpc = "B65B 27/12",
        AppliedOn = new(2023, 1, 3),
        FileBy = new(2027, 2, 22),
    };

    public static readonly PreparedDeclaration Declaration = new()
    {
        ApplicationNo = "202320000007",
        Number = "ZL202320000007.9",
        Title = "滴灌带接头",
        Kind = "实用新型",
        Patentees = "天山大学；乌苏市农机厂",
        Codes = "12650000457600123A；【待填】",
        Consents = "乌苏市农机厂：同意书-2026-3.pdf",
        ReportNo = "PJ2026001",
        ReportOn = "2026-05-06",
        ReportConclusion = "未发现不符合授予专利权条件的缺陷",
        FeeModel = "入门费加提成",
        Fee = "先支付入门费 2 万元，此后每年按净销售额的 3% 支付。\n净销售额指含税销售额减去退货和税金。",
        FeeBasis = "参照同类许可",
        From = new(2027, 1, 1),
        Payee = "天山大学 中国银行 1234",
        ContactName = "李工",
        ContactPhone = "",
        ContactMail = "li@example.cn",
        OtherTerms = "提供图纸和一次现场指导。",
        ToFill = ["统一社会信用代码（顺序同左）", "许可期限止"],
    };
}
