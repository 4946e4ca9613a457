using System.Globalization;
using Marketplace.Web.Licensing.Papers;
using Marketplace.Web.Platform.Documents;

namespace Marketplace.Web.Licensing.Income.Contracts;

/// <param name="Recordal">Patent, parties, notice, certificate and payments, as for the recordal.</param>
/// <param name="Seller">让与方: who registers.</param>
/// <param name="Total">合同成交总额: what is fixed in the terms.</param>
/// <param name="Running">Whether more is owed by sales, and the amount grows with it.</param>
public sealed record ContractRecord(RecordalRecord Recordal, LicenceParty Seller, decimal Total, bool Running, string? Number, DateOnly? RegisteredOn);

/// <summary>What a technical contract is registered with, in one archive: checklist, data of the form, the contract itself (announced terms, notice), payments, certificate.</summary>
public static class TechContractPack
{
    public static byte[] Of(ContractRecord record) => FixedZip.Of(
    [
        ("0-办理清单.docx", WordDocument.Of(Checklist(record))),
        ("1-登记申请信息.docx", WordDocument.Of(Form(record))),
        RecordalPack.Basis(record.Recordal, "2-合同文本-实施通知书.docx"),
        ("3-付款凭证清单.docx", WordDocument.Of(RecordalPack.Payments(record.Recordal))),
        .. RecordalPack.Certificate(record.Recordal),
        .. record.Recordal.Payments.Index().Where(paid => paid.Item.File is not null)
            .Select(paid => (string.Create(CultureInfo.InvariantCulture, $"付款凭证/{paid.Index + 1}-{Platform.Files.Upload.NameOf(paid.Item.File!.Name)}"), paid.Item.File!.Bytes)),
    ]);

    internal static Paper Checklist(ContractRecord record) => new("技术合同认定登记办理清单", record.Recordal.Certificate.Number,
    [
        new PaperFields([new("专利号", record.Recordal.Certificate.Patent.Number), new("合同生效日", PaperWords.Day(record.Recordal.Certificate.EffectiveOn)), new("登记编号", record.Number ?? Paper.Blank), new("登记日期", PaperWords.Day(record.RegisteredOn))]),
        new PaperText("技术合同由技术让与方（许可人）在合同生效后向所在地的技术合同登记机构申请认定登记，一项合同只登记一次。"),
        new PaperTable(["完成", "材料", "在哪里"],
        [
            ["□", "登记申请（按 1 中的信息在技术合同登记系统填写）", "1-登记申请信息.docx"],
            record.Recordal.Contract is { } signed ? ["□", $"合同文本，版本码 {signed.VersionCode}", "2-合同文本"] : ["□", "合同文本：公告的开放许可声明和实施通知书", "2-合同文本-实施通知书.docx；声明以国家知识产权局公告为准"],
            ["□", "付款凭证", record.Recordal.Payments.Any(paid => paid.File is not null) ? "3-付款凭证清单.docx、付款凭证" : "3-付款凭证清单.docx"],
            ["□", "专利权有效的证明：专利证书、专利登记簿副本", "由申请人准备"],
            ["□", "申请人主体证明和经办人授权", "由申请人准备"],
            ["□", "收到登记编号后，在平台登记编号、日期、核定金额并上传证明", "由申请人办理"],
        ]),
        new PaperText("合同成交总额和技术交易额以登记机构核定的为准。减免税款以税务机关的决定为准。", Small: true),
    ]);

    internal static Paper Form(ContractRecord record)
    {
        var (patent, licensee, certificate) = (record.Recordal.Certificate.Patent, record.Recordal.Certificate.Licensee, record.Recordal.Certificate);
        return new("技术合同认定登记申请信息", certificate.Number,
        [
            new PaperHeading("一、合同"),
            new PaperFields(
            [
                new("合同名称", $"{patent.Title}{(record.Recordal.Contract is { } negotiated ? negotiated.Kind : "专利开放许可")}"),
                new("合同类别", record.Recordal.Contract?.Transfers == true ? "技术转让合同（专利权转让）" : "技术许可合同（专利实施许可）"),
                new("许可种类", record.Recordal.Contract?.Kind ?? "普通许可（开放许可）"),
                new("合同编号", certificate.Number),
                new("合同生效日", PaperWords.Day(certificate.EffectiveOn)),
                new("合同期限", $"{PaperWords.Day(certificate.From)}至{PaperWords.Day(certificate.Until)}"),
            ]),
            new PaperHeading("二、让与方（许可人）"),
            new PaperFields([new("名称", record.Seller.Name), new("统一社会信用代码", PaperWords.Known(record.Seller.Code)), new("地址", PaperWords.Known(record.Seller.Address))]),
            new PaperHeading("三、受让方（被许可人）"),
            new PaperFields([new("名称", licensee.Name), new("统一社会信用代码", PaperWords.Known(licensee.Code)), new("地址", PaperWords.Known(licensee.Address))]),
            new PaperHeading("四、标的专利"),
            new PaperFields([.. PaperWords.Patent(patent), new("主分类号", PaperWords.Known(record.Recordal.MainIpc)), new("实施的产品或者方法", record.Recordal.Notice.Products)]),
            new PaperHeading("五、金额"),
            new PaperFields(
            [
                new("合同成交总额", PaperWords.Amount(record.Total) + (record.Running ? "，另按公告的标准提成" : "")),
                new("其中技术交易额", PaperWords.Amount(record.Total) + (record.Running ? "，另按公告的标准提成" : "")),
                new("支付方式", certificate.Fee.Model),
                new("支付标准", certificate.Fee.Terms),
            ]),
            new PaperText("许可不含设备、原材料等非技术性费用，技术交易额与合同成交总额相同；登记机构另有核定的，以核定为准。", Small: true),
            new PaperSignatures([record.Seller.Name]),
        ]);
    }
}
