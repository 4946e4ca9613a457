using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Units;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Income;

/// <summary>By what an organisation shares its income: rules and agreements with their documents, and how each college shares as a rule.</summary>
[Access(Act.KeepLicences)]
public sealed class IncomeRulesModel(IncomeRuleDesk desk, AppDbContext db, AccessCheck access) : OrganisationPage(db, access)
{
    public sealed record DefaultRow(string? College, ShareDefault Default);

    public IReadOnlyList<(IncomeRule Rule, string? Licence)> Rules { get; private set; } = [];
    public IReadOnlyList<DefaultRow> Defaults { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Units { get; private set; } = [];
    public bool MayChange => May(Act.DisposePatents);
    public bool Bound => ShareFloor.Binds(Organisation.Kind);
    public Guid Once { get; private set; } = Guid.CreateVersion7();

    /// <summary>What was typed, when the page comes back.</summary>
    public string? Typed(string field) => Request.HasFormContentType ? Request.Form[field].ToString() : null;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        ModelState.Clear();
        if (await OpenAsync(Act.KeepLicences, ct) is { } closed) return Closed(closed);
        await ReadAsync(ct);
        return Page();
    }

    public Task<IActionResult> OnPostRuleAsync(Guid once, string? title, string? percent, string? from, string? until, string? licence, IFormFile? document, CancellationToken ct) => DoAsync(async failures =>
    {
        var typed = new Fees.Typed(failures);
        if (once != Guid.Empty) Once = once;
        var rule = new NewRule(Once, title, typed.Number(percent, "percent"), typed.Day(from, "from"), typed.Day(until, "until"), licence);
        return failures.Count > 0 ? failures : await desk.AddAsync(Organisation, rule, document, ct);
    }, ct);

    public Task<IActionResult> OnPostEndAsync(Guid id, string? end, CancellationToken ct) => DoAsync(async failures =>
    {
        var day = new Fees.Typed(failures).Day(end, "end");
        return failures.Count > 0 ? failures : await desk.EndAsync(Organisation, id, day, ct);
    }, ct);

    public Task<IActionResult> OnPostDefaultAsync(Guid? unit, string? contributors, string? department, string? rest, CancellationToken ct) => DoAsync(async failures =>
    {
        var typed = new Fees.Typed(failures);
        var (people, college, own) = (typed.Number(contributors, "contributors"), typed.Number(department, "department"), typed.Number(rest, "rest"));
        return failures.Count > 0 ? failures : await desk.DefaultAsync(Organisation, unit == Guid.Empty ? null : unit, people, college, own, ct);
    }, ct);

    private async Task<IActionResult> DoAsync(Func<List<Failure>, Task<Outcome<Organisation>>> act, CancellationToken ct)
    {
        ModelState.Clear();
        if (await OpenAsync(Act.KeepLicences, ct) is { } closed) return Closed(closed);
        var done = await act([]);
        if (done.Succeeded) return Went($"{Address}/income-rules", OrganisationTexts.Saved);
        await ReadAsync(ct);
        return Refused(done.Failures);
    }

    private async Task ReadAsync(CancellationToken ct)
    {
        var units = await Db.Set<OrganisationUnit>().AsNoTracking().Where(u => u.OrganisationId == Organisation.Id).OrderBy(u => u.Name).ThenBy(u => u.Id).ToListAsync(ct);
        Units = [new(IncomeTexts.AllOthers, ""), .. units.Where(u => u.ClosedOn is null).Select(u => new SelectListItem(u.Name, u.Id.ToString()))];
        Defaults = [.. (await Db.Set<ShareDefault>().AsNoTracking().Where(d => d.HolderId == Organisation.Id).ToListAsync(ct)).Select(d => new DefaultRow(units.Find(u => u.Id == d.UnitId)?.Name, d)).OrderBy(row => row.College is null).ThenBy(row => row.College, StringComparer.Ordinal).ThenBy(row => row.Default.Id)];
        Rules = [.. (await (from r in Db.Set<IncomeRule>().AsNoTracking()
                            from l in Db.Set<OpenLicences.Licence>().Where(l => l.Id == r.LicenceId).DefaultIfEmpty()
                            where r.HolderId == Organisation.Id
                            orderby r.From descending, r.Id descending
                            select new { r, l.Reference }).ToListAsync(ct)).Select(x => (x.r, x.Reference is null ? null : "KX-" + x.Reference))];
    }
}
