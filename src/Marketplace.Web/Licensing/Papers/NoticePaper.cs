using Marketplace.Web.Platform.Documents;

namespace Marketplace.Web.Licensing.Papers;

/// <summary>专利开放许可实施通知书: what a licensee gives the patentee in writing (Art. 51). Its version code is at the foot of each page.</summary>
public static class NoticePaper
{
    public static Paper Of(NoticeRecord notice) => new("专利开放许可实施通知书", notice.Number,
    [
        new PaperText($"致专利权人：{string.Join('；', notice.Patent.Patentees.Select(party => party.Name))}"),
        new PaperText("贵方就下列专利作出的开放许可声明已由国家知识产权局公告。我方依照《中华人民共和国专利法》第五十一条通知贵方：我方自愿按照公告的条件实施该专利，并依照公告的支付方式、标准支付许可使用费。"),
        new PaperHeading("一、专利"),
        new PaperFields(PaperWords.Patent(notice.Patent)),
        new PaperHeading("二、被许可人"),
        new PaperFields([.. PaperWords.Licensee(notice.Licensee), new("联系人", PaperWords.Known(notice.ContactName)), new("联系电话", PaperWords.Known(notice.ContactPhone))]),
        new PaperHeading("三、实施"),
        new PaperFields([new("产品或者方法", notice.Products), new("开始实施日", PaperWords.Day(notice.From)), new("许可期限止", notice.Until is null ? "以公告为准" : PaperWords.Day(notice.Until))]),
        new PaperHeading("四、许可使用费"),
        new PaperFields(
        [
            new("支付方式", notice.Fee.Model),
            new("支付标准", notice.Fee.Terms),
            new("取得许可时支付", PaperWords.Due(notice.Fee)),
            .. notice.PaymentReference is { } reference ? [new PaperField("付款附言", reference)] : Array.Empty<PaperField>(),
        ]),
        new PaperHeading("五、条款依据"),
        new PaperFields([new("条款快照（SHA-256）", notice.TermsHash)]),
        new PaperText("双方的权利义务以发出本通知之日公告的条款为准；此后公告的变更或者撤回不影响已经取得的许可。", Small: true),
        new PaperHeading("六、确认"),
        .. notice.Confirmed is { } confirmed
            ? (PaperPart[])
            [
                new PaperFields([new("键入的被许可人名称", confirmed.Name), new("确认人", confirmed.Person), new("确认时间", PaperWords.Moment(confirmed.At))]),
                new PaperText("被许可人以数据电文方式确认并发出本通知。需要盖章的，请在下方签章。", Small: true),
            ]
            : [],
        new PaperSignatures([notice.Licensee.Name]),
    ]);
}
