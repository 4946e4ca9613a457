using Marketplace.Web.Demo;
using Marketplace.Web.Plans.Assessments;
using Marketplace.Web.Plans.Counted;
using Marketplace.Web.Plans.Forms;
using Marketplace.Web.Plans.Gap;
using Marketplace.Web.Plans.Reporting;
using Marketplace.Web.Plans.Rounds;
using Marketplace.Web.Plans.Tables;
using Marketplace.Web.Plans.Tasks;
using Marketplace.Web.Plans.Values;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.Spreadsheets;
using Marketplace.Web.Privacy;
using Marketplace.Web.WorkList;

namespace Marketplace.Web.Plans;

public static class PlansSetup
{
    public static void AddPlans(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddScoped<PlanDesk>();
        services.AddScoped<PlanReading>();
        services.AddScoped<CountedFigures>();
        services.AddScoped<KnownStock>();
        services.AddScoped<GapReader>();
        services.AddScoped<GapChances>();
        services.AddScoped<PlanExport>();
        services.AddScoped<PlanImportDesk>();
        services.AddScoped<FigureDesk>();
        services.AddScoped<TaskDesk>();
        services.AddNavigation(118, "/plans", () => PlanTexts.Title, act: Act.ReadPlans);
        services.AddSingleton(new DemoStep(DemoPlans.ApplyAsync));
        builder.AddWorkKind(FigureDesk.Work, () => PlanTexts.WorkText, () => PlanTexts.WorkWhy, Act.VerifyFigures);
        builder.AddFileGuard<PlanPapers>();
        builder.AddFileGuard<ValuePapers>();
        builder.AddFileGuard<TaskPapers>();
        builder.AddPersonalData<PlanData>();
        builder.AddReporting();
        builder.AddRounds();
        builder.AddSuperiorForms();
        builder.AddAssessments();
    }

    public static void MapPlans(this WebApplication app)
    {
        var files = app.MapGroup("/plans/{key}").ExcludeFromDescription();
        files.MapGet($"/indicators.{{{SheetFile.Formats}}}", (string key, string format, PlanExport export, CancellationToken ct) => export.IndicatorsAsync(key, format, ct)).For(Act.ReadPlans);
        files.MapGet($"/tasks.{{{SheetFile.Formats}}}", (string key, string format, PlanExport export, CancellationToken ct) => export.TasksAsync(key, format, ct)).For(Act.ReadPlans);
        files.MapGet($"/standing.{{{SheetFile.Formats}}}", (string key, string format, PlanExport export, CancellationToken ct) => export.StandingAsync(key, format, ct)).For(Act.ReadPlans);
        files.MapGet($"/values.{{{SheetFile.Formats}}}", (string key, string format, PlanExport export, CancellationToken ct) => export.ValuesAsync(key, format, ct)).For(Act.ReadPlans);
        files.MapGet($"/indicators/{{code}}/gap.{{format:regex(^(csv|xlsx)$)}}", GapModel.FileAsync).For(Act.ReadFigures);
        app.MapReporting();
        app.MapRounds();
        app.MapAssessments();
    }
}
