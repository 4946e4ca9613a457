using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Catalogue.Claims;

/// <summary>One claim before the bureau: both sides, and a decision with its reasons.</summary>
[Access(Act.SettleClaims)]
public sealed class SettleModel(AppDbContext db, ClaimDesk desk) : AnsweringPage
{
    public ClaimView Seen { get; private set; } = null!;
    public string? Typed { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        ModelState.Clear();
        if (await desk.FindForBureauAsync(id, ct) is not { } claim) return NotFound();
        Seen = await ClaimView.OfAsync(db, desk, claim, ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, string? decision, string? reason, CancellationToken ct)
    {
        ModelState.Clear();
        var failure = decision is "grant" or "refuse" ? await desk.DecideAsync(id, decision == "grant", reason, ct) : new Failure("decision_missing", 400, ClaimTexts.DecisionMissing, "decision");
        if (failure is null) return Redirect($"/claims/{id}");
        if (failure.Status == StatusCodes.Status404NotFound) return NotFound();
        db.ChangeTracker.Clear();
        Typed = reason;
        return await OnGetAsync(id, ct) is NotFoundResult gone ? gone : Refused([failure]);
    }
}
