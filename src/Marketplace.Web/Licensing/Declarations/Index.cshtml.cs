using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Declarations;

/// <summary>A patent that is offered under open licence and not declared.</summary>
public sealed record Undeclared(Guid ListingId, string ApplicationNo, string Title);

/// <summary>The declarations of the organisation, and the patents it could declare.</summary>
[Access(Act.KeepListings)]
public sealed class DeclarationsModel(AppDbContext db, DeclarationReach reach, DeclarationRows rows, DeclarationDesk desk, Actor actor) : AnsweringPage
{
    public const int PageSize = 25;

    public IReadOnlyList<DeclarationRow> Rows { get; private set; } = [];
    public IReadOnlyList<Undeclared> Undeclared { get; private set; } = [];
    public Guid? Next { get; private set; }
    public bool Later { get; private set; }
    public DeclarationState? State { get; private set; }

    public IEnumerable<SelectListItem> StateOptions => [new(DeclareTexts.AnyState, ""), .. Enum.GetValues<DeclarationState>().Select(state => new SelectListItem(DeclarationWords.Name(state), state.ToString()))];

    public async Task OnGetAsync(DeclarationState? state, Guid? after, CancellationToken ct)
    {
        ModelState.Clear();
        (State, Later) = (state, after is not null);
        var seen = reach.Own();
        if (state is not null) seen = seen.Where(d => d.State == state);
        if (after is { } last) seen = seen.Where(d => d.Id < last);
        var found = await rows.OfAsync(seen.OrderByDescending(d => d.Id).Take(PageSize + 1), ct);
        Rows = [.. found.Take(PageSize)];
        if (found.Count > PageSize) Next = Rows[^1].Declaration.Id;
        if (!Later && state is null) Undeclared = await UndeclaredAsync(ct);
    }

    public async Task<IActionResult> OnPostBeginAsync(Guid listing, string? no, CancellationToken ct)
    {
        ModelState.Clear();
        var begun = await desk.BeginAsync(listing, no ?? "", ct);
        if (begun.Succeeded) return Redirect($"/declarations/{begun.Value.Id}");
        if (begun.Failures[0].Status == 404) return NotFound();
        await OnGetAsync(null, null, ct);
        return Refused(begun.Failures);
    }

    private async Task<List<Undeclared>> UndeclaredAsync(CancellationToken ct) => await (
        from l in db.Set<Listing>()
        join m in db.Set<ListingPatent>() on l.Id equals m.ListingId
        join p in db.Set<Patent>() on m.ApplicationNo equals p.ApplicationNo
        where l.OwnerId == actor.ActingFor && l.State != ListingState.Withdrawn && l.State != ListingState.Expired && l.Forms.Contains(OfferForm.OpenLicence) && p.RemovedAt == null
            && !db.Set<Declaration>().Any(d => d.ApplicationNo == p.ApplicationNo && d.State != DeclarationState.Withdrawn && d.State != DeclarationState.Expired && d.State != DeclarationState.Terminated && d.State != DeclarationState.Discarded)
        orderby l.PublishedAt descending, p.ApplicationNo
        select new Undeclared(l.Id, p.ApplicationNo, p.Title)).Take(PageSize).ToListAsync(ct);
}
