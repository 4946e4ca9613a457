using System.Globalization;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.LegalStatus;

/// <summary>What a holder enters by hand about a patent: events, the evaluation report, high-value facts, family, and that the register was looked into.</summary>
[Access(Act.KeepPatents)]
public sealed class HistoryModel(AppDbContext db, PatentReach reach, HistoryDesk desk, StatusOptions options, TimeProvider time) : AnsweringPage
{
    [FromRoute(Name = "no")]
    public string No { get; set; } = "";

    [BindProperty(Name = "once")]
    public Guid Once { get; set; }

    [BindProperty(Name = "kind")]
    public string? Kind { get; set; }

    [BindProperty(Name = "on")]
    public string? On { get; set; }

    [BindProperty(Name = "source")]
    public StatusSource? Source { get; set; }

    [BindProperty(Name = "reference")]
    public string? Reference { get; set; }

    [BindProperty(Name = "year")]
    public string? Year { get; set; }

    /// <summary>exclusive, agrees</summary>
    [BindProperty(Name = "more")]
    public List<string> More { get; set; } = [];

    [BindProperty(Name = "number")]
    public string? ReportNumber { get; set; }

    [BindProperty(Name = "conclusion")]
    public ReportConclusion? Conclusion { get; set; }

    [BindProperty(Name = "note")]
    public string? Note { get; set; }

    [BindProperty(Name = "family")]
    public string? Family { get; set; }

    [BindProperty(Name = "reason")]
    public string? Reason { get; set; }

    public Patent Patent { get; private set; } = null!;
    public IReadOnlyList<PatentEvent> Events { get; private set; } = [];
    public IReadOnlyList<EvaluationReport> Reports { get; private set; } = [];
    public IReadOnlyList<HighValueFact> Facts { get; private set; } = [];

    /// <summary>One form at a time: event, check, report, value or family.</summary>
    [BindProperty(Name = "form", SupportsGet = true)]
    public string? Form { get; set; }

    public bool Stale => options.IsStale(Patent, Dates.Today(time));
    public string Address => "/patents/" + Patent.ApplicationNo;

    public static IEnumerable<SelectListItem> Kinds => [new("", ""), .. Enum.GetValues<PatentEventKind>().Select(k => new SelectListItem(k.Name(), k.ToString()))];

    public static IEnumerable<SelectListItem> Sources => [new("", ""), .. new[] { StatusSource.Register, StatusSource.Holder }.Select(s => new SelectListItem(s.Name(), s.ToString()))];

    public static IEnumerable<SelectListItem> Conclusions => [new("", ""), .. Enum.GetValues<ReportConclusion>().Select(c => new SelectListItem(c.Name(), c.ToString()))];

    public static IEnumerable<SelectListItem> Values => [new("", ""), .. Enum.GetValues<HighValueKind>().Select(v => new SelectListItem(v.Name(), v.ToString()))];

    public IEnumerable<SelectListItem> Mores =>
        [new(HistoryTexts.ExclusiveCheck, "exclusive", More.Contains("exclusive")), new(HistoryTexts.AgreesCheck, "agrees", More.Contains("agrees"))];

    /// <summary>The forms that make sense for this patent, and for this reader.</summary>
    public IReadOnlyList<(string Key, string Name)> FormsHere =>
    [
        ("event", HistoryTexts.Enter), ("check", HistoryTexts.Check),
        Patent.Kind is PatentKind.Invention ? ("value", HistoryTexts.Value) : ("report", HistoryTexts.Report), ("family", HistoryTexts.Family),
        .. MayMarkSecret ? new[] { ("secret", SecrecyTexts.Title) } : [],
    ];

    public bool MayMarkSecret { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        ModelState.Clear();
        Once = Guid.CreateVersion7();
        if (await OpenAsync(ct) is { } closed) return Closed(closed);
        // It has a page of its own, which the bureau comes to as well.
        return Form == "secret" ? Redirect(Address + "/secrecy") : Page();
    }

