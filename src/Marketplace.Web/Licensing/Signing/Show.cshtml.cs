using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.Signing.Orders;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Database;
using Marketplace.Web.Platform.Errors;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Signing;

/// <summary>One signing: the document and how to know it again, who has signed, and what the reader can do.</summary>
[Access(Act.ReadLicences)]
public sealed class SigningModel(AppDbContext db, SigningReach reach, SigningDesk desk, SignatureOrderDesk orders, DatabaseSignals signals) : AnsweringPage
{
    /// <summary>The provider's call and the signer's return race each other; mostly the call is a second behind.</summary>
    private static readonly TimeSpan s_moment = TimeSpan.FromSeconds(1.5);

    public SigningSeen Seen { get; private set; } = null!;
    public SigningCase Signing => Seen.Signing;
    public SigningState State => Signing.State!.Value;
    public CaseWay Way { get; private set; } = null!;
    public IReadOnlyList<CaseStep> Log { get; private set; } = [];

    /// <summary>The reader's own attempt to sign online, the last one.</summary>
    public SignatureOrder? Order { get; private set; }
    public bool Live => Order?.State is { } state && state.IsLive() && Seen.IsOpen;
    public string? Provider => orders.Title;
    public Guid Once { get; private set; } = Guid.CreateVersion7();

    /// <summary>What was typed, when the page comes back.</summary>
    public string? Typed(string field) => Request.HasFormContentType ? Request.Form[field].ToString() : null;

    /// <summary>Whether this is the form that came back.</summary>
    public bool IsBack(string handler) => !ModelState.IsValid && Request.Query["handler"] == handler;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        ModelState.Clear();
        using var watch = new StepWatch(signals, SignatureWorker.Moved, id);
        if (!await ReadAsync(id, ct)) return NotFound();
        if (Live && Request.Headers.Referer.Count == 0)
        {
            // From the provider: another site names no page it comes from.
            await watch.WaitAsync(s_moment, ct);
            db.ChangeTracker.Clear();
            await ReadAsync(id, ct);
        }
        if (Live) Response.Headers["Refresh"] = "5";
        return Page();
    }

    public async Task<IActionResult> OnPostSignAsync(Guid id, int place, Guid once, SignatureWay? way, string? signer, SignerAuthority? authority, DateOnly? signedOn, string? code, IFormFile? scan, IFormFile? power, CancellationToken ct)
    {
        if (once != Guid.Empty) Once = once;
        var by = new NewSigner(signer, authority);
        return way switch
        {
            SignatureWay.Paper => await DoAsync(id, () => desk.ShowAsync(id, place, by, signedOn, code, scan, power, ct), SigningTexts.Kept, ct),
            SignatureWay.Online => await DoAsync(id, () => orders.StartAsync(id, Once, by, power, ct), SigningTexts.OnlineBegun, ct),
            _ => await DoAsync(id, () => Task.FromResult<Outcome<SigningCase>>(new Failure("way_missing", 400, SigningTexts.WayMissing, "way")), "", ct),
        };
    }

    public Task<IActionResult> OnPostConfirmAsync(Guid id, int place, string? code, CancellationToken ct) => DoAsync(id, () => desk.ConfirmAsync(id, place, code, ct), SigningTexts.Compared, ct);

    public Task<IActionResult> OnPostRejectAsync(Guid id, int place, string? rejectReason, CancellationToken ct) => DoAsync(id, () => desk.RejectAsync(id, place, rejectReason, ct), SigningTexts.SentBack, ct);

    public Task<IActionResult> OnPostTakeBackAsync(Guid id, int place, CancellationToken ct) => DoAsync(id, () => desk.TakeBackAsync(id, place, ct), SigningTexts.TakenBack, ct);

    public Task<IActionResult> OnPostRefuseAsync(Guid id, string? typed, string? refuseReason, CancellationToken ct) => DoAsync(id, () => desk.RefuseAsync(id, typed, refuseReason, ct), SigningTexts.RefusedDone, ct);

    public async Task<IActionResult> OnPostAskAsync(Guid id, CancellationToken ct)
    {
        ModelState.Clear();
        return await orders.AskAsync(id, ct) is not null || !await ReadAsync(id, ct) ? NotFound() : Went($"/signing/{id}", Live ? SigningTexts.StillNothing : SigningTexts.Answered);
    }

    private async Task<IActionResult> DoAsync<T>(Guid id, Func<Task<Outcome<T>>> act, string said, CancellationToken ct) where T : class
    {
        ModelState.Clear();
        var done = await act();
        if (done.Succeeded) return Went($"/signing/{id}", said);
        db.ChangeTracker.Clear();
        return await ReadAsync(id, ct) ? Refused(done.Failures) : NotFound();
    }

    private async Task<bool> ReadAsync(Guid id, CancellationToken ct)
    {
        if (await reach.FindAsync(id, ct) is not { } seen) return false;
        Seen = seen;
        Order = await orders.LastAsync(seen, ct);
        var ids = seen.Signatures.Select(s => s.Id).Append(id).ToList();
        Log = await db.Set<CaseStep>().AsNoTracking().Where(s => ids.Contains(s.CaseId)).OrderBy(s => s.At).ThenBy(s => s.CaseId).ThenBy(s => s.Number).ToListAsync(ct);
        Way = CaseWay.Of(SigningTexts.WayTitle, SigningMachine.Machine, seen.Signing, Log.Where(s => s.CaseId == id), SigningWords.Name, SigningWords.Name, SigningWords.Look, row => row.Cause == SigningCause.Expire ? seen.Signing.SignBy : null);
        return true;
    }

    /// <summary>A step of the signing, or of one of its signatures and whose.</summary>
    public string Say(CaseStep step) => step.CaseId == Signing.Id ? SigningWords.Name(Enum.Parse<SigningCause>(step.Cause))
        : SigningTexts.StepOf.Fill(Seen.Signatures.First(s => s.Id == step.CaseId).Name, SigningWords.Name(Enum.Parse<SignatureCause>(step.Cause)));
}
