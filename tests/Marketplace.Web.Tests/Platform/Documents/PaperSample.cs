using Marketplace.Web.Platform.Documents;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Tests.Platform.Documents;

/// <summary>A paper with every kind of part, and what reads it again.</summary>
internal static class PaperSample
{
    public static readonly PaperFonts Fonts = new(Options.Create(new PaperFontOptions()));

    public static Paper Of(int rows = 3) => new("专利开放许可声明", "KX-2026-0001",
    [
        new PaperHeading("一、专利"),
        new PaperText("专利权人自愿声明，愿意许可任何单位或者个人实施上述专利 <A&B>。\n第二行"),
        new PaperFields([new("专利号", "ZL202310000001.5"), new("发明创造名称", "一种棉花打包机\n及其捆扎方法"), new("代码", Paper.Blank)]),
        new PaperTable(["序号", "名称"], [.. Enumerable.Range(1, rows).Select(n => (IReadOnlyList<string>)[$"{n}", $"第{n}号设备，许可使用费人民币壹拾万零伍元整"])]),
        new PaperSignatures(["天山大学", "乌苏市农机厂"]),
        new PaperCode("扫描核验", "https://example.cn/certificates/01994f5e"),
        new PaperText("本证书不代替备案。", Small: true),
    ]);
}
