using Marketplace.Web.Catalogue.LegalStatus.Calendar;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Catalogue.Portfolio;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.WorkList;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Catalogue.LegalStatus;

/// <summary>The slice of legal status: events, fees, guards, the patent page, the own portfolio and its fee calendar.</summary>
internal static class LegalStatusSetup
{
    public static void AddLegalStatus(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<StatusOptions>().BindConfiguration("Catalogue:LegalStatus")
            .Validate(o => o.StaleAfterDays is > 0 and <= 3650, "Catalogue:LegalStatus:StaleAfterDays is 1 to 3650").ValidateOnStart();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<StatusOptions>>().Value);
        services.AddSingleton<FeeSchedule>();
        services.AddSingleton<PatentStandings>();
        services.AddSingleton<Guards>();
        services.AddScoped<PatentReach>();
        services.AddScoped<HistoryDesk>();
        services.AddScoped<SecrecyDesk>();
        services.AddScoped<FeeCalendar>();
        services.AddScoped<PaymentDesk>();
        services.AddScoped<CalendarExport>();
        services.AddScoped<PortfolioExport>();
        builder.AddFileGuard<PatentPapers>();
        builder.AddMessageTemplates([FeeReminders.Due, SecrecyDesk.Marked, SecrecyDesk.Declassified]);
        builder.AddWorkKind(FeeReminders.Work, () => CalendarTexts.WorkText, () => CalendarTexts.WorkWhy, Act.KeepPatents);
        builder.AddPatents();
        services.AddNavigation(50, "/portfolio", () => PortfolioTexts.Title, act: Act.ReadPortfolio);
    }

    public static void MapLegalStatus(this WebApplication app)
    {
        app.MapPatents();
        app.MapGet("/portfolio/calendar.{format:regex(^(xlsx|csv|ics)$)}", (string format, CalendarExport export, CancellationToken ct) => export.FileAsync(format, ct))
            .ExcludeFromDescription().For(Act.ReadPortfolio);
        app.MapGet("/portfolio/export.{format:regex(^(xlsx|csv)$)}", ([AsParameters] PortfolioFilter filter, string format, PortfolioExport export, CancellationToken ct) => export.FileAsync(filter, format, ct))
            .ExcludeFromDescription().For(Act.ReadPortfolio);
    }

    public static void MapLegalStatusApi(this RouteGroupBuilder api) => api.MapPatent();
}
