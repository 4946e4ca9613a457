using Marketplace.Web.Catalogue.Listings.Declarations;
using Marketplace.Web.Platform.Documents;

namespace Marketplace.Web.Licensing.Papers;

/// <summary>专利开放许可声明 with all its contents (Rule 85, domain.md §2.2); what nobody has said yet is marked to be filled.</summary>
public static class DeclarationPaper
{
    public static Paper Of(PreparedDeclaration row)
    {
        var (names, codes) = (row.Patentees.Split('；'), row.Codes.Split('；'));
        return new("专利开放许可声明", null,
        [
            .. row.Verdict is DeclarationVerdict.Blocked ? [new PaperText("草稿：核对时发现障碍，消除以前不能提交。障碍和解决办法见平台的批次页面。", Small: true)] : Array.Empty<PaperPart>(),
            new PaperHeading("一、专利"),
            new PaperFields([new("专利号", row.Number), new("发明创造名称", row.Title), new("专利类型", row.Kind)]),
            new PaperHeading("二、专利权人"),
            new PaperTable(["序号", "姓名或者名称", "统一社会信用代码或证件号码"], [.. names.Select((name, i) => (IReadOnlyList<string>)[$"{i + 1}", name, PaperWords.Known(codes.ElementAtOrDefault(i))])]),
            new PaperFields([new(DeclarationSheet.Consents, row.Consents.Replace("；", "\n", StringComparison.Ordinal))]),
            new PaperHeading("三、专利权评价报告"),
            new PaperFields([new("编号", row.ReportNo), new("日期", row.ReportOn), new("结论", row.ReportConclusion)]),
            new PaperHeading("四、许可使用费"),
            new PaperFields([new("支付方式", row.FeeModel), new("支付标准", row.Fee), new("计算依据", row.FeeBasis), new(DeclarationSheet.Payee, row.Payee)]),
            new PaperHeading("五、许可期限"),
            new PaperFields([new("起", PaperWords.Day(row.From)), new("止", PaperWords.Day(row.Until))]),
            new PaperHeading("六、联系方式"),
            // One way to reach them is enough, so the other may be empty.
            new PaperFields([new(DeclarationSheet.ContactName, row.ContactName), .. new PaperField[] { new(DeclarationSheet.ContactPhone, row.ContactPhone), new("联系邮箱", row.ContactMail ?? "") }.Where(field => field.Value.Length > 0)]),
            new PaperHeading("七、其他需要明确的事项"),
            new PaperText(row.OtherTerms ?? "无。"),
            new PaperHeading("八、声明"),
            new PaperText("""
                1．专利权人自愿声明，愿意许可任何单位或者个人实施上述专利。书面通知专利权人并依照本声明的支付方式、标准支付许可使用费的，即取得许可，不需要专利权人另行同意。
                2．许可期限内，专利权人不就上述专利给予独占许可或者排他许可。
                3．作出声明时，上述专利没有在有效期限内的独占许可或者排他许可，没有因权属纠纷或者保全而中止，年费已按规定缴纳；专利权已经质押的，已取得质权人同意；共有的，已取得全体共有人同意。
                4．撤回声明须书面提出，自公告之日起生效；撤回以前已经取得的开放许可继续有效。
                5．以上内容真实、准确、清楚，没有商业性宣传用语。
                """),
            new PaperSignatures(names),
        ]);
    }
}
