using Marketplace.Web.Conversions.Counting;
using Marketplace.Web.Conversions.Overview;
using Marketplace.Web.Conversions.Periods;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Spreadsheets;

namespace Marketplace.Web.Conversions.Yearly;

public static class YearlySetup
{
    public static void AddYearly(this WebApplicationBuilder builder) => builder.Services.AddScoped<PublicYears>();

    public static void MapYearly(this IEndpointRouteBuilder routes) => routes.MapGet($"/statistics.{{{SheetFile.Formats}}}", async (string format, string? region, int? year, PublicYears years, CancellationToken ct) =>
        region is null || year is not { } of || await years.ReadAsync(region, of, ct) is not { } shown ? Results.StatusCode(StatusCodes.Status404NotFound) : SheetFile.Of<PublicPlace>(YearlyTexts.Title, format,
        [
            new(OverviewTexts.Code, p => p.Code),
            new(OverviewTexts.Place, p => p.Name),
            .. StandardRules.All.Select((rule, i) => new SheetField<PublicPlace>(PeriodWords.Name(rule), p => p.Values[i]) { Form = rule.Entity is CountEntity.Amount or CountEntity.Paid ? SheetForm.Amount : SheetForm.Whole }),
        ], [shown.Whole, .. shown.Parts])).ExcludeFromDescription().For(Act.ReadPublic);
}
