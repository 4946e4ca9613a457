using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Files;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Conversions.FollowUps;

/// <summary>The form of one question, for whoever found it: what was typed stays, whatever went wrong.</summary>
public abstract class AnswerPage(AppDbContext db, FollowUpDesk desk, FileStore files) : AnsweringPage
{
    public FoundFollowUp Found { get; private set; } = null!;
    public FollowUpForm Typed { get; private set; } = new();
    public IReadOnlyList<(FollowUpPaper Paper, string Name)> Papers { get; private set; } = [];

    /// <summary>What was kept although something is wrong.</summary>
    public string? Kept { get; private set; }

    /// <summary>Why it came back.</summary>
    public string? Reason { get; private set; }
    public abstract AnswerWay Way { get; }
    public FollowUp FollowUp => Found.FollowUp;
    public bool IsOpen => FollowUpMachine.Waiting.Contains(FollowUp.State) || FollowUp.State == FollowUpState.Answered;
    public string FilesHint => FollowUpTexts.FilesHint.Fill(FollowUps.FollowUp.MostPapers, files.Limits.MaxBytes / 1024 / 1024);
    public static string Accept => string.Join(',', FileKind.Papers.SelectMany(kind => kind.Endings));

    /// <summary>After it was handed in.</summary>
    protected virtual string After => HttpContext.Request.Path;

    protected async Task ShowAsync(FoundFollowUp found, CancellationToken ct)
    {
        (Found, Typed) = (found, FollowUpForm.Of(found.FollowUp));
        var ids = found.FollowUp.Papers.ConvertAll(p => p.FileId);
        var names = await db.Set<StoredFile>().AsNoTracking().Where(f => ids.Contains(f.Id)).ToDictionaryAsync(f => f.Id, f => f.Name, ct);
        Papers = [.. found.FollowUp.Papers.Select(p => (p, names[p.FileId]))];
        if (found.FollowUp.State == FollowUpState.Returned) Reason = await db.Set<Licensing.Cases.CaseStep>().Where(s => s.CaseId == found.FollowUp.Id && s.Number == found.FollowUp.Steps).Select(s => s.Reason).SingleAsync(ct);
    }

    /// <param name="found">As the reader may open it.</param>
    /// <param name="again">Opens it anew.</param>
    /// <param name="given">What was typed.</param>
    /// <param name="sent">With the form.</param>
    /// <param name="ct">The sender left.</param>
    protected async Task<IActionResult> AnswerAsync(FoundFollowUp found, Func<Task<FoundFollowUp?>> again, FollowUpForm given, AnswerSent sent, CancellationToken ct)
    {
        ModelState.Clear();
        var failures = await desk.AnswerAsync(found, given, sent.Seen, new(sent.Photos, sent.Invoices, sent.Remove), sent.Save is null, Way, ct);
        if (failures.Count == 0) return Went(After, sent.Save is null ? FollowUpTexts.Sent : FollowUpTexts.Saved);
        if (await again() is not { } now) return NotFound();
        await ShowAsync(now, ct);
        Typed = given;
        // What could be kept is kept; the rest is to be chosen again.
        if (sent.Photos.Count + sent.Invoices.Count > 0 && failures.TrueForAll(f => f.Field is not ("photos" or "invoices"))) Kept = FollowUpTexts.PapersKept;
        return Refused(failures);
    }
}

/// <summary>What comes with the words of a form.</summary>
public sealed class AnswerSent
{
    /// <summary>Steps the question had taken when the form was opened.</summary>
    public int Seen { get; set; }

    /// <summary>Only to be kept.</summary>
    public string? Save { get; set; }
    public List<IFormFile> Photos { get; set; } = [];
    public List<IFormFile> Invoices { get; set; } = [];
    public List<int> Remove { get; set; } = [];
}
