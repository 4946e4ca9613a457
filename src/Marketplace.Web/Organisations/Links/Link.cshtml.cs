using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations.Links;

/// <summary>Another organisation says that this one belongs to it: confirm or decline.</summary>
[Access(Act.ConfirmLinks)]
public sealed class LinkModel(LinkDesk desk, AppDbContext db) : AnsweringPage
{
    [BindProperty(Name = "decision")]
    public string? Decision { get; set; }

    [BindProperty(Name = "reason")]
    public string? Reason { get; set; }

    public OrganisationLink Link { get; private set; } = null!;
    public Organisation Upper { get; private set; } = null!;
    public Organisation Lower { get; private set; } = null!;

    /// <summary>Why this reader cannot answer, though they may see it.</summary>
    public Failure? Refusal { get; private set; }
    public bool Listed => Lower.State == OrganisationState.Listed;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct) => await LoadAsync(id, ct) is { } closed ? closed : Page();

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken ct)
    {
        if (await LoadAsync(id, ct) is { } closed) return closed;
        Outcome<OrganisationLink> answered = Decision switch
        {
            "confirm" => await desk.AnswerAsync(id, confirmed: true, null, ct),
            "decline" => await desk.AnswerAsync(id, confirmed: false, Reason, ct),
            _ => new Failure("decision_missing", 400, LinkTexts.DecisionMissing, "decision"),
        };
        if (answered.Succeeded) return Went("/organisations/links/" + id, LinkTexts.Done.Fill(Upper.Name));
        db.ChangeTracker.Clear();
        return await LoadAsync(id, ct) is { } gone ? gone : Refused(answered.Failures);
    }

    private async Task<IActionResult?> LoadAsync(Guid id, CancellationToken ct)
    {
        ModelState.Clear();
        if (await db.Set<OrganisationLink>().AsNoTracking().SingleOrDefaultAsync(l => l.Id == id, ct) is not { } found) return NotFound();
        Link = found;
        Lower = await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.Id == found.LowerId, ct);
        Refusal = desk.Refusal(found, Lower);
        if (Refusal is { } refused && refused.Status != StatusCodes.Status409Conflict) return Closed(refused);
        Upper = await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.Id == found.UpperId, ct);
        return null;
    }
}