    public Task<IActionResult> OnPostEventAsync(IFormFile? paper, CancellationToken ct) => DoAsync("event", () => desk.EnterAsync(No, new()
    {
        Kind = Enum.TryParse<PatentEventKind>(Kind, out var kind) ? kind : null,
        On = Day(On),
        Source = Source,
        Reference = Reference,
        PatentYear = int.TryParse(Year, NumberStyles.None, CultureInfo.InvariantCulture, out var year) ? year : null,
        Exclusive = More.Contains("exclusive"),
        PledgeeAgrees = More.Contains("agrees"),
    }, paper, Once, ct), HistoryTexts.EventEntered, ct);

    public Task<IActionResult> OnPostStrikeAsync(Guid id, CancellationToken ct) => DoAsync("event", () => desk.StrikeAsync(No, id, Reason, ct), HistoryTexts.EventStruck, ct);

    public Task<IActionResult> OnPostReportAsync(IFormFile? paper, CancellationToken ct) =>
        DoAsync("report", () => desk.ReportAsync(No, ReportNumber, Day(On), Conclusion, paper, Once, ct), HistoryTexts.ReportEntered, ct);

    public Task<IActionResult> OnPostValueAsync(IFormFile? paper, CancellationToken ct) =>
        DoAsync("value", () => desk.FactAsync(No, Enum.TryParse<HighValueKind>(Kind, out var kind) ? kind : null, Day(On), Note, paper, Once, ct), HistoryTexts.ValueEntered, ct);

    public Task<IActionResult> OnPostFamilyAsync(CancellationToken ct) => DoAsync("family", () => desk.FamilyAsync(No, Family, ct), OrganisationTexts.Saved, ct);

    public Task<IActionResult> OnPostCheckAsync(IFormFile? paper, CancellationToken ct) =>
        DoAsync("check", () => desk.ConfirmAsync(No, Day(On), paper, Once, ct), HistoryTexts.Confirmed, ct);

    private async Task<IActionResult> DoAsync(string form, Func<Task<Outcome<Patent>>> act, string done, CancellationToken ct)
    {
        ModelState.Clear();
        Form = form;
        if (Once == Guid.Empty) Once = Guid.CreateVersion7();
        var outcome = await act();
        if (outcome.Succeeded) return Went($"/patents/{outcome.Value.ApplicationNo}/history", done);
        if (await OpenAsync(ct) is { } closed) return Closed(closed);
        return Refused(outcome.Failures);
    }

    private async Task<Failure?> OpenAsync(CancellationToken ct)
    {
        if (await reach.FindWithinAsync(No, ct) is not { } found) return Failures.OfStatus(StatusCodes.Status404NotFound);
        Patent = found;
        var number = found.ApplicationNo;
        if ((await reach.HolderAsync(Act.KeepPatents, number, ct)).Refused is { } refused) return refused;
        MayMarkSecret = (await reach.HolderAsync(Act.MarkSecret, number, ct)).Holder is not null;
        if (!FormsHere.Any(form => form.Key == Form)) Form = "event";
        Family ??= string.Join('\n', found.Family);
        Events = await db.Set<PatentEvent>().AsNoTracking().Where(e => e.ApplicationNo == number).OrderByDescending(e => e.On).ThenByDescending(e => e.Id).ToListAsync(ct);
        Reports = await db.Set<EvaluationReport>().AsNoTracking().Where(r => r.ApplicationNo == number && r.StruckAt == null).OrderByDescending(r => r.On).ThenBy(r => r.Id).ToListAsync(ct);
        Facts = await db.Set<HighValueFact>().AsNoTracking().Where(f => f.ApplicationNo == number && f.StruckAt == null).OrderBy(f => f.Kind).ThenBy(f => f.Id).ToListAsync(ct);
        return null;
    }

    private static DateOnly? Day(string? typed) => DateOnly.TryParseExact(typed, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
