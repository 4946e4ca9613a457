using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Declarations;

/// <summary>Another patentee reads what is to be declared, or withdrawn, and agrees or says why not.</summary>
[Access(Act.DisposePatents)]
public sealed class DeclarationConsentModel(AppDbContext db, DeclarationChecks checks, ConsentDesk consents, Actor actor) : AnsweringPage
{
    [BindProperty(SupportsGet = true, Name = "to")]
    public ConsentTo To { get; set; }

    public Declaration Declaration { get; private set; } = null!;
    public DeclarationConsent Consent { get; private set; } = null!;
    public DeclarationCheck Check { get; private set; } = null!;
    public Patent Patent { get; private set; } = null!;
    public string? Reason { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        ModelState.Clear();
        return await ReadAsync(id, ct) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, bool agrees, string? reason, string? termsRead, CancellationToken ct)
    {
        ModelState.Clear();
        var answered = await consents.AnswerAsync(id, To, agrees, reason, termsRead, ct);
        if (answered.Succeeded) return Went($"/declarations/{id}/consent?to={To}", DeclareTexts.AnswerKept);
        if (answered.Failures[0].Status == 404 || !await ReadAsync(id, ct)) return NotFound();
        Reason = reason;
        return Refused(answered.Failures);
    }

    private async Task<bool> ReadAsync(Guid id, CancellationToken ct)
    {
        if (await db.Set<DeclarationConsent>().AsNoTracking().SingleOrDefaultAsync(c => c.DeclarationId == id && c.To == To && c.OrganisationId != null && c.OrganisationId == actor.ActingFor, ct) is not { } consent) return false;
        Declaration = await db.Set<Declaration>().AsNoTracking().SingleAsync(d => d.Id == id, ct);
        if (await checks.OfAsync(Declaration, ct) is not { } check) return false;
        (Consent, Check) = (consent, check);
        Patent = await db.Set<Patent>().AsNoTracking().SingleAsync(p => p.ApplicationNo == Declaration.ApplicationNo, ct);
        return true;
    }
}
