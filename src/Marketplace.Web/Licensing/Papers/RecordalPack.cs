using System.Globalization;
using System.Security.Cryptography;
using Marketplace.Web.Platform.Documents;

namespace Marketplace.Web.Licensing.Papers;

/// <summary>What is needed to file the recordal (备案) of an open licence, in one archive: a checklist, the data of the form, notice, proofs of payment, certificate.</summary>
public static class RecordalPack
{
    public const string MediaType = "application/zip";

    public static byte[] Of(RecordalRecord record) => FixedZip.Of(
    [
        ("0-办理清单.docx", WordDocument.Of(Checklist(record))),
        ("1-备案申请信息.docx", WordDocument.Of(Form(record))),
        Basis(record, "2-实施通知书.docx"),
        ("3-付款凭证清单.docx", WordDocument.Of(Payments(record))),
        .. Certificate(record),
        .. Proofs(record).Select(proof => ($"付款凭证/{proof.Name}", proof.File.Bytes)),
    ]);

    /// <summary>What the licence rests on: the contract, or the notice under this name.</summary>
    internal static (string Name, byte[] Bytes) Basis(RecordalRecord record, string notice) => record.Contract is { } contract
        ? (ContractName(contract), contract.File.Bytes) : (notice, WordDocument.Of(NoticePaper.Of(record.Notice)));

    /// <summary>Only an open licence has one: a contract proves itself.</summary>
    internal static IEnumerable<(string Name, byte[] Bytes)> Certificate(RecordalRecord record) =>
        record.Contract is null ? [("4-开放许可证书.docx", WordDocument.Of(CertificatePaper.Of(record.Certificate)))] : [];

    private static string ContractName(ContractProof contract) => "2-合同文本" + Path.GetExtension(contract.File.Name);

    internal static Paper Checklist(RecordalRecord record) => new(record.Contract is null ? "开放许可备案办理清单" : "专利实施许可合同备案办理清单", record.Certificate.Number,
    [
        new PaperFields([new("专利号", record.Certificate.Patent.Number), new("生效日", PaperWords.Day(record.Certificate.EffectiveOn)), new("最迟提交日", PaperWords.Day(record.FileBy))]),
        new PaperText((record.Contract is null ? "备案应当自许可生效之日起三个月内提出，专利权人或者被许可人都可以办理。" : "备案应当自合同生效之日起三个月内提出。") + "期限最后一日是法定休假日的，上面的日期已经顺延到其后的第一个工作日。"),
        new PaperTable(["完成", "材料", "在哪里"],
        [
            ["□", "备案申请（按 1 中的信息在国家知识产权局的系统填写）", "1-备案申请信息.docx"],
            record.Contract is { } contract ? ["□", $"双方签章的合同，版本码 {contract.VersionCode}", ContractName(contract)] : ["□", "实施通知书，有签章的用签章后的扫描件", "2-实施通知书.docx"],
            ["□", record.Certificate.Paid switch
            {
                PaidState.Free when record.Contract is not null => "付款凭证：按合同约定的期限支付",
                PaidState.Free => "付款凭证：免费许可，不需要",
                PaidState.Later => "付款凭证：先使用后付费，取得许可时没有付款",
                _ => "付款凭证和清单",
            }, Proofs(record).Count > 0 ? "3-付款凭证清单.docx、付款凭证" : "3-付款凭证清单.docx"],
            .. record.Contract is null ? (IReadOnlyList<string>[])[["□", "开放许可证书（供参考，不是备案的法定文件）", "4-开放许可证书.docx"]] : [],
            ["□", "申请人身份证明；委托代理机构办理的，另附委托书", "由申请人准备"],
            ["□", "收到备案号后，在平台登记备案号、备案日期并上传证明", "由申请人办理"],
        ]),
        new PaperText("备案不是许可生效的条件。具体要求以国家知识产权局公布的办事指南为准。", Small: true),
    ]);

