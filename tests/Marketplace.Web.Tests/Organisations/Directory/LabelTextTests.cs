using Marketplace.Web.Organisations.Directory;

namespace Marketplace.Web.Tests.Organisations.Directory;

public sealed class LabelTextTests
{
    [Theory]
    [InlineData("专精特新", "专精特新中小企业")]
    [InlineData("高企（2023年11月15日至2026年11月14日）", "高新技术企业(2023-11-15至2026-11-14)")]
    [InlineData("高企(2023.1-2025.12)", "高新技术企业(2023-01-01至2025-12-31)")]
    [InlineData("高企(2023-2025)", "高新技术企业(2023-01-01至2025-12-31)")]
    [InlineData("高企(20230115-20260114)", "高新技术企业(2023-01-15至2026-01-14)")]
    [InlineData("高企(有效期至2026/2)", "高新技术企业(至2026-02-28)")]
    [InlineData("高企(2024-05-01起)", "高新技术企业(2024-05-01起)")]
    [InlineData("“小巨人”、科小；创新型", "专精特新“小巨人”企业、创新型中小企业、科技型中小企业")]
    [InlineData("高企、高企", "高新技术企业")]
    public void Written_as_people_write(string cell, string meant)
    {
        var (labels, fault) = LabelText.Parse(cell);
        fault.ShouldBeNull();
        string.Join('、', labels.Select(LabelText.Write)).ShouldBe(meant);
        LabelText.Parse(meant).Labels.ShouldBe(labels);
    }

    [Theory]
    [InlineData("独角兽", "label_unknown"), InlineData("高企(2026-01-01至2025-01-01)", "label_dates"), InlineData("高企(明年)", "label_dates"), InlineData("高企(2026-02-30)", "label_dates"), InlineData("高企(1至2至3)", "label_dates")]
    public void What_is_not_understood_is_said(string cell, string code) => LabelText.Parse(cell).Fault!.Value.Code.ShouldBe(code);
}
