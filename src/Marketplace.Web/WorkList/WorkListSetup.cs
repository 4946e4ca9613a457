using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.Spreadsheets;

namespace Marketplace.Web.WorkList;

public static class WorkListSetup
{
    public static void AddWorkList(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<WorkDesk>();
        builder.Services.AddSingleton<WorkKinds>();
        builder.Services.AddSingleton(Workdays.Mainland);
        builder.Services.AddSingleton<PersonMessages>();
        builder.Services.AddScoped<WorkBoard>();
        builder.Services.AddScoped<Colleagues>();
        builder.Services.AddScoped<WorkActions>();
        builder.Services.AddScoped<Absences>();
        builder.Services.AddScoped<WorkExport>();
        builder.AddMessageTemplates(WorkMessages.All);
    }

    public static void MapWorkList(this WebApplication app) =>
        app.MapGet($"/tasks/export.{{{SheetFile.Formats}}}", ([AsParameters] WorkFilter filter, string format, WorkExport export, CancellationToken ct) => export.FileAsync(filter, format, ct))
            .ExcludeFromDescription().For(Act.UseAccount);

    /// <summary>Registers a kind of work; see <see cref="WorkKind"/>.</summary>
    public static void AddWorkKind(this WebApplicationBuilder builder, string kind, Func<string> text, Func<string> why, Act? act = null) =>
        builder.Services.AddSingleton(new WorkKind(kind, text, why, act));
}
