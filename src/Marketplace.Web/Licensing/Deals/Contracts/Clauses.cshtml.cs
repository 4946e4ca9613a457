using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Licensing.Deals.Contracts;

/// <summary>条款库: anybody who negotiates reads it; the platform's administrator enters that a lawyer signed it off.</summary>
[Access(Act.UseAccount)]
public sealed class ClausesModel(ClauseLibrary library, ClauseReviewDesk desk, AccessCheck access) : AnsweringPage
{
    public ClauseLibrary Library => library;
    public ClauseReview? Review { get; private set; }
    public bool MayEnter => access.May(Act.RunPlatform, new());

    public async Task OnGetAsync(CancellationToken ct)
    {
        ModelState.Clear();
        Review = await desk.FindAsync(ct);
    }

    public async Task<IActionResult> OnPostAsync(string? lawyer, string? lawyerLicence, DateOnly? on, CancellationToken ct)
    {
        if (!MayEnter) return NotFound();
        ModelState.Clear();
        var entered = await desk.EnterAsync(lawyer, lawyerLicence, on, ct);
        if (entered.Succeeded) return Went("/deals/clauses", DealTexts.Done);
        Review = await desk.FindAsync(ct);
        return Refused(entered.Failures);
    }
}
