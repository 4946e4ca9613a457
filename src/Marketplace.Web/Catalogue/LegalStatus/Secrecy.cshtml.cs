using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Catalogue.LegalStatus;

/// <summary>Marking a patent as secret, or open again: what will be true afterwards, and a word to type, because it is so at once.</summary>
[Access(Act.MarkSecret)]
public sealed class SecrecyModel(PatentReach reach, SecrecyDesk desk) : AnsweringPage
{
    [FromRoute(Name = "no")]
    public string No { get; set; } = "";

    [BindProperty(Name = "reason")]
    public string? Reason { get; set; }

    [BindProperty(Name = "reference")]
    public string? Reference { get; set; }

    [BindProperty(Name = "typed")]
    public string? Typed { get; set; }

    public Patent Patent { get; private set; } = null!;
    public bool IsSecret => Patent.SecretAt is not null;

    /// <summary>The bureau of a holder.</summary>
    public bool MayDeclassify { get; private set; }
    public string Address => "/patents/" + Patent.ApplicationNo;
    public string Word => IsSecret ? SecrecyTexts.LiftWord : SecrecyTexts.MarkWord;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        ModelState.Clear();
        return await OpenAsync(ct) is { } closed ? Closed(closed) : Page();
    }

    public Task<IActionResult> OnPostMarkAsync(CancellationToken ct) => DoAsync(SecrecyTexts.MarkWord, () => desk.MarkAsync(No, Reason, ct), SecrecyTexts.MarkDone, ct);

    public Task<IActionResult> OnPostLiftAsync(CancellationToken ct) => DoAsync(SecrecyTexts.LiftWord, () => desk.DeclassifyAsync(No, Reason, Reference, ct), SecrecyTexts.LiftDone, ct);

    private async Task<IActionResult> DoAsync(string word, Func<Task<Outcome<Patent>>> act, string done, CancellationToken ct)
    {
        ModelState.Clear();
        if (await OpenAsync(ct) is { } closed) return Closed(closed);
        if (Typed?.Trim() != word) return Refused([new("word_wrong", 400, SecrecyTexts.WordWrong.Fill(word), "typed")]);
        var outcome = await act();
        return outcome.Succeeded ? Went(Address + "/secrecy", done) : Refused(outcome.Failures);
    }

    private async Task<Failure?> OpenAsync(CancellationToken ct)
    {
        // Nothing of this belongs into a cache on the way.
        Response.Headers.CacheControl = "private, no-store";
        if (await reach.FindWithinAsync(No, ct) is not { } found) return Failures.OfStatus(StatusCodes.Status404NotFound);
        Patent = found;
        if ((await reach.HolderAsync(Act.MarkSecret, found.ApplicationNo, ct)).Refused is { } refused) return refused;
        MayDeclassify = (await reach.HolderAsync(Act.Declassify, found.ApplicationNo, ct)).Holder is not null;
        return null;
    }
}
