using Marketplace.Web.Data;
using Marketplace.Web.Demo;
using Marketplace.Web.Plans.Figures;
using Marketplace.Web.Platform.Errors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Plans.Assessments;

/// <summary>For the demonstration: 博州 marks its counties and departments for 2025. One county marked itself and was decided; the others are still to come.</summary>
internal static class DemoAssessments
{
    private const string Plan = "bozhou", Clerk = "叶尔肯", Reviewer = "汪敏", CountyClerk = "谢婷";
    private const int Year = 2025;

    public static async Task ApplyAsync(IServiceProvider services, AppDbContext db, CancellationToken ct)
    {
        if (await db.Set<Assessment>().AnyAsync(ct) || await db.Set<Plan>().AsNoTracking().SingleOrDefaultAsync(p => p.Key == Plan, ct) is not { } plan) return;
        var opened = await DemoPeople.AsAsync<Failure[]>(services, db, Clerk, async of =>
        {
            var desk = of.GetRequiredService<AssessmentDesk>();
            var form = await desk.ProposedAsync(plan, ct);
            // The year before is still drawn up.
            form.Year = Year - 1;
            await desk.DrawUpAsync(Plan, form, ct);
            form.Year = Year;
            var drawn = await desk.DrawUpAsync(Plan, form, ct);
            return drawn.Succeeded ? await desk.OpenAsync(Plan, Year, ct) : [.. drawn.Failures];
        }, ct);
        if (opened is not { Length: 0 }) return;
        var assessment = await db.Set<Assessment>().AsNoTracking().Where(a => a.PlanId == plan.Id && a.Year == Year).Select(a => a.Id).SingleAsync(ct);
        if (await db.Set<AssessmentUnit>().AsNoTracking().SingleOrDefaultAsync(u => u.AssessmentId == assessment && EF.Functions.Like(u.RegionPath, "%/652701/"), ct) is not { } county) return;
        var items = await db.Set<AssessmentItem>().AsNoTracking().Where(i => i.AssessmentId == county.AssessmentId).OrderBy(i => i.Number).ToListAsync(ct);
        await DemoPeople.AsAsync<IReadOnlyList<Failure>>(services, db, CountyClerk, async of => await of.GetRequiredService<MarkDesk>().OwnAsync(county.Id, Form(items, 0.95m, null), ct), ct);
        await DemoPeople.AsAsync<IReadOnlyList<Failure>>(services, db, Reviewer, async of => await of.GetRequiredService<MarkDesk>().VerifyAsync(county.Id, Form(items, 0.9m, "按年报核减（演示）"), ct), ct);
    }

    private static MarksForm Form(List<AssessmentItem> items, decimal part, string? text) => new()
    {
        Marks = items.ToDictionary(i => i.Number, i => (string?)FigureText.Exact(FigureText.HalfUp(i.Weight * part, 2))),
        Texts = items.ToDictionary(i => i.Number, _ => text),
    };
}
