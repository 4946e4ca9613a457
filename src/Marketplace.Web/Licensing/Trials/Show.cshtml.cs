using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.SignIn;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Trials;

/// <summary>One trial for its two sides and the bureaus of its region: where it is, its terms, reports and results, and what the reader can do.</summary>
[Access(Act.ReadLicences)]
public sealed class TrialModel(AppDbContext db, TrialReach reach, TrialDesk desk, TrialConduct conduct, DeclarationBook declarations, Actor actor, TimeProvider time) : AnsweringPage
{
    public TrialView View { get; private set; } = null!;
    public TrialTerms Terms => View.Bound.Read();

    /// <summary>Other terms, or longer ones, as they are typed; null: they are not asked for.</summary>
    public TrialFields? Fields { get; private set; }
    public string? SignedBy { get; private set; }

    /// <summary>A declaration is announced: the licence is an open one, by notice.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>What was typed, when it comes back.</summary>
    public string? TypedWords { get; private set; }
    public IReadOnlyList<string?> TypedFound { get; private set; } = [];
    public IReadOnlyList<bool?> TypedMet { get; private set; } = [];

    public bool MayAsk => View.Side != Side.Bureau && View.State == TrialState.Running && !View.Trial.LongerAsked;

    public bool MayBreakMissing => View.Side == Side.Giver && View.State == TrialState.Running && View.NextReport is { } next && next.DueOn.AddDays(TrialBook.GraceDays) < Dates.Today(time);

    public async Task<IActionResult> OnGetAsync(Guid id, string? form, CancellationToken ct)
    {
        ModelState.Clear();
        if (!await ReadAsync(id, ct)) return NotFound();
        if (form == "terms" && (View.Mine || MayAsk))
        {
            var typed = TrialForm.Of(View.Latest.Read());
            typed.SignedBy = SignedBy;
            Fields = new(typed, ListingForm.Of(new() { FeeModel = View.Latest.Read().Model, Fee = View.Latest.Read().Fee }, null), View.OwnName, false);
        }
        return Page();
    }

    public Task<IActionResult> OnPostTermsAsync(Guid id, [FromForm] TrialForm given, [FromForm] ListingForm fee, CancellationToken ct) => DoAsync(id, () =>
    {
        Fields = new(given, fee, View.OwnName, false);
        return View.State == TrialState.Running ? desk.AskLongerAsync(id, given, fee, ct) : desk.CounterAsync(id, given, fee, ct);
    }, ct);

    public Task<IActionResult> OnPostAgreeAsync(Guid id, string? termsRead, string? signedBy, string? confirmed, CancellationToken ct) => DoAsync(id, () => desk.AgreeAsync(id, termsRead, signedBy, confirmed, ct), ct);

    public Task<IActionResult> OnPostDeclineAsync(Guid id, string? declineReason, CancellationToken ct) => DoAsync(id, () => desk.DeclineAsync(id, declineReason, ct), ct);

    public Task<IActionResult> OnPostTakeBackAsync(Guid id, CancellationToken ct) => DoAsync(id, () => desk.TakeBackAsync(id, ct), ct);

    public Task<IActionResult> OnPostReportAsync(Guid id, int number, string? reportWords, IFormFile? reportFile, CancellationToken ct)
    {
        TypedWords = reportWords;
        return DoAsync(id, () => conduct.ReportAsync(id, number, reportWords, reportFile, ct), ct);
    }

    public Task<IActionResult> OnPostEvaluateAsync(Guid id, [FromForm] List<string?> found, [FromForm] List<bool?> met, CancellationToken ct)
    {
        (TypedFound, TypedMet) = (found, met);
        return DoAsync(id, () => conduct.EvaluateAsync(id, found, met, ct), ct);
    }

    public Task<IActionResult> OnPostExitAsync(Guid id, string? typed, string? exitReason, CancellationToken ct) => DoAsync(id, () => conduct.ExitAsync(id, typed, exitReason, ct), ct);

    public Task<IActionResult> OnPostBreakAsync(Guid id, bool misuse, string? typed, string? breakReason, IFormFile? breakProof, CancellationToken ct) => DoAsync(id, () => conduct.BreakAsync(id, misuse, typed, breakReason, breakProof, ct), ct);

    public Task<IActionResult> OnPostReturnAsync(Guid id, DateOnly? returnedOn, string? returnWords, CancellationToken ct) => DoAsync(id, () => conduct.ReturnAsync(id, returnedOn, returnWords, ct), ct);

    public Task<IActionResult> OnPostReceiveAsync(Guid id, bool complete, string? returnReason, CancellationToken ct) => DoAsync(id, () => conduct.AnswerReturnAsync(id, complete, returnReason, ct), ct);

    private async Task<IActionResult> DoAsync(Guid id, Func<Task<Outcome<Trial>>> act, CancellationToken ct)
    {
        ModelState.Clear();
        if (!await ReadAsync(id, ct)) return NotFound();
        var done = await act();
        return done.Succeeded ? Went($"/trials/{id}", LicenceTexts.Done) : Refused(done.Failures);
    }

    private async Task<bool> ReadAsync(Guid id, CancellationToken ct)
    {
        if (await reach.FindAsync(id, ct) is not var (trial, side)) return false;
        View = await TrialView.OfAsync(db, trial, side, ct);
        IsOpen = await declarations.IsOpenAsync(trial.ApplicationNo, ct);
        SignedBy = await db.Set<Person>().Where(p => p.Id == actor.PersonId).Select(p => p.DisplayName).SingleOrDefaultAsync(ct);
        return true;
    }
}
