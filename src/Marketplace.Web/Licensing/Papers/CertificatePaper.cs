using Marketplace.Web.Platform.Documents;

namespace Marketplace.Web.Licensing.Papers;

/// <summary>开放许可证书: that notice and payment are on record, and since when. It says as much as is known about the payment and no more.</summary>
public static class CertificatePaper
{
    public static string Words(PaidState state) => state switch
    {
        PaidState.Free => "免费",
        PaidState.Later => "先使用后付费，目前无需付款",
        PaidState.Paid => "已付款，收款待确认",
        PaidState.PaidAndConfirmed => "已付款，收款已确认",
        PaidState.Contested => "收款有异议，处理中",
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };

    public static Paper Of(CertificateRecord licence) => new("开放许可证书", licence.Number,
    [
        new PaperText($"被许可人已就下列专利书面通知专利权人，并已满足公告的支付条件，自{PaperWords.Day(licence.EffectiveOn)}起依法取得开放许可。"),
        new PaperHeading("一、专利和专利权人"),
        new PaperFields(PaperWords.Patent(licence.Patent)),
        new PaperHeading("二、被许可人"),
        new PaperFields(PaperWords.Licensee(licence.Licensee)),
        new PaperHeading("三、许可"),
        new PaperFields(
        [
            new("许可种类", "开放许可（普通实施许可，不得再许可他人）"),
            new("通知书编号", licence.NoticeNumber),
            new("生效日", PaperWords.Day(licence.EffectiveOn)),
            new("许可期限", $"{PaperWords.Day(licence.From)}至{(licence.Until is null ? "公告的许可期限届满" : PaperWords.Day(licence.Until))}"),
        ]),
        new PaperHeading("四、许可使用费"),
        new PaperFields(
        [
            new("支付方式", licence.Fee.Model),
            new("支付标准", licence.Fee.Terms),
            new("取得许可时支付", PaperWords.Due(licence.Fee)),
            new("付款状态", Words(licence.Paid)),
        ]),
        new PaperHeading("五、核验"),
        new PaperFields([new("条款快照（SHA-256）", licence.TermsHash)]),
        new PaperCode("用手机扫描，或者打开下面的网址，核对本证书是否有效以及目前的付款状态。", licence.VerifyAt),
        new PaperText("本证书由平台根据通知和付款记录生成，不代替国家知识产权局的专利实施许可合同备案。专利年费是否减缴，以国家知识产权局的决定为准。", Small: true),
    ]);
}
