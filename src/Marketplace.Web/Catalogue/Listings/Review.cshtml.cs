using Marketplace.Web.Catalogue.Classifications;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.Listings;

/// <summary>A listing with all it says, what still stands in its way, and the next step for whoever looks: hand in, approve, return, confirm, withdraw.</summary>
[Access(Act.KeepListings)]
public sealed class ReviewListingModel(AppDbContext db, ListingDesk desk, Industries industries, AccessCheck access, Actor actor, ListingWork work) : AnsweringPage
{
    public ListingShown Shown { get; private set; } = null!;
    public ListingVerdict Verdict { get; private set; } = new([], []);
    public string? Preparer { get; private set; }

    /// <summary>Has the role, and is not who prepared it (or is the only one there).</summary>
    public bool MayApprove { get; private set; }

    /// <summary>Has the role, but prepared it.</summary>
    public bool NeedsAnother { get; private set; }

    [BindProperty(Name = "reason")]
    public string? Reason { get; set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        ModelState.Clear();
        return await LoadAsync(id, ct) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, string? act, uint? version, CancellationToken ct)
    {
        ModelState.Clear();
        var done = act switch
        {
            "submit" => await desk.SubmitAsync(id, version, ct),
            "approve" => await desk.ApproveAsync(id, ct),
            "return" => await desk.ReturnAsync(id, Reason, ct),
            "withdraw" => await desk.WithdrawAsync(id, Reason, ct),
            "confirm" => await desk.ConfirmAsync(id, ct),
            _ => Failures.OfStatus(StatusCodes.Status400BadRequest),
        };
        if (done.Succeeded) return Went($"/listings/{id}/review", ListingTexts.NowIn.Fill(ListingWords.Name(done.Value.State)));
        db.ChangeTracker.Clear();
        return await LoadAsync(id, ct) ? Refused(done.Failures.Select(f => f.Field is null or "reason" ? f : f with { Field = null }).ToList()) : NotFound();
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken ct)
    {
        if (await desk.FindAsync(id, ct) is not { OwnerId: { } owner } listing) return false;
        Shown = await ListingShown.OfAsync(db, listing, industries, ct);
        Verdict = await desk.CheckAsync(listing, Shown.Draft, ct);
        Preparer = await db.Set<Platform.SignIn.Person>().Where(p => p.Id == listing.PreparedBy).Select(p => p.DisplayName).SingleOrDefaultAsync(ct);
        var may = listing.State == ListingState.InReview && access.May(Act.ApproveListings, listing.Target);
        MayApprove = may && (listing.PreparedBy != actor.PersonId || await work.AloneAsync(db, owner, ct));
        NeedsAnother = may && !MayApprove;
        return true;
    }
}
