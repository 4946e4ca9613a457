using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations.Registration;

/// <summary>登记审核: what waits, the oldest first.</summary>
[Access(Act.ReviewRegistrations)]
public sealed class ReviewListModel(RegistrationReview review, RegionTree regions) : PageModel
{
    private const int PageSize = 20;

    public static readonly IReadOnlyList<OrganisationState> States = [OrganisationState.Submitted, OrganisationState.Returned, OrganisationState.Active, OrganisationState.Refused];

    [BindProperty(Name = "state", SupportsGet = true)]
    public string? Wanted { get; set; }

    [BindProperty(Name = "q", SupportsGet = true)]
    public string? Words { get; set; }

    [BindProperty(Name = "after", SupportsGet = true)]
    public Guid? After { get; set; }

    public OrganisationState State => Chosen.One<OrganisationState>(Wanted) is { } state && States.Contains(state) ? state : OrganisationState.Submitted;
    public IReadOnlyList<RegistrationCase> Rows { get; private set; } = [];
    public IReadOnlyDictionary<string, string> Regions { get; private set; } = new Dictionary<string, string>(StringComparer.Ordinal);
    public IReadOnlyDictionary<OrganisationState, int> Counts { get; private set; } = new Dictionary<OrganisationState, int>();
    public int Total { get; private set; }
    public int Before { get; private set; }
    public bool HasMore => Before + Rows.Count < Total;

    public async Task OnGetAsync(CancellationToken ct)
    {
        ModelState.Clear();
        var within = review.Within();
        if (!string.IsNullOrWhiteSpace(Words))
        {
            var (code, name) = (Uscc.Clean(Words), NameFolding.Fold(Words));
            within = within.Where(r => r.Uscc == code || r.FoldedName!.Contains(name));
        }
        Counts = await within.GroupBy(r => r.State).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(x => x.Key, x => x.Count, ct);
        var state = State;
        var rows = within.Where(r => r.State == state);
        Total = Counts.GetValueOrDefault(state);
        if (After is { } id && await rows.Where(r => r.Id == id).Select(r => r.SubmittedAt).SingleOrDefaultAsync(ct) is { } at)
        {
            var later = rows.Where(r => r.SubmittedAt > at || (r.SubmittedAt == at && r.Id > id));
            Before = Total - await later.CountAsync(ct);
            rows = later;
        }
        Rows = await rows.OrderBy(r => r.SubmittedAt).ThenBy(r => r.Id).Take(PageSize).ToListAsync(ct);
        Regions = (await regions.TrailsAsync([.. Rows.Select(r => r.RegionPath!)], ct)).ToDictionary(t => t.Key, t => string.Join(' ', t.Value.Select(r => r.Name)), StringComparer.Ordinal);
    }

    public string Link(OrganisationState state, Guid? after = null) => Microsoft.AspNetCore.WebUtilities.QueryHelpers.AddQueryString("/organisations/review",
        new Dictionary<string, string?>(StringComparer.Ordinal) { ["state"] = state.ToString(), ["q"] = string.IsNullOrWhiteSpace(Words) ? null : Words, ["after"] = after?.ToString() }
            .Where(pair => pair.Value is not null));
}
