using System.Text;
using Marketplace.Web.Catalogue.LegalStatus;
using K = Marketplace.Web.Catalogue.LegalStatus.PatentEventKind;

namespace Marketplace.Web.Catalogue.Import;

/// <summary>Words for the legal status in exports of the office and of search systems, and what each says happened.</summary>
internal static class StatusWords
{
    /// <summary>Looked for in this order: the longer phrase before the shorter one it contains.</summary>
    private static readonly (string Part, PatentEventKind? Event, bool? Granted)[] s_parts =
    [
        ("视为放弃", K.Withdrawn, false), ("视为撤回", K.Withdrawn, false), ("视撤", K.Withdrawn, false), ("撤回专利申请", K.Withdrawn, false), ("主动撤回", K.Withdrawn, false),
        ("驳回", K.Rejected, false),
        ("实质审查", K.ExaminationBegun, null), ("进入实审", K.ExaminationBegun, null), ("实审", K.ExaminationBegun, null),
        ("部分无效", K.DeclaredPartlyInvalid, true), ("无效宣告(部分)", K.DeclaredPartlyInvalid, true),
        ("全部无效", K.DeclaredInvalid, true), ("宣告无效", K.DeclaredInvalid, true), ("无效宣告", K.DeclaredInvalid, true),
        ("未缴年费", K.LapsedUnpaid, true), ("未缴费", K.LapsedUnpaid, true), ("欠费终止", K.LapsedUnpaid, true), ("费用终止", K.LapsedUnpaid, true),
        ("期限届满", K.Expired, true), ("届满", K.Expired, true), ("到期终止", K.Expired, true),
        ("避免重复授权", K.Abandoned, true), ("避重", K.Abandoned, true), ("放弃专利权", K.Abandoned, true), ("放弃", K.Abandoned, true),
        ("滞纳", K.FeeLate, true), ("等年费", K.FeeLate, true),
        ("开放许可声明的撤回", K.OpenLicenceWithdrawn, true), ("开放许可撤回", K.OpenLicenceWithdrawn, true), ("开放许可", K.OpenLicenceDeclared, true),
        ("许可合同备案的注销", K.LicenceEnded, true), ("许可备案注销", K.LicenceEnded, true), ("许可合同备案的变更", K.LicenceChanged, true), ("许可", K.LicenceRecorded, true),
        ("质押合同登记的注销", K.PledgeReleased, true), ("质押登记的注销", K.PledgeReleased, true), ("质押注销", K.PledgeReleased, true), ("解除质押", K.PledgeReleased, true),
        ("质押合同登记的变更", K.PledgeChanged, true), ("质押变更", K.PledgeChanged, true), ("质押", K.Pledged, true),
        ("保全的解除", K.PreservationLifted, true), ("解除保全", K.PreservationLifted, true), ("保全解除", K.PreservationLifted, true), ("保全", K.Preserved, true),
        ("中止程序的恢复", K.ProcedureResumed, true), ("中止恢复", K.ProcedureResumed, true), ("中止", K.ProcedureSuspended, true),
        ("权利恢复", K.RightRestored, true), ("专利权的恢复", K.RightRestored, true), ("恢复", K.RightRestored, true),
        ("转移", K.Transferred, null), ("权利转让", K.Transferred, null), ("转让", K.Transferred, null),
        ("著录事项变更", K.DetailsChanged, null), ("著录变更", K.DetailsChanged, null),
        ("撤回", K.Withdrawn, false),
    ];

    private static readonly Dictionary<string, StatusWord> s_whole = new(StringComparer.Ordinal)
    {
        ["有效"] = new(null, true),
        ["有权"] = new(null, true),
        ["授权"] = new(null, true),
        ["专利权维持"] = new(null, true),
        ["专利权有效"] = new(null, true),
        ["授权有效"] = new(null, true),
        ["有效专利"] = new(null, true),
        ["维持有效"] = new(null, true),
        ["已授权"] = new(null, true),
        ["授权公告"] = new(null, true),
        ["发明专利权授予"] = new(null, true),
        ["专利权授予"] = new(null, true),
        ["审中"] = new(null, false),
        ["在审"] = new(null, false),
        ["审查中"] = new(null, false),
        ["申请中"] = new(null, false),
        ["受理"] = new(null, false),
        ["等待实审提案"] = new(null, false),
        ["公开"] = new(K.Published, null),
        ["公布"] = new(K.Published, null),
        ["申请公布"] = new(K.Published, null),
    };

    /// <summary>Words that say the right is gone, but not why, on which everything that follows depends.</summary>
    private static readonly HashSet<string> s_unclear = new(StringComparer.Ordinal) { "失效", "无权", "无效", "终止", "失效专利", "专利权终止", "专利权的终止", "届满或终止" };

    /// <summary>Null when the word is not known, or says too little.</summary>
    public static StatusWord? Read(string text, out bool unclear)
    {
        var word = string.Concat(text.Normalize(NormalizationForm.FormKC).Where(c => !char.IsWhiteSpace(c))).TrimEnd('。', ';');
        unclear = s_unclear.Contains(word);
        if (unclear) return null;
        if (s_whole.TryGetValue(word, out var whole)) return whole;
        foreach (var (part, happened, granted) in s_parts)
            if (word.Contains(part, StringComparison.Ordinal)) return new(happened, granted);
        // "有权-授权", "审中-公开": what stands behind the dash says more.
        foreach (var piece in word.Split('-', '/', ';', '|', '(', ')').Reverse())
            if (s_whole.TryGetValue(piece, out var known)) return known;
        return null;
    }
}
