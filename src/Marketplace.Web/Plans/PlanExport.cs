using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Plans.Figures;
using Marketplace.Web.Plans.Tables;
using Marketplace.Web.Plans.Values;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.SignIn;
using Marketplace.Web.Platform.Spreadsheets;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Plans;

/// <summary>Plans as tables: indicators and tasks under the heads by which they are imported, figures as the page shows them.</summary>
public sealed class PlanExport(AppDbContext db, PlanDesk desk, PlanReading reading)
{
    public async Task<IResult> IndicatorsAsync(string key, string format, CancellationToken ct)
    {
        if (await desk.FindAsync(key, ct) is not { } plan) return Results.StatusCode(StatusCodes.Status404NotFound);
        var rows = (await PlanWriter.IndicatorsAsync(db, plan.Id, ct)).ConvertAll(pair => PlanWriter.Row(pair.Indicator, pair.Definition));
        return SheetFile.Of(PlanTexts.IndicatorsFile.Fill(plan.Key), format, PlanWriter.Fields(rows), rows);
    }

    public async Task<IResult> TasksAsync(string key, string format, CancellationToken ct)
    {
        if (await desk.FindAsync(key, ct) is not { } plan) return Results.StatusCode(StatusCodes.Status404NotFound);
        return SheetFile.Of(PlanTexts.TasksFile.Fill(plan.Key), format, TaskSheet.Fields, [.. (await PlanWriter.TasksAsync(db, plan.Id, ct)).Select(PlanWriter.Row)]);
    }

    public async Task<IResult> StandingAsync(string key, string format, CancellationToken ct)
    {
        if (await desk.FindAsync(key, ct) is not { } plan) return Results.StatusCode(StatusCodes.Status404NotFound);
        return SheetFile.Of<IndicatorLine>(PlanTexts.StandingFile.Fill(plan.Key), format,
        [
            new(PlanTexts.Code, l => l.Indicator.Code) { Width = 8 },
            new(PlanTexts.Indicator, l => l.Definition.Name) { Width = 40 },
            new(PlanTexts.Unit, l => l.Definition.Unit) { Width = 8 },
            new(PlanTexts.Target, l => l.Standing.Goal is { } goal ? PlanWords.Sign(l.Definition.Comparator) + FigureText.Exact(goal) : null),
            new(PlanTexts.Actual, l => l.Standing.Actual?.Value is { } value ? FigureText.Exact(value) : null),
            new(PlanTexts.FigureOf, l => l.Standing.Actual?.On) { Form = SheetForm.Date },
            new(PlanTexts.Completion, l => l.Standing.Completion is { } part ? FigureText.Percent(part) : null),
            new(PlanTexts.Light, l => PlanWords.Name(l.Standing.Light)),
            new(PlanTexts.Outlook, l => l.Forecast is { } f ? PlanWords.Name(f.Outlook) : null),
            new(PlanTexts.ForecastLow, l => l.Forecast is { } f ? FigureText.HalfUp(f.At.Low, 2) : null) { Form = SheetForm.Amount },
            new(PlanTexts.ForecastHigh, l => l.Forecast is { } f ? FigureText.HalfUp(f.At.High, 2) : null) { Form = SheetForm.Amount },
            new(PlanTexts.ForecastMetOn, l => l.Forecast?.MetOn) { Form = SheetForm.Date },
            new(PlanTexts.LeadUnits, l => string.Join('、', l.Definition.LeadUnits)) { Width = 24 },
            new(PlanTexts.JointUnits, l => string.Join('、', l.Definition.JointUnits)) { Width = 24 },
            new(PlanTexts.Source, l => l.Definition.Source) { Width = 40 },
        ], await reading.IndicatorsAsync(plan, ct));
    }

    private sealed record Line(string Code, string Name, string? Unit, IndicatorValue Value, string? By, string? Decider);

    /// <summary>Every figure that was entered, with who entered and who verified it; of another region the verified ones.</summary>
    public async Task<IResult> ValuesAsync(string key, string format, CancellationToken ct)
    {
        if (await desk.FindAsync(key, ct) is not { } plan) return Results.StatusCode(StatusCodes.Status404NotFound);
        var all = desk.May(Act.ReadFigures, plan);
        var rows = await (from v in db.Set<IndicatorValue>().AsNoTracking()
                          join i in db.Set<Indicator>() on v.IndicatorId equals i.Id
                          join d in db.Set<IndicatorDefinition>() on new { v.IndicatorId, v.Version } equals new { d.IndicatorId, d.Version }
                          where i.PlanId == plan.Id && (all || v.State == ValueState.Verified)
                          orderby i.Ordinal, v.On, v.At, v.Id
                          select new Line(i.Code, d.Name, d.Unit, v, db.Set<Person>().Where(p => p.Id == v.PersonId).Select(p => p.DisplayName).FirstOrDefault(),
                              db.Set<Person>().Where(p => p.Id == v.DecidedBy).Select(p => p.DisplayName).FirstOrDefault())).ToListAsync(ct);
        return SheetFile.Of<Line>(PlanTexts.ValuesFile.Fill(plan.Key), format,
        [
            new(PlanTexts.Code, l => l.Code) { Width = 8 },
            new(PlanTexts.Indicator, l => l.Name) { Width = 40 },
            new(PlanTexts.Unit, l => l.Unit) { Width = 8 },
            new(PlanTexts.FigureOf, l => l.Value.On) { Form = SheetForm.Date },
            new(PlanTexts.Value, l => l.Value.Value is { } value ? FigureText.Exact(value) : PlanWords.Judged(l.Value.Reached)),
            new(PlanTexts.Form, l => PlanWords.Form(l.Value.OfYear)),
            new(PlanTexts.State, l => PlanWords.Name(l.Value.State)),
            new(PlanTexts.ValueSource, l => l.Value.Source) { Width = 40 },
            new(PlanTexts.Surveyor, l => l.Value.Surveyor) { Width = 24 },
            new(PlanTexts.Sample, l => l.Value.Sample) { Width = 24 },
            new(PlanTexts.Method, l => l.Value.Method) { Width = 24 },
            new(PlanTexts.EnteredBy, l => l.By),
            new(PlanTexts.EnteredAt, l => Dates.Minute(l.Value.At)) { Width = 18 },
            new(PlanTexts.VerifiedBy, l => l.Decider),
            new(PlanTexts.DecidedAt, l => l.Value.DecidedAt is { } at ? Dates.Minute(at) : null) { Width = 18 },
        ], rows);
    }
}
