using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Documents;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.SignIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Conversions.FollowUps;

/// <summary>One half-year, for bureaus: what was answered and by whom, whose move it is, and what became of the answer.</summary>
[Access(Act.ReadConversions)]
public sealed class FollowUpModel(AppDbContext db, FollowUpDesk desk, FollowUpReview review) : AnsweringPage
{
    public FoundFollowUp Found { get; private set; } = null!;
    public FollowUp FollowUp => Found.FollowUp;
    public IReadOnlyList<CaseStep> Steps { get; private set; } = [];
    public CaseWay Way { get; private set; } = null!;
    public IReadOnlyList<(FollowUpPaper Paper, string Name)> Papers { get; private set; } = [];
    public string? AnsweredBy { get; private set; }

    /// <summary>Steps the reader may take now.</summary>
    public IReadOnlyList<FollowUpCause> Open { get; private set; } = [];

    /// <summary>Why the reader does not take the step it waits for.</summary>
    public string? NotMine { get; private set; }

    /// <summary>Shown once, on the answer to the form that asked for it.</summary>
    public string? Link { get; private set; }
    public string? LinkPicture => Link is null ? null : $"data:{QrCode.SvgType};base64," + Convert.ToBase64String(QrCode.Svg(Link, 6));

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        ModelState.Clear();
        return await ReadAsync(id, ct) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostStepAsync(Guid id, string? cause, int seen, string? reason, CancellationToken ct)
    {
        ModelState.Clear();
        var taken = Chosen.One<FollowUpCause>(cause) is { } step ? await review.TakeAsync(id, step, seen, reason, ct) : Failures.OfStatus(404);
        if (taken.Succeeded) return Went(FollowUpNotices.At(taken.Value), ConversionTexts.StepTaken);
        return taken.Failures[0].Status == 404 || !await ReadAsync(id, ct) ? NotFound() : Refused(taken.Failures);
    }

    public async Task<IActionResult> OnPostLinkAsync(Guid id, CancellationToken ct)
    {
        ModelState.Clear();
        var made = await review.LinkAsync(id, ct);
        if (made.Failures is [{ Status: 404 }, ..] || !await ReadAsync(id, ct)) return NotFound();
        if (!made.Succeeded) return Refused(made.Failures);
        Response.Headers.CacheControl = "no-store";
        Link = made.Value;
        return Page();
    }

    private async Task<bool> ReadAsync(Guid id, CancellationToken ct)
    {
        if (await desk.ByBureauAsync(id, ct) is not { } found) return false;
        Found = found;
        var one = found.FollowUp;
        Steps = await db.Set<CaseStep>().AsNoTracking().Where(s => s.CaseId == one.Id).OrderBy(s => s.Number).ToListAsync(ct);
        Way = CaseWay.Of(FollowUpTexts.Title, FollowUpMachine.Machine, one, Steps, FollowUpWords.Name, FollowUpWords.Name, FollowUpWords.Look);
        var ids = one.Papers.ConvertAll(p => p.FileId);
        var names = await db.Set<StoredFile>().AsNoTracking().Where(f => ids.Contains(f.Id)).ToDictionaryAsync(f => f.Id, f => f.Name, ct);
        Papers = [.. one.Papers.Select(p => (p, names[p.FileId]))];
        AnsweredBy = await db.Set<Person>().Where(p => p.Id == one.AnsweredBy).Select(p => p.DisplayName).SingleOrDefaultAsync(ct);
        var open = new List<FollowUpCause>();
        foreach (var cause in FollowUpMachine.Machine.From(one.State).Where(r => r.By is not null).Select(r => r.Cause).Append(FollowUpCause.Ask).Distinct())
        {
            if (cause == FollowUpCause.Ask && !FollowUpMachine.Waiting.Contains(one.State) && one.State != FollowUpState.Answered) continue;
            if (await review.RefuseAsync(one, found.Conversion.RegionPath, cause, ct) is not { } refused) open.Add(cause);
            else if (cause is FollowUpCause.Look or FollowUpCause.Accept && refused.Status != 404) NotMine = refused.Message;
        }
        Open = open;
        return true;
    }
}
