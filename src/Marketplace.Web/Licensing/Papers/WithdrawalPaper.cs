using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Platform.Documents;

namespace Marketplace.Web.Licensing.Papers;

/// <summary>撤回专利开放许可声明: in writing, of all patentees, without conditions (Art. 50(2)).</summary>
public static class WithdrawalPaper
{
    public static Paper Of(FrozenTerms terms) => new("撤回专利开放许可声明", null,
    [
        new PaperHeading("一、专利"),
        new PaperFields([new("专利号", terms.Number), new("发明创造名称", terms.Title)]),
        new PaperHeading("二、专利权人"),
        new PaperTable(["序号", "姓名或者名称"], [.. terms.Patentees.Select((name, i) => (IReadOnlyList<string>)[$"{i + 1}", name])]),
        new PaperHeading("三、所撤回的声明"),
        new PaperFields([new("公告号", terms.AnnouncementNo), new("公告日", PaperWords.Day(terms.AnnouncedOn)), new("许可使用费", terms.FeeSentence)]),
        new PaperHeading("四、撤回理由"),
        new PaperText(Paper.Blank),
        new PaperHeading("五、声明"),
        new PaperText("""
            1．全体专利权人一致同意撤回上述专利开放许可声明，撤回不附条件。
            2．专利权人知悉：撤回自国务院专利行政部门公告之日起生效；公告以前他人已经取得的开放许可继续有效，专利权人按原声明的内容继续履行。
            """),
        new PaperSignatures([.. terms.Patentees]),
    ]);
}
