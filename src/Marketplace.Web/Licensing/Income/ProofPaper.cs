using Marketplace.Web.Licensing.Papers;
using Marketplace.Web.Platform.Documents;

namespace Marketplace.Web.Licensing.Income;

/// <summary>What a proof says; the page its code leads to says the same, as it stands then.</summary>
public sealed record ConversionProof
{
    public required string Name { get; init; }
    public required ShareKind Kind { get; init; }
    public required string Holder { get; init; }
    public required string HolderCode { get; init; }
    public required string PatentNumber { get; init; }
    public required string Title { get; init; }
    public required string Licence { get; init; }
    public required string Licensee { get; init; }
    public required DateOnly? EffectiveOn { get; init; }

    /// <summary>到账额 this sharing is of; what the person gets stands on no proof.</summary>
    public required decimal Gross { get; init; }
    public required SharingState State { get; init; }
    public required DateOnly? PaidOn { get; init; }
    public required string VerifyAt { get; init; }
}

/// <summary>科技成果转化证明: that somebody contributed to a conversion that took place, for titles and projects. It says no share: that is between unit and person.</summary>
public static class ProofPaper
{
    public static Paper Of(ConversionProof proof) => new("科技成果转化证明", proof.Licence,
    [
        new PaperText($"兹证明{proof.Name}为下列专利的{(proof.Kind == ShareKind.Inventor ? "发明人（设计人）" : "成果转化贡献人")}，该专利已经以开放许可方式实现转化。"),
        new PaperHeading("一、贡献人"),
        new PaperFields([new("姓名", proof.Name), new("身份", proof.Kind == ShareKind.Inventor ? "发明人、设计人" : "为转化作出重要贡献的人员")]),
        new PaperHeading("二、成果"),
        new PaperFields([new("专利号", proof.PatentNumber), new("发明创造名称", proof.Title), new("专利权人（许可人）", proof.Holder), new("统一社会信用代码", proof.HolderCode)]),
        new PaperHeading("三、转化"),
        new PaperFields(
        [
            new("转化方式", "专利开放许可"),
            new("许可编号", proof.Licence),
            new("被许可人", proof.Licensee),
            new("许可生效日", PaperWords.Day(proof.EffectiveOn)),
            new("到账金额", PaperWords.Amount(proof.Gross)),
            new("收益分配", proof.PaidOn is { } day ? $"已于{PaperWords.Day(day)}发放" : "已确认，待发放"),
        ]),
        new PaperHeading("四、核验"),
        new PaperCode("用手机扫描，或者打开下面的网址，核对本证明是否有效。", proof.VerifyAt),
        new PaperSignatures([proof.Holder]),
    ]);
}
