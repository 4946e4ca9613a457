using Marketplace.Web.Demo;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Database;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.Spreadsheets;
using Marketplace.Web.Privacy;
using Marketplace.Web.WorkList;

namespace Marketplace.Web.Matchmaking.Pushes;

public static class PushesSetup
{
    public static void AddPushes(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<PushPatents>();
        builder.Services.AddScoped<PushPlanner>();
        builder.Services.AddScoped<PushDesk>();
        builder.Services.AddScoped<PushSender>();
        builder.Services.AddScoped<OutsideDesk>();
        builder.Services.AddScoped<PushFigures>();
        builder.Services.AddScoped<PushExport>();
        builder.Services.AddSingleton<MatchNews>();
        builder.Services.AddSingleton<PushWorker>();
        builder.Services.AddHostedService(services =>
        {
            services.GetRequiredService<DatabaseSignals>().Subscribe(PushWorker.Channel);
            return services.GetRequiredService<PushWorker>();
        });
        builder.AddMessageTemplates([PushMessages.Patents, PushMessages.Matches]);
        builder.AddWorkKind(OutsideDesk.Work, () => PushTexts.WorkText, () => PushTexts.WorkWhy, Act.ConfirmPushes);
        builder.AddFileGuard<PushPapers>();
        builder.AddPersonalData<PushData>();
        builder.Services.AddSingleton(new DemoStep(DemoPushes.ApplyAsync));
    }

    public static void MapPushes(this WebApplication app)
    {
        var files = app.MapGroup("/pushes").ExcludeFromDescription();
        files.MapGet("/outside/template.xlsx", () => Results.File(OutsideColumns.Template(), XlsxWriter.MediaType, PushTexts.TemplateFile)).For(Act.PushPatents);
        files.MapGet($"/figures/rows.{{{SheetFile.Formats}}}", ([AsParameters] PushPeriod period, string format, PushExport export, CancellationToken ct) => export.OfAsync(period, format, ct)).For(Act.ReadDirectory);
    }
}
