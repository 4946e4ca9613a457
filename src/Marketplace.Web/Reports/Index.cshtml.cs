using System.Globalization;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Reports;

/// <summary>The reports this office answers, those due first on top; answered ones newest first.</summary>
[Access(Act.AnswerReports)]
public sealed class ReportIndexModel(AppDbContext db, Actor actor, TimeProvider time) : PageModel
{
    public const int PageSize = 25;

    [BindProperty(SupportsGet = true)]
    public string? State { get; set; }

    [BindProperty(SupportsGet = true)]
    public ReportReason? Reason { get; set; }

    /// <summary>The last row of the page before.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? After { get; set; }

    [BindProperty(SupportsGet = true)]
    public int From { get; set; } = 1;

    public IReadOnlyList<(Report Report, int Joined)> Rows { get; private set; } = [];
    public IReadOnlyDictionary<string, int> Counts { get; private set; } = new Dictionary<string, int>(StringComparer.Ordinal);
    public int Total { get; private set; }
    public Guid? Next { get; private set; }
    public bool Answered => State == "answered";

    public async Task OnGetAsync(CancellationToken ct)
    {
        ModelState.Clear();
        var today = Dates.Today(time);
        var mine = Mine();
        var open = mine.Where(r => r.AnsweredAt == null);
        Counts = new Dictionary<string, int>(StringComparer.Ordinal)
        {
            ["open"] = await open.CountAsync(ct),
            ["overdue"] = await open.CountAsync(r => r.Due < today, ct),
            ["answered"] = await mine.CountAsync(r => r.AnsweredAt != null, ct),
        };
        var found = Answered ? mine.Where(r => r.AnsweredAt != null) : State == "overdue" ? open.Where(r => r.Due < today) : open;
        if (Reason is { } reason) found = found.Where(r => r.Reason == reason);
        Total = await found.CountAsync(ct);
        if (After is null) From = 1;
        // All have the same term, so the order of receipt (the id) is that of the deadlines.
        var rows = await (Answered ? found.Where(r => After == null || r.Id < After).OrderByDescending(r => r.Id) : found.Where(r => After == null || r.Id > After).OrderBy(r => r.Id))
            .Take(PageSize + 1).Select(r => new { Report = r, Joined = db.Set<Report>().Count(j => j.JoinedTo == r.Id) }).AsNoTracking().ToListAsync(ct);
        if (rows.Count > PageSize) Next = rows[PageSize - 1].Report.Id;
        Rows = [.. rows.Take(PageSize).Select(r => (r.Report, r.Joined))];
    }

    public string Address(string? state, ReportReason? reason, Guid? after = null, int? from = null)
    {
        var query = new[] { ("state", state), ("reason", reason?.ToString()), ("after", after?.ToString()), ("from", from?.ToString(CultureInfo.InvariantCulture)) }
            .Where(pair => pair.Item2 is not null).Select(pair => KeyValuePair.Create(pair.Item1, pair.Item2));
        return "/reports" + QueryString.Create(query);
    }

    /// <summary>What the policy table lets this actor answer, as a query: by region for a bureau, by office for the operator.</summary>
    private IQueryable<Report> Mine()
    {
        var rules = AccessTable.For(Act.AnswerReports).ToList();
        var held = actor.Grants.Where(g => g.DelegatedActs is null).ToList();
        var regions = held.Where(g => g.RegionPath.Length > 0 && rules.Exists(rule => rule.Reach == Reach.Region && rule.Roles.Contains(g.Role))).Select(g => g.RegionPath).Distinct(StringComparer.Ordinal).ToArray();
        var offices = held.Where(g => rules.Exists(rule => rule.Reach == Reach.Organisation && rule.Roles.Contains(g.Role))).Select(g => g.OrganisationId).Distinct().ToArray();
        return db.Set<Report>().Where(r => r.JoinedTo == null
            && ((r.RegionPath != null && regions.Any(path => EF.Functions.Like(r.RegionPath, path + "%"))) || (r.OfficeId != null && offices.Contains(r.OfficeId.Value))));
    }
}
