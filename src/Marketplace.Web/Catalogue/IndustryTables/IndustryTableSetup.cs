using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Database;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Spreadsheets;

namespace Marketplace.Web.Catalogue.IndustryTables;

public static class IndustryTableSetup
{
    public static void AddIndustryTables(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<IndustryTableInForce>();
        services.AddSingleton<IndustryTableFollower>();
        services.AddHostedService(provider =>
        {
            provider.GetRequiredService<DatabaseSignals>().Subscribe(IndustryTableFollower.Channel);
            return provider.GetRequiredService<IndustryTableFollower>();
        });
        services.AddScoped<IndustryTableDesk>();
        services.AddScoped<IndustryTableExport>();
        services.AddNavigation(128, "/industry-tables", () => IndustryTableTexts.Title, act: Act.KeepTables);
    }

    public static void MapIndustryTables(this WebApplication app)
    {
        app.MapGet($"/industry-tables/export.{{{SheetFile.Formats}}}", (string format, IndustryTableExport export, CancellationToken ct) => export.InForceAsync(format, ct)).ExcludeFromDescription().For(Act.KeepTables);
        app.MapGet($"/industry-tables/{{id:guid}}/rejects.{{{SheetFile.Formats}}}", async (Guid id, string format, IndustryTableExport export, CancellationToken ct) =>
            await export.RejectsAsync(id, format, ct) ?? Results.StatusCode(StatusCodes.Status404NotFound)).ExcludeFromDescription().For(Act.KeepTables);
        app.MapGet($"/industry-tables/{{id:guid}}/changes.{{{SheetFile.Formats}}}", async (Guid id, string format, IndustryTableExport export, CancellationToken ct) =>
            await export.ChangesAsync(id, format, ct) ?? Results.StatusCode(StatusCodes.Status404NotFound)).ExcludeFromDescription().For(Act.KeepTables);
        app.MapGet("/industry-tables/{id:guid}/file", async (Guid id, IndustryTableExport export, CancellationToken ct) =>
            await export.FileAsync(id, ct) is var (file, name) ? Results.File(file, "application/octet-stream", name) : Results.StatusCode(StatusCodes.Status404NotFound)).ExcludeFromDescription().For(Act.KeepTables);
    }
}
