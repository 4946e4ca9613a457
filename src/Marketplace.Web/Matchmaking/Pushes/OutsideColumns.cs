using Marketplace.Web.Platform.Spreadsheets;

namespace Marketplace.Web.Matchmaking.Pushes;

/// <summary>Pushes made elsewhere as a table; its words are Chinese in every language, as those of the directory.</summary>
public static class OutsideColumns
{
    public const string Code = "uscc";
    public const string Name = "name";
    public const string No = "no";
    public const string On = "on";
    public const string Channel = "channel";
    public const string Recipient = "recipient";
    public const string Read = "read";

    public static readonly IReadOnlyDictionary<string, PushChannel> Channels = new Dictionary<string, PushChannel>(StringComparer.Ordinal)
    {
        ["邮件"] = PushChannel.Mail,
        ["短信"] = PushChannel.Sms,
        ["微信"] = PushChannel.WeChat,
        ["企业微信群"] = PushChannel.WeCom,
        ["钉钉群"] = PushChannel.DingTalk,
        ["电话"] = PushChannel.Phone,
        ["上门走访"] = PushChannel.Visit,
        ["会议培训"] = PushChannel.Meeting,
        ["纸质材料"] = PushChannel.Paper,
        ["其他"] = PushChannel.Other,
    };

    public static readonly SheetPlan Plan = new(
    [
        new(Code, "统一社会信用代码", "信用代码") { Required = true },
        new(Name, "企业名称", "名称"),
        new(No, "专利号", "申请号", "申请号/专利号", "专利号/申请号") { Required = true },
        new(On, "推送日期", "日期") { Required = true },
        new(Channel, "推送方式", "方式") { Required = true },
        new(Recipient, "接收人", "接收人或号码"),
        new(Read, "是否已读", "已读"),
    ])
    { MaxRows = 10_000 };

    public static byte[] Template() => XlsxWriter.Write("推送登记", Fields, [new OutsideTyped("91652701MD00500136", "（示例，请删除）", "202010000000.1", "2026-03-01", "微信", "张先生", "是")]);

    private static IReadOnlyList<SheetField<OutsideTyped>> Fields =>
    [
        new("统一社会信用代码", t => t.Code) { Width = 24 },
        new("企业名称", t => t.Name) { Width = 30 },
        new("专利号", t => t.No) { Width = 20 },
        new("推送日期", t => t.On),
        new("推送方式", t => t.Channel) { Choices = [.. Channels.Keys] },
        new("接收人", t => t.Recipient),
        new("是否已读", t => t.Read) { Choices = ["是", "否"] },
    ];
}

/// <summary>A row as it was typed.</summary>
public sealed record OutsideTyped(string? Code, string? Name, string? No, string? On, string? Channel, string? Recipient, string? Read);
