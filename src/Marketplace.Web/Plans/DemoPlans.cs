using System.Text;
using Marketplace.Web.Data;
using Marketplace.Web.Demo;
using Marketplace.Web.Plans.Values;
using Marketplace.Web.Platform.Errors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Plans;

/// <summary>For the demonstration: invented figures of 博州's plan, entered by its clerk; its reviewer has verified all but the last.</summary>
internal static class DemoPlans
{
    private const string Clerk = "叶尔肯", Reviewer = "汪敏", Plan = "bozhou";

    private static readonly (string Code, string On, string? Value, string? Count, string? Whole)[] s_figures =
    [
        ("1", "2023-12-31", null, "64", "48.6"), ("1", "2025-12-31", null, "75", "48.4"),
        ("2", "2021-12-31", "4520", null, null), ("2", "2022-12-31", "5310", null, null), ("2", "2023-12-31", "5960", null, null), ("2", "2024-12-31", "6280", null, null), ("2", "2025-12-31", "6750", null, null),
        ("7", "2025-12-31", "86.2", null, null), ("9", "2025-12-31", "3", null, null), ("10", "2025-12-31", "2", null, null), ("12", "2025-12-31", "28", null, null),
        ("2", "2026-06-30", "3900", null, null),
    ];

    public static async Task ApplyAsync(IServiceProvider services, AppDbContext db, CancellationToken ct)
    {
        if (await db.Set<IndicatorValue>().AnyAsync(ct)) return;
        foreach (var (place, (code, on, value, count, whole)) in s_figures.Index())
        {
            var survey = code == "7";
            var form = new ValueForm
            {
                On = DateOnly.Parse(on, System.Globalization.CultureInfo.InvariantCulture),
                Value = value,
                Count = count,
                Whole = whole,
                WholeOn = whole is null ? null : DateOnly.Parse(on, System.Globalization.CultureInfo.InvariantCulture),
                Source = "演示数据，不是真实统计",
                Surveyor = survey ? "演示调查机构" : null,
                Sample = survey ? "400 份问卷，有效 372 份" : null,
                Method = survey ? "电话访问，按县市分层抽样" : null,
            };
            var entered = await DemoPeople.AsAsync<Outcome<IndicatorValue>>(services, db, Clerk, async of => await of.GetRequiredService<FigureDesk>().EnterAsync(Plan, code, form, [Paper()], ct), ct);
            if (entered is not { Succeeded: true, Value.Id: var id } || place == s_figures.Length - 1) continue;
            await DemoPeople.AsAsync<Failure>(services, db, Reviewer, of => of.GetRequiredService<FigureDesk>().DecideAsync(id, right: true, null, ct), ct);
        }
    }

    private static FormFile Paper()
    {
        var bytes = Encoding.UTF8.GetBytes("演示用凭证，不是真实文件。\n");
        return new(new MemoryStream(bytes), 0, bytes.Length, "evidence", "演示凭证.txt");
    }
}
