using Marketplace.Web.Licensing.Fees.Estimates;
using Marketplace.Web.Licensing.Fees.Statistics;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Spreadsheets;

namespace Marketplace.Web.Licensing.Fees;

public static class FeesSetup
{
    public static void AddFees(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddScoped<EstimateDesk>();
        services.AddScoped<ComparableOffers>();
        services.AddScoped<LicenceStatistics>();
        services.AddScoped<StatisticsDesk>();
    }

    public static void MapFees(this WebApplication app) =>
        app.MapGet($"/licence-statistics/export.{{{SheetFile.Formats}}}", (string format, string? edition, StatisticsDesk desk, CancellationToken ct) => desk.ExportAsync(edition, format, ct)).ExcludeFromDescription().For(Act.KeepTables);
}
