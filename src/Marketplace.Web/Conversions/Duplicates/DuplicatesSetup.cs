using Marketplace.Web.Conversions.Import;
using Marketplace.Web.Demo;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Database;
using Marketplace.Web.Platform.Spreadsheets;
using Marketplace.Web.Privacy;
using Marketplace.Web.WorkList;

namespace Marketplace.Web.Conversions.Duplicates;

public static class DuplicatesSetup
{
    public static void AddDuplicates(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddScoped<DuplicateFinder>();
        services.AddScoped<SuspectDesk>();
        services.AddScoped<SuspectList>();
        services.AddScoped<ImportDesk>();
        services.AddScoped<ImportReader>();
        services.AddScoped<FilingWriter>();
        services.AddScoped<ConversionImporter>();
        services.AddSingleton<ImportWorker>();
        services.AddHostedService(provider =>
        {
            var signals = provider.GetRequiredService<DatabaseSignals>();
            signals.Subscribe(ImportWorker.Channel);
            signals.Subscribe(ImportWorker.Moved);
            return provider.GetRequiredService<ImportWorker>();
        });
        services.AddSingleton(new DemoStep(DemoDuplicates.ApplyAsync));
        builder.AddWorkKind(DuplicateFinder.Work, () => DuplicateTexts.WorkText, () => DuplicateTexts.WorkWhy, Act.VerifyConversions);
        builder.AddPersonalData<DuplicateData>();
    }

    public static void MapDuplicates(this WebApplication app)
    {
        var files = app.MapGroup("/conversions").ExcludeFromDescription();
        files.MapGet($"/duplicates/export.{{{SheetFile.Formats}}}", (string format, string? rule, SuspectState? state, SuspectList list, CancellationToken ct) =>
            list.ExportAsync(new(string.IsNullOrEmpty(rule) ? null : rule, state ?? SuspectState.Open), format, ct)).For(Act.ReadConversions);
        files.MapGet("/import/template.xlsx", () => Results.File(ImportColumns.Template(), XlsxWriter.MediaType, DuplicateTexts.TemplateFile)).For(Act.FileConversions);
        files.MapGet($"/imports/{{id:guid}}/rejects.{{{SheetFile.Formats}}}", (Guid id, string format, ImportDesk desk, CancellationToken ct) => desk.RejectsAsync(id, format, ct)).For(Act.FileConversions);
    }
}
