using Marketplace.Web.Conversions.Counting;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.Spreadsheets;

namespace Marketplace.Web.Conversions.Periods;

public static class PeriodsSetup
{
    public static void AddPeriods(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<FactReader>();
        builder.Services.AddSingleton<FactStore>();
        builder.Services.AddScoped<PeriodDesk>();
    }

    public static void MapPeriods(this WebApplication app) => app.MapGet($"/conversions/periods.{{{SheetFile.Formats}}}", async (string format, string? last, PeriodDesk desk, CancellationToken ct) =>
        SheetFile.Of<PeriodLine>(PeriodTexts.File, format,
        [
            new(PeriodTexts.Quarter, l => l.Quarter.ToString()),
            new(PeriodTexts.State, PeriodWords.State),
            .. StandardRules.All.Select(rule => new SheetField<PeriodLine>(PeriodWords.Name(rule), l => l.Figures.Single(f => f.Rule == rule).Value) { Form = rule.Entity is CountEntity.Amount or CountEntity.Paid ? SheetForm.Amount : SheetForm.Whole }),
            new(PeriodTexts.Waiting, l => l.Waiting) { Form = SheetForm.Whole },
        ], await desk.ListAsync(Quarter.Read(last), ct))).ExcludeFromDescription().For(Act.ReadConversions);
}
