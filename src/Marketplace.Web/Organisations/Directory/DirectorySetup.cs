using Marketplace.Web.Data;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Database;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.Spreadsheets;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations.Directory;

public static class DirectorySetup
{
    public static void AddDirectory(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<DirectoryDesk>();
        builder.Services.AddScoped<DirectoryImporter>();
        builder.Services.AddScoped<DirectoryQuery>();
        builder.Services.AddScoped<DirectoryCoverage>();
        builder.Services.AddScoped<DirectoryExport>();
        builder.Services.AddScoped<DirectoryReach>();
        builder.Services.AddScoped<PlaceNames>();
        builder.Services.AddScoped<DirectoryInvitations>();
        builder.Services.AddSingleton<DirectoryWorker>();
        builder.Services.AddHostedService(services =>
        {
            var signals = services.GetRequiredService<DatabaseSignals>();
            signals.Subscribe(DirectoryWorker.Channel);
            signals.Subscribe(DirectoryWorker.Moved);
            return services.GetRequiredService<DirectoryWorker>();
        });
        builder.AddMessageTemplates([DirectoryInvitations.Template]);
        builder.Services.AddNavigation(124, "/directory", () => DirectoryTexts.Title, act: Act.ReadDirectory);
    }

    /// <summary>Downloads of the directory's pages.</summary>
    public static void MapDirectory(this WebApplication app)
    {
        // Short, for a text message. Whether there is such an invitation is not told: the next page is the same.
        app.MapGet("/invited/{id:guid}", async (Guid id, DirectoryInvitations invitations, CancellationToken ct) =>
            Results.Redirect("/organisations/register" + (await invitations.OpenAsync(id, ct) is { } uscc ? "?uscc=" + uscc : ""))).ExcludeFromDescription().For(Act.ReadPublic);
        var files = app.MapGroup("/directory").ExcludeFromDescription();
        files.MapGet("/template.xlsx", async (DirectoryDesk desk, AppDbContext db, CancellationToken ct) =>
            await desk.BureauAsync(ct) is not { } bureau ? Results.StatusCode(StatusCodes.Status404NotFound)
            : Results.File(DirectoryColumns.Template(await NamesAsync(db, bureau.RegionPath, RegionLevel.County, ct), await NamesAsync(db, bureau.RegionPath, RegionLevel.Local, ct)), XlsxWriter.MediaType, DirectoryTexts.TemplateFile)).For(Act.KeepDirectory);
        files.MapGet($"/imports/{{id:guid}}/rejects.{{{SheetFile.Formats}}}", async (Guid id, string format, DirectoryDesk desk, AppDbContext db, AuditLog audit, CancellationToken ct) =>
        {
            if (await desk.FindAsync(id, ct) is not { } import) return Results.StatusCode(StatusCodes.Status404NotFound);
            var file = await DirectoryDesk.RejectsAsync(db, id, format, ct);
            audit.Record(db, "directory.rejects.exported", $"directory-import:{id}", new { import.Rejected });
            await db.SaveChangesAsync(ct);
            return Results.File(file, format == "csv" ? CsvWriter.MediaType : XlsxWriter.MediaType, $"{Path.GetFileNameWithoutExtension(import.FileName)}-{DirectoryTexts.Rejects}.{format}");
        }).For(Act.KeepDirectory);
        files.MapGet($"/export.{{{SheetFile.Formats}}}", ([AsParameters] DirectoryFilter filter, string format, bool? contacts, DirectoryExport export, CancellationToken ct) =>
            export.ListAsync(filter, format, contacts == true, ct)).For(Act.ReadDirectory);
        files.MapGet($"/coverage.{{{SheetFile.Formats}}}", (string format, DirectoryExport export, CancellationToken ct) => export.CoverageAsync(format, ct)).For(Act.ReadDirectory);
    }

    private static Task<List<string>> NamesAsync(AppDbContext db, string path, RegionLevel level, CancellationToken ct) =>
        db.Set<Region>().Where(r => r.Level == level && r.Path.StartsWith(path)).OrderBy(r => r.Code).Select(r => r.Name).ToListAsync(ct);
}
