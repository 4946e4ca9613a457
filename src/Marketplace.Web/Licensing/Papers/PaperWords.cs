using System.Globalization;
using Marketplace.Web.Platform.Documents;
using Marketplace.Web.Platform.Face;

namespace Marketplace.Web.Licensing.Papers;

/// <summary>What the papers of licensing have in common. They are Chinese, whatever the language of who makes them.</summary>
internal static class PaperWords
{
    public static string Day(DateOnly? day) => day is { } d ? string.Create(CultureInfo.InvariantCulture, $"{d.Year}年{d.Month}月{d.Day}日") : Paper.Blank;

    /// <summary>Beijing time, to the second: it says when a notice was given.</summary>
    public static string Moment(DateTimeOffset at) => string.Create(CultureInfo.InvariantCulture, $"{Day(Dates.Day(at))} {at.ToOffset(TimeSpan.FromHours(8)):HH:mm:ss}（北京时间）");

    public static string Known(string? text) => string.IsNullOrWhiteSpace(text) ? Paper.Blank : text;

    public static string Figures(decimal yuan) => "￥" + yuan.ToString("#,0.00", CultureInfo.InvariantCulture);

    /// <summary>￥1,000.00（人民币大写：壹仟元整）</summary>
    public static string Amount(decimal yuan) => $"{Figures(yuan)}（人民币大写：{CapitalYuan.Of(yuan)}）";

    public static string Due(LicenceFee fee) => fee.Amount switch
    {
        null => "按公告的标准计算，见支付标准",
        0 when fee.Later => "取得许可时无需支付，以后按支付标准支付",
        0 => "免费（人民币大写：零元整）",
        { } yuan => Amount(yuan),
    };

    public static PaperField[] Patent(LicensedPatent patent) =>
    [
        new("专利号", patent.Number),
        new("发明创造名称", patent.Title),
        new("专利类型", patent.Kind),
        new("专利权人", string.Join('；', patent.Patentees.Select(party => party.Name))),
        // What was negotiated was never announced.
        .. patent.AnnouncementNo.Length > 0 ? [new PaperField("开放许可公告号", patent.AnnouncementNo), new PaperField("开放许可公告日", Day(patent.AnnouncedOn))] : Array.Empty<PaperField>(),
    ];

    public static PaperField[] Licensee(LicenceParty party) =>
    [
        new("被许可人", party.Name),
        new("统一社会信用代码或证件号码", Known(party.Code)),
        new("地址", Known(party.Address)),
    ];
}
