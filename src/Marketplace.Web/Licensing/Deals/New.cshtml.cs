using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Matchmaking.Meetings;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Deals;

/// <summary>A request: from an offer, a talk, a trial or a licence that may be sublicensed, or from the holder to somebody it names.</summary>
[Access(Act.KeepLicences)]
public sealed class NewDealModel(AppDbContext db, DealDesk desk, DealSources sources, Actor actor) : AnsweringPage
{
    [BindProperty(SupportsGet = true, Name = "no")] public string? No { get; set; }
    [BindProperty(SupportsGet = true, Name = "listing")] public Guid? Listing { get; set; }
    [BindProperty(SupportsGet = true, Name = "request")] public Guid? Request0 { get; set; }
    [BindProperty(SupportsGet = true, Name = "trial")] public Guid? Trial { get; set; }
    [BindProperty(SupportsGet = true, Name = "parent")] public Guid? Parent { get; set; }
    [BindProperty(Name = "once")] public Guid Once { get; set; }
    [BindProperty(Name = "kind")] public string? Kind { get; set; }
    [BindProperty(Name = "more")] public string? More { get; set; }
    [BindProperty(Name = "other")] public string? Other { get; set; }
    [BindProperty(Name = "message")] public string? Message { get; set; }

    public IReadOnlyList<Patent> Patents { get; private set; } = [];

    /// <summary>Known already, and not to be typed.</summary>
    public Organisation? With { get; private set; }
    public string Fee { get; private set; } = "";

    public IEnumerable<SelectListItem> KindOptions => [new(DealTexts.ChooseKind, ""), .. DealKinds.Negotiable.Where(kind => (kind == DealKind.Sub) == Parent is not null).Select(kind => new SelectListItem(DealWords.Name(kind), kind.ToString()))];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        ModelState.Clear();
        Once = Guid.CreateVersion7();
        if (await ReadAsync(ct) is { } refused) return Refused(refused);
        if (Parent is not null) Kind ??= DealKind.Sub.ToString();
        if (Request0 is { } id && await db.Set<LicenceRequest>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct) is { } asked) (Kind, Message) = (DealKinds.Of(asked.Form)?.ToString(), asked.Note);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        ModelState.Clear();
        if (Once == Guid.Empty) Once = Guid.CreateVersion7();
        var failures = new List<Failure>();
        var given = Given(failures);
        if (failures.Count == 0)
        {
            var begun = await desk.RequestAsync(given, ct);
            if (begun.Succeeded) return Went($"/deals/{begun.Value.Id}", DealTexts.Begun);
            failures.AddRange(begun.Failures);
        }
        return await ReadAsync(ct) is [{ Status: 404 }] ? NotFound() : Refused(failures);
    }

    private NewDeal Given(List<Failure> failures) => new(Once, Fees.Typed.One<DealKind>(Kind), DealForm.Read($"{No} {More}", "more", failures), Other, Message, Listing, Request0, Trial, Parent);

    private async Task<List<Failure>?> ReadAsync(CancellationToken ct)
    {
        var read = new List<Failure>();
        var given = Given(read) with { Other = null };
        if (actor.ActingFor is not { } own) return [Failures.OfStatus(404)];
        var source = await sources.OfAsync(given, own, ct);
        if (!source.Succeeded) return [.. source.Failures];
        With = source.Value.Holder?.Id == own ? source.Value.Taker : source.Value.Holder;
        var numbers = source.Value.Patents;
        Patents = await db.Set<Patent>().AsNoTracking().Where(p => numbers.Contains(p.ApplicationNo) && p.RemovedAt == null).OrderBy(p => p.ApplicationNo).ToListAsync(ct);
        if (source.Value.Listing is { } offer && await db.Set<Catalogue.Listings.Listing>().AsNoTracking().SingleOrDefaultAsync(l => l.Id == offer, ct) is { } listing)
        {
            Fee = FeeWords.Sentence(listing.FeeModel, FeeTerms.Of(listing.FeeTerms));
            // Offered in one way only: nobody need choose it.
            if (listing.Forms.Select(DealKinds.Of).OfType<DealKind>().ToList() is [var only]) Kind ??= only.ToString();
        }
        return null;
    }
}
