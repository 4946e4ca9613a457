using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Catalogue.Claims;

/// <summary>One claim: the claimant explains, the holder answers.</summary>
[Access(Act.KeepPatents)]
public sealed class ClaimDetailModel(AppDbContext db, ClaimDesk desk, Actor actor) : AnsweringPage
{
    public ClaimView Seen { get; private set; } = null!;
    public string? Typed { get; private set; }
    public bool MayExplain => Seen.Claim.ClaimantId == actor.ActingFor && (Seen.Claim.State is ClaimState.Open or ClaimState.Dropped);
    public bool MayAnswer => Seen.Claim.HolderId is { } holder && holder == actor.ActingFor && Seen.Claim.State == ClaimState.Asked;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        ModelState.Clear();
        if (await desk.FindAsync(id, ct) is not { } claim) return NotFound();
        Seen = await ClaimView.OfAsync(db, desk, claim, ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, string? decision, string? evidence, IFormFile? paper, string? answer, CancellationToken ct)
    {
        ModelState.Clear();
        var failure = decision switch
        {
            "explain" => await desk.ExplainAsync(id, evidence, paper, ct),
            "drop" => await desk.DropAsync(id, ct),
            "agree" => await desk.AnswerAsync(id, true, answer, ct),
            "contest" => await desk.AnswerAsync(id, false, answer, ct),
            _ => new Failure("decision_missing", 400, ClaimTexts.DecisionMissing, "decision"),
        };
        if (failure is null) return Redirect($"/portfolio/claims/{id}");
        if (failure.Status == StatusCodes.Status404NotFound) return NotFound();
        db.ChangeTracker.Clear();
        Typed = evidence ?? answer;
        return await OnGetAsync(id, ct) is NotFoundResult gone ? gone : Refused([failure]);
    }
}
