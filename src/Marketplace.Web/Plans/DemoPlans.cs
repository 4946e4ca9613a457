using System.Text;
using Marketplace.Web.Data;
using Marketplace.Web.Demo;
using Marketplace.Web.Plans.Tables;
using Marketplace.Web.Plans.Values;
using Marketplace.Web.Platform.Errors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Plans;

/// <summary>For the demonstration: invented figures of 博州's plan, entered by its clerk; its reviewer has verified all but the last.</summary>
internal static class DemoPlans
{
    private const string Clerk = "叶尔肯", Reviewer = "汪敏", Bozhou = "bozhou", Next = "bozhou-2030";

    private const string NextIndicators = """
        编号,指标名称,单位,计量类型,比较,属性,基期年,基期值,统计口径,牵头单位,配合单位,原文,说明,平台计数,2026年,2030年
        1,知识产权质押融资金额,万元,当年发生额,≥,预期性,2025,6750,当年登记的质押贷款合同金额，按出质人所在地,州市场监管局,,演示,,pledges.amount,7000,12000
        2,专利转化合同,项,规划期累计,≥,预期性,,,受让方在本州、已生效的转让许可合同,州市场监管局,州科技局,演示,,conversions.contracts,10,60
        3,受益中小微企业,家,规划期累计,≥,预期性,,,受让专利的中小微企业，去重,州工信局,,演示,,conversions.smalltakers,5,40
        4,专利实施合同金额,万元,规划期累计,≥,预期性,,,已生效合同的金额,州市场监管局,,演示,,conversions.amount,200,2000
        """;

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
            var entered = await DemoPeople.AsAsync<Outcome<IndicatorValue>>(services, db, Clerk, async of => await of.GetRequiredService<FigureDesk>().EnterAsync(Bozhou, code, form, [Paper()], ct), ct);
            if (entered is not { Succeeded: true, Value.Id: var id } || place == s_figures.Length - 1) continue;
            await DemoPeople.AsAsync<Failure>(services, db, Reviewer, of => of.GetRequiredService<FigureDesk>().DecideAsync(id, right: true, null, ct), ct);
        }
        await SucceedAsync(services, db, ct);
    }

    /// <summary>What 博州 might plan next, so that a plan that runs can be looked at: series that go on, forecasts, and what closes a gap.</summary>
    private static async Task SucceedAsync(IServiceProvider services, AppDbContext db, CancellationToken ct)
    {
        var form = new PlanForm { Key = Next, Title = "博州知识产权强州建设规划（2026—2030年，演示）", Issuer = "演示机关", IssuedOn = new(2026, 1, 15), Region = "652700", StartsOn = new(2026, 1, 1), EndsOn = new(2030, 12, 31), Follows = Bozhou };
        await DemoPeople.AsAsync<Outcome<Plan>>(services, db, Clerk, async of => await of.GetRequiredService<PlanDesk>().AddAsync(form, ct), ct);
        await DemoPeople.AsAsync<Failure>(services, db, Clerk, async of =>
        {
            var desk = of.GetRequiredService<PlanImportDesk>();
            var taken = await desk.TakeAsync(Next, ImportWhat.Indicators, File(NextIndicators, "指标.csv"), ct);
            return !taken.Succeeded ? taken.Failures[0] : await desk.LookAsync(Next, taken.Value.Id, ct) is { } seen ? await desk.ConfirmAsync(Next, taken.Value.Id, seen.Fingerprint, ct) : null;
        }, ct);
    }

    private static FormFile Paper() => File("演示用凭证，不是真实文件。\n", "演示凭证.txt");

    private static FormFile File(string text, string name)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return new(new MemoryStream(bytes), 0, bytes.Length, "file", name);
    }
}
