using Marketplace.Web.Conversions.Counting;
using Marketplace.Web.Conversions.Periods;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Spreadsheets;

namespace Marketplace.Web.Conversions.Overview;

public static class OverviewSetup
{
    public static void AddOverview(this WebApplicationBuilder builder) => builder.Services.AddScoped<OverviewDesk>();

    public static void MapOverview(this IEndpointRouteBuilder routes) => routes.MapGet($"/conversions/overview.{{{SheetFile.Formats}}}", async (string format, string? region, string? period, string? span, OverviewDesk desk, HttpContext http, CancellationToken ct) =>
        await desk.ReadAsync(OverviewModel.Read(desk, region, period, span), ct) is not { } overview ? new[] { Failures.OfStatus(404) }.ToResult(http) : SheetFile.Of<OverviewPlace>(OverviewTexts.Places, format,
        [
            new(OverviewTexts.Code, p => p.Code),
            new(OverviewTexts.Place, p => p.Name),
            .. StandardRules.All.Select((rule, i) => new SheetField<OverviewPlace>(PeriodWords.Name(rule), p => p.Values[i]) { Form = rule.Entity is CountEntity.Amount or CountEntity.Paid ? SheetForm.Amount : SheetForm.Whole }),
        ], overview.Places)).ExcludeFromDescription().For(Act.ReadConversions);
}
