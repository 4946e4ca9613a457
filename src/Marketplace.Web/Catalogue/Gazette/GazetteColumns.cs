using Marketplace.Web.Platform.Spreadsheets;

namespace Marketplace.Web.Catalogue.Gazette;

/// <summary>Announced open-licence declarations as the gazette's tables and the portals' exports have them.</summary>
public static class GazetteColumns
{
    public const string No = "no";
    public const string Title = "title";
    public const string Holder = "holder";
    public const string Uscc = "uscc";
    public const string Ipc = "ipc";
    public const string Filed = "filed";
    public const string Granted = "granted";
    public const string FeeText = "feeText";
    public const string Model = "model";
    public const string Amount = "amount";
    public const string AnnouncementNo = "announcementNo";
    public const string AnnouncedOn = "announcedOn";
    public const string Until = "until";

    public static readonly SheetPlan Plan = new(
    [
        new(No, "专利号", "申请号", "申请号/专利号", "专利号/申请号", "专利(申请)号") { Required = true },
        new(Title, "名称", "专利名称", "发明名称", "发明创造名称") { Required = true },
        new(Holder, "专利权人", "权利人", "申请(专利权)人", "专利权人名称", "许可人") { Required = true },
        new(Uscc, "统一社会信用代码", "信用代码"),
        new(Ipc, "主分类号", "分类号", "IPC", "IPC分类号", "IPC主分类号"),
        new(Filed, "申请日", "申请日期"),
        new(Granted, "授权公告日", "授权日", "授权公告日期"),
        new(FeeText, "许可使用费", "使用费", "许可使用费支付方式和标准", "许可使用费标准", "收费说明", "许可使用费及支付方式"),
        new(Model, "收费方式", "支付方式", "许可使用费支付方式"),
        new(Amount, "金额(元)", "许可费(元)", "许可使用费(元)"),
        new(AnnouncementNo, "公告号", "声明公告号", "开放许可公告号", "公告编号", "公报卷期号") { Required = true },
        new(AnnouncedOn, "公告日", "公告日期", "声明公告日", "开放许可公告日", "开放许可声明公告日") { Required = true },
        new(Until, "许可期限届满日", "许可期限", "许可期限至", "许可截止日", "许可期限届满日期"),
    ])
    { MaxRows = Listings.BatchDesk.Most };
}