    internal static Paper Form(RecordalRecord record) => new("专利实施许可备案申请信息", record.Certificate.Number,
    [
        new PaperHeading("一、专利"),
        new PaperFields(
        [
            .. PaperWords.Patent(record.Certificate.Patent),
            new("主分类号", PaperWords.Known(record.MainIpc)),
            new("申请日", PaperWords.Day(record.AppliedOn)),
            new("授权公告日", PaperWords.Day(record.GrantedOn)),
        ]),
        new PaperHeading("二、许可人"),
        Parties(record.Certificate.Patent.Patentees),
        new PaperHeading("三、被许可人"),
        Parties([record.Certificate.Licensee]),
        new PaperHeading("四、许可"),
        new PaperFields(
        [
            new("许可种类", record.Contract?.Kind ?? "开放许可"),
            new("生效日", PaperWords.Day(record.Certificate.EffectiveOn)),
            new("许可期限起", PaperWords.Day(record.Certificate.From)),
            new("许可期限止", PaperWords.Day(record.Certificate.Until)),
            new("实施的产品或者方法", record.Notice.Products),
            new("许可使用费支付方式", record.Certificate.Fee.Model),
            new("许可使用费标准", record.Certificate.Fee.Terms),
            // By contract nothing has to be paid before there is a licence.
            .. record.Contract is null ? (PaperField[])[new("取得许可时支付", PaperWords.Due(record.Certificate.Fee)), new("付款状态", CertificatePaper.Words(record.Certificate.Paid))] : [],
        ]),
        new PaperHeading("五、备案申请人"),
        Parties([record.Applicant]),
        new PaperSignatures([record.Applicant.Name]),
    ]);

    internal static Paper Payments(RecordalRecord record)
    {
        var files = Proofs(record);
        return new("许可使用费付款凭证清单", record.Certificate.Number,
        [
            new PaperFields([new("专利号", record.Certificate.Patent.Number), new("被许可人", record.Certificate.Licensee.Name), new("应当支付", record.Contract is null ? PaperWords.Due(record.Certificate.Fee) : record.Certificate.Fee.Terms)]),
            record.Payments.Count == 0
                ? new PaperText(record.Contract is not null ? "按合同约定的期限支付，生效时没有付款凭证。" : record.Certificate.Paid switch
                {
                    PaidState.Free => "公告的许可使用费为免费，没有付款凭证。",
                    PaidState.Later => "公告的许可使用费先使用后支付，取得许可时没有付款凭证。",
                    _ => "没有登记付款凭证。" + Paper.Blank,
                })
                : new PaperTable(["序号", "付款日", "凭证号", "金额", "付款人", "方式", "状态"],
                    [.. record.Payments.Select((paid, i) => (IReadOnlyList<string>)[$"{i + 1}", PaperWords.Day(paid.PaidOn), paid.Number, PaperWords.Figures(paid.Amount), paid.Payer, paid.Means, CertificatePaper.Words(paid.State)])]),
            .. record.Payments.Count > 0 ? [new PaperFields([new("合计", PaperWords.Amount(record.Payments.Sum(paid => paid.Amount)))])] : Array.Empty<PaperPart>(),
            .. files.Count > 0
                ? [new PaperHeading("凭证文件"), new PaperTable(["文件", "SHA-256"], [.. files.Select(proof => (IReadOnlyList<string>)[proof.Name, Convert.ToHexStringLower(SHA256.HashData(proof.File.Bytes))])])]
                : Array.Empty<PaperPart>(),
        ]);
    }

    private static PaperTable Parties(IReadOnlyList<LicenceParty> parties) =>
        new(["姓名或者名称", "统一社会信用代码或证件号码", "地址"], [.. parties.Select(party => (IReadOnlyList<string>)[party.Name, PaperWords.Known(party.Code), PaperWords.Known(party.Address)])]);

    /// <summary>Numbered as in the list, so that two files of one name do not meet.</summary>
    private static List<(string Name, ProofFile File)> Proofs(RecordalRecord record) =>
        [.. record.Payments.Index().Where(paid => paid.Item.File is not null).Select(paid => (string.Create(CultureInfo.InvariantCulture, $"{paid.Index + 1}-{Platform.Files.Upload.NameOf(paid.Item.File!.Name)}"), paid.Item.File!))];
}
