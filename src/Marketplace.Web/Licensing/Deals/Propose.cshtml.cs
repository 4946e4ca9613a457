using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Deals;

/// <summary>The whole of the terms, as a first proposal or as a counter-proposal; it begins with the last version, or with what the offer says.</summary>
[Access(Act.KeepLicences)]
public sealed class ProposeModel(AppDbContext db, DealReach reach, DealProposals proposals) : AnsweringPage
{
    [BindProperty] public DealForm Form { get; set; } = new();
    [BindProperty] public ListingForm Fee { get; set; } = new();

    public Deal Deal { get; private set; } = null!;
    public Side Stands { get; private set; }
    public bool IsFirst => Deal.Versions == 0;

    public IEnumerable<SelectListItem> KindOptions => DealKinds.Negotiable.Where(kind => (kind == DealKind.Sub) == Deal.ParentId is not null).Select(kind => new SelectListItem(DealWords.Name(kind), kind.ToString()));
    public IEnumerable<SelectListItem> ImprovementOptions => Enum.GetValues<ImprovementRule>().Select(rule => new SelectListItem(DealWords.Name(rule), rule.ToString()));

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        ModelState.Clear();
        if (!await ReadAsync(id, ct)) return NotFound();
        if (!MayPropose) return Redirect($"/deals/{id}");
        var last = await db.Set<DealProposal>().AsNoTracking().SingleOrDefaultAsync(p => p.DealId == id && p.Number == Deal.Versions, ct);
        var terms = last?.Read() ?? await FirstAsync(ct);
        (Form, Fee) = (DealForm.Of(terms, Deal.Versions), DealForm.Fee(terms.Model, terms.Fee));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken ct)
    {
        ModelState.Clear();
        if (!await ReadAsync(id, ct)) return NotFound();
        var failures = new List<Failure>();
        var terms = Form.Terms(Fee, failures);
        if (failures.Count == 0)
        {
            var said = await proposals.ProposeAsync(id, terms, Form.Message, Form.Seen, ct);
            if (said.Succeeded) return Went($"/deals/{id}", DealTexts.Proposed);
            failures.AddRange(said.Failures);
        }
        return Refused(failures);
    }

    private bool MayPropose => DealMachine.Machine.From(Deal.State!.Value).Any(row => row.Cause is DealCause.Propose or DealCause.Counter);

    private async Task<bool> ReadAsync(Guid id, CancellationToken ct)
    {
        if (await reach.FindAsync(id, ct) is not (var deal, var side and not Side.Bureau)) return false;
        (Deal, Stands) = (deal, side);
        return true;
    }

    private async Task<DealTerms> FirstAsync(CancellationToken ct)
    {
        var listing = await db.Set<Listing>().AsNoTracking().SingleOrDefaultAsync(l => l.Id == Deal.ListingId, ct);
        return new()
        {
            Kind = Deal.Kind,
            Patents = await db.Set<DealPatent>().Where(p => p.DealId == Deal.Id && !p.Returned).OrderBy(p => p.Place).Select(p => p.ApplicationNo).ToListAsync(ct),
            Model = listing?.FeeModel == FeeModel.Negotiable ? null : listing?.FeeModel,
            Fee = FeeTerms.Of(listing?.FeeTerms),
            Territory = DealTexts.WholeCountry,
            ConfidentialYears = 3,
        };
    }
}
