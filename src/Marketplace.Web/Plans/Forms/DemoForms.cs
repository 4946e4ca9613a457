using Marketplace.Web.Data;
using Marketplace.Web.Demo;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Spreadsheets;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Plans.Forms;

/// <summary>For the demonstration: an invented form somebody above 博州 asks for.</summary>
internal static class DemoForms
{
    private const string Clerk = "叶尔肯", Plan = "bozhou", Name = "知识产权运用情况季报（演示表样）";

    private static readonly (string Item, string Unit, string Word)[] s_rows =
    [
        ("专利转化合同", "项", "合同项数"), ("专利转化合同额", "万元", "合同额万元"), ("质押融资金额（当年累计）", "万元", "指标:2:累计"), ("质押融资同比", "%", "指标:2:同比"), ("社会满意度", "%", "指标:7:累计"),
    ];

    public static async Task ApplyAsync(IServiceProvider services, AppDbContext db, CancellationToken ct)
    {
        if (await db.Set<SuperiorForm>().AnyAsync(ct)) return;
        var bytes = XlsxWriter.Write<(string Item, string Unit, string Word)>(Name, [new("指标", r => r.Item) { Width = 32 }, new("计量单位", r => r.Unit), new("{{单位}} {{季度}}", r => $"{{{{{r.Word}}}}}") { Width = 32 }], s_rows);
        await DemoPeople.AsAsync<Outcome<SuperiorForm>>(services, db, Clerk, async of => await of.GetRequiredService<FormDesk>().UploadAsync(Plan, null, Name, new FormFile(new MemoryStream(bytes), 0, bytes.Length, "file", "季报表样.xlsx"), ct), ct);
    }
}
