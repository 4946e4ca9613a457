using Marketplace.Web.Platform.Spreadsheets;

namespace Marketplace.Web.Catalogue.Import;

/// <summary>The columns of a table of patents, by the heads that exports of the office and of search systems put over them.</summary>
public static class PatentColumns
{
    public const string Number = "number";
    public const string Title = "title";
    public const string Kind = "kind";
    public const string Holders = "holders";
    public const string Applicants = "applicants";
    public const string Codes = "codes";
    public const string Inventors = "inventors";
    public const string Filed = "filed";
    public const string Published = "published";
    public const string PublicationNo = "publication_no";
    public const string Granted = "granted";
    public const string GrantNo = "grant_no";
    public const string Announced = "announced";
    public const string AnnouncedNo = "announced_no";
    public const string MainClass = "main_class";
    public const string Classes = "classes";
    public const string Abstract = "abstract";
    public const string Claim = "claim";
    public const string Status = "status";
    public const string Validity = "validity";
    public const string StatusOn = "status_on";
    public const string FeePaid = "fee_paid";
    public const string Family = "family";
    public const string Divided = "divided";
    public const string Secrecy = "secrecy";

    /// <summary>The heads are Chinese in every language: what is given back must be readable again.</summary>
    public static readonly SheetPlan Plan = new(
    [
        new(Number, "申请号", "专利号", "申请号/专利号", "专利号/申请号", "专利申请号", "申请(专利)号", "专利(申请)号", "申请号(专利号)", "专利号(申请号)", "申请号码", "专利号码", "授权专利号", "专利编号",
            "application_no", "application number", "application no.", "applicationNo", "patent number") { Required = true },
        new(Title, "名称", "专利名称", "发明名称", "标题", "题名", "专利题名", "专利标题", "发明创造名称", "实用新型名称", "外观设计名称", "标题(中文)", "中文标题", "标题-中文", "名称(中文)", "title"),
        new(Kind, "专利类型", "类型", "专利种类", "种类", "专利类别", "文献类型", "kind", "patent type"),
        new(Holders, "专利权人", "当前专利权人", "当前权利人", "权利人", "现专利权人", "专利权人名称", "当前申请(专利权)人", "当前申请人", "最新专利权人", "holder", "patentee", "current assignee"),
        new(Applicants, "申请(专利权)人", "申请人", "申请人/专利权人", "专利权人/申请人", "申请人(专利权人)", "专利权人(申请人)", "原始申请人", "原始申请(专利权)人", "申请人名称", "权利人/申请人", "applicant", "assignee"),
        new(Codes, "统一社会信用代码", "信用代码", "社会信用代码", "专利权人统一社会信用代码", "申请人统一社会信用代码", "权利人统一社会信用代码", "专利权人代码", "USCC"),
        new(Inventors, "发明人", "发明(设计)人", "设计人", "发明人/设计人", "发明设计人", "发明人姓名", "inventor", "inventors"),
        new(Filed, "申请日", "申请日期", "专利申请日", "提交日", "filing date", "application_date", "application date"),
        new(Published, "公开日", "公开日期", "公布日", "申请公布日", "申请公开日", "publication date"),
        new(PublicationNo, "公开号", "申请公布号", "申请公开号", "publication number", "publication_no"),
        new(Granted, "授权公告日", "授权日", "授权日期", "授权公告日期", "公告日", "公告日期", "grant date", "grant_date"),
        new(GrantNo, "授权公告号", "公告号", "授权号", "grant number", "grant_no"),
        new(Announced, "公开(公告)日", "公开公告日", "公开/公告日", "公开(公告)日期", "公布(公告)日"),
        new(AnnouncedNo, "公开(公告)号", "公开公告号", "公开/公告号", "公布(公告)号"),
        new(MainClass, "主分类号", "主分类", "主IPC", "IPC主分类号", "IPC主分类", "主IPC分类号", "第一分类号", "main_ipc", "main ipc"),
        new(Classes, "分类号", "IPC分类号", "IPC", "IPC分类", "国际专利分类号", "国际分类号", "全部分类号", "全部IPC分类号", "副分类号", "洛迦诺分类号", "外观设计洛迦诺分类号", "LOC分类号", "外观分类号", "ipc classes"),
        new(Abstract, "摘要", "专利摘要", "摘要(中文)", "中文摘要", "摘要-中文", "说明书摘要", "简要说明", "abstract"),
        new(Claim, "主权项", "主权利要求", "首项权利要求", "独立权利要求", "首权", "权利要求1", "权利要求", "main claim", "claims"),
        new(Status, "法律状态", "当前法律状态", "最新法律状态", "专利状态", "法律状态/事件", "专利法律状态", "案件状态", "状态", "legal status", "status"),
        new(Validity, "有效性", "专利有效性", "法律有效性", "简单法律状态", "validity"),
        new(StatusOn, "法律状态日", "法律状态日期", "状态日期", "法律状态公告日", "法律状态生效日", "法律状态更新日", "法律状态更新时间", "status date"),
        new(FeePaid, "年费缴至", "年费已缴至", "已缴年费年度", "年费缴纳至", "缴费年度", "年费年度", "fee paid through"),
        new(Family, "同族", "同族专利", "简单同族", "扩展同族", "INPADOC同族", "family"),
        new(Divided, "原申请号", "分案原申请号", "母案申请号", "原案申请号", "分案", "是否分案"),
        new(Secrecy, "密级", "保密级别", "是否保密", "国防专利", "是否涉密", "涉密"),
    ])
    { MaxRows = 500_000 };   // Five times the largest portfolio asked for; a sheet can hold a million.

    private static readonly Dictionary<string, int> s_widths = new(StringComparer.Ordinal)
    {
        [Number] = 20,
        [Title] = 44,
        [Holders] = 32,
        [Applicants] = 32,
        [Codes] = 24,
        [Inventors] = 24,
        [Classes] = 28,
        [Abstract] = 60,
        [Claim] = 60,
    };

    /// <summary>The columns for writing; cells come by key. All are text: a number would lose its check digit.</summary>
    public static IReadOnlyList<SheetField<IReadOnlyDictionary<string, string>>> Fields(IReadOnlyCollection<string>? keys = null) =>
        [.. Plan.Columns.Where(c => keys?.Contains(c.Key, StringComparer.Ordinal) != false).Select(c => new SheetField<IReadOnlyDictionary<string, string>>(c.Title, row => row.GetValueOrDefault(c.Key)) { Width = s_widths.GetValueOrDefault(c.Key, 16) })];

    public static string TitleOf(string key) => Plan.Columns.First(c => c.Key == key).Title;
}
