using Marketplace.Web.Demo;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.Outbox;
using Marketplace.Web.Platform.Spreadsheets;
using Marketplace.Web.Privacy;
using Marketplace.Web.WorkList;

namespace Marketplace.Web.Plans.Rounds;

public static class RoundsSetup
{
    public static void AddRounds(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddScoped<RoundReading>();
        services.AddScoped<RoundNotices>();
        services.AddScoped<RoundDesk>();
        services.AddScoped<RoundReports>();
        services.AddScoped<RoundNight>();
        services.AddOutboxHandler<RoundFollower>();
        services.AddSingleton(new DemoStep(DemoRounds.ApplyAsync));
        builder.AddPersonalData<RoundData>();
        builder.AddMessageTemplates(RoundNotices.Templates);
        builder.AddWorkKind(RoundNotices.Report, () => RoundTexts.WorkText, () => RoundTexts.WorkWhy, Act.KeepPlans);
    }

    public static void MapRounds(this WebApplication app)
    {
        app.MapGet($"/plans/rounds.{{{SheetFile.Formats}}}", async (string format, RoundReading reading, CancellationToken ct) => SheetFile.Of<RoundLine>(RoundTexts.Title, format,
        [
            new(PlanTexts.Quarter, l => l.Round.Quarter.ToString()),
            new(PlanTexts.Plan, l => l.Plan?.Title) { Width = 40 },
            new(RoundTexts.Due, l => l.Round.DueOn) { Form = SheetForm.Date },
            new(RoundTexts.Asked, l => l.Asked) { Form = SheetForm.Whole },
            new(RoundTexts.Reported, l => l.Reported) { Form = SheetForm.Whole },
            new(RoundTexts.Late, l => l.Late) { Form = SheetForm.Whole },
            new(PlanTexts.State, l => l.Round.ClosedAt is null ? RoundTexts.Open : RoundTexts.ClosedState),
        ], await reading.ListAsync(ct))).ExcludeFromDescription().For(Act.ReadFigures);

        app.MapGet($"/plans/rounds/{{id:guid}}/units.{{{SheetFile.Formats}}}", async (Guid id, string format, RoundReading reading, CancellationToken ct) =>
            await reading.FindAsync(id, ct) is not { } line ? Results.StatusCode(StatusCodes.Status404NotFound) : SheetFile.Of<RoundUnitLine>($"{RoundTexts.Title} {line.Round.Quarter}", format,
        [
            new(RoundTexts.UnitName, u => u.Unit.Name) { Width = 32 },
            new(RoundTexts.UnitKind, u => RoundWords.Name(u.Unit.Kind)),
            new(PlanTexts.State, u => RoundWords.Name(u.Standing)) { Width = 24 },
            new(RoundTexts.ReportedOn, u => u.Reported) { Form = SheetForm.Date },
            new(RoundTexts.LateDays, u => u.Standing.Late) { Form = SheetForm.Whole },
            new(RoundTexts.Signed, u => u.ByLock ? RoundTexts.ByLock : u.Unit.Signer),
            new(RoundTexts.EnteredBy, u => u.By),
            new(RoundTexts.Note, u => u.Unit.Note) { Width = 40 },
            new(RoundTexts.Calls, u => u.Calls.Count) { Form = SheetForm.Whole },
            new(RoundTexts.LastCall, u => u.Calls.Count > 0 ? u.Calls[0].Call.On : null) { Form = SheetForm.Date },
        ], line.Units)).ExcludeFromDescription().For(Act.ReadFigures);
    }
}
