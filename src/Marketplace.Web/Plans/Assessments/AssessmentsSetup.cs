using Marketplace.Web.Demo;
using Marketplace.Web.Plans.Figures;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.Spreadsheets;
using Marketplace.Web.Privacy;
using Marketplace.Web.WorkList;

namespace Marketplace.Web.Plans.Assessments;

public static class AssessmentsSetup
{
    private sealed record Line(AssessmentUnit Unit, AssessmentItem Item, AssessmentMark? Mark);

    public static void AddAssessments(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddScoped<AssessmentReading>();
        services.AddScoped<AssessmentNotices>();
        services.AddScoped<AssessmentDesk>();
        services.AddScoped<MarkDesk>();
        services.AddSingleton(new DemoStep(DemoAssessments.ApplyAsync));
        builder.AddPersonalData<AssessmentData>();
        builder.AddMessageTemplates(AssessmentNotices.Templates);
        builder.AddWorkKind(AssessmentNotices.Mark, () => AssessmentTexts.WorkMark, () => AssessmentTexts.WorkMarkWhy, Act.KeepPlans);
        builder.AddWorkKind(AssessmentNotices.Check, () => AssessmentTexts.WorkCheck, () => AssessmentTexts.WorkCheckWhy, Act.VerifyFigures);
    }

    public static void MapAssessments(this WebApplication app)
    {
        var files = app.MapGroup("/plans/{key}/assessments/{year:int}").ExcludeFromDescription();

        // 排名表: as it hangs on the wall, a column for each item.
        files.MapGet($"/ranking.{{{SheetFile.Formats}}}", async (string key, int year, string format, AssessmentReading reading, CancellationToken ct) =>
            await reading.SheetAsync(key, year, ct) is not { } sheet ? Results.StatusCode(StatusCodes.Status404NotFound) : SheetFile.Of<UnitResult>($"{AssessmentTexts.Ranking} {year}", format,
        [
            new(AssessmentTexts.Place, r => r.Place) { Form = SheetForm.Whole },
            new(AssessmentTexts.Unit, r => r.Unit.Name) { Width = 28 },
            new(AssessmentTexts.UnitKind, r => PlanWords.Name(r.Unit.Kind)),
            .. sheet.Items.Select(item => new SheetField<UnitResult>($"{item.Name}（{FigureText.Exact(item.Weight)}）", r => sheet.Mark(r.Unit, item) is { IsDecided: true } mark ? mark.Exempt ? AssessmentTexts.Exempt : mark.Verified : null) { Form = SheetForm.Amount, Width = 18 }),
            new(AssessmentTexts.Total, r => r.Total) { Form = SheetForm.Amount },
            new(AssessmentTexts.OwnTotal, r => r.Own) { Form = SheetForm.Amount },
            new(AssessmentTexts.LeftHead, r => r.Left) { Form = SheetForm.Whole },
        ], sheet.Results)).For(Act.ReadFigures);

        // Every mark with who gave it and why.
        files.MapGet($"/marks.{{{SheetFile.Formats}}}", async (string key, int year, string format, AssessmentReading reading, CancellationToken ct) =>
            await reading.SheetAsync(key, year, ct) is not { } sheet ? Results.StatusCode(StatusCodes.Status404NotFound) : SheetFile.Of<Line>($"{AssessmentTexts.Title} {year}", format,
        [
            new(AssessmentTexts.Unit, l => l.Unit.Name) { Width = 28 },
            new(AssessmentTexts.UnitKind, l => PlanWords.Name(l.Unit.Kind)),
            new(AssessmentTexts.Number, l => l.Item.Number) { Form = SheetForm.Whole },
            new(AssessmentTexts.Item, l => l.Item.Name) { Width = 32 },
            new(AssessmentTexts.Weight, l => l.Item.Weight) { Form = SheetForm.Amount },
            new(AssessmentTexts.Basis, l => l.Item.Basis) { Width = 32 },
            new(AssessmentTexts.Own, l => l.Mark?.Own) { Form = SheetForm.Amount },
            new(AssessmentTexts.OwnNote, l => l.Mark?.OwnNote) { Width = 32 },
            new(AssessmentTexts.OwnBy, l => sheet.Name(l.Mark?.OwnBy)),
            new(AssessmentTexts.Verified, l => l.Mark is { Exempt: true } ? AssessmentTexts.Exempt : l.Mark?.Verified) { Form = SheetForm.Amount },
            new(AssessmentTexts.Reason, l => l.Mark?.Reason) { Width = 32 },
            new(AssessmentTexts.VerifiedBy, l => sheet.Name(l.Mark?.VerifiedBy)),
            new(AssessmentTexts.VerifiedOn, l => l.Mark?.VerifiedAt is { } at ? Dates.Day(at) : null) { Form = SheetForm.Date },
        ], [.. sheet.Units.SelectMany(unit => sheet.Items.Select(item => new Line(unit, item, sheet.Mark(unit, item))))])).For(Act.ReadFigures);
    }
}
