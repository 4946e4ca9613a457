using Marketplace.Web.Data;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Organisations.Registration;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations;

/// <summary>我的机构: where one belongs, where one asked to join, and what one has begun to register.</summary>
[Access(Act.UseAccount)]
public sealed class IndexModel(AppDbContext db, Actor actor, JoinDesk joining, TimeProvider time) : AnsweringPage
{
    /// <summary>A quarter: long enough to come back and read why.</summary>
    private static readonly TimeSpan s_shown = TimeSpan.FromDays(90);

    public sealed record Row(Organisation Organisation, IReadOnlyList<Grant> Grants);

    public sealed record Asked(JoinRequest Request, string Name, JoinState State);

    public IReadOnlyList<Row> Rows { get; private set; } = [];
    public IReadOnlyList<Asked> Requests { get; private set; } = [];
    public IReadOnlyList<RegistrationCase> Registrations { get; private set; } = [];

    public Task OnGetAsync(CancellationToken ct)
    {
        ModelState.Clear();
        return LoadAsync(ct);
    }

    public async Task<IActionResult> OnPostWithdrawAsync(Guid id, CancellationToken ct)
    {
        ModelState.Clear();
        var withdrawn = await joining.WithdrawAsync(actor.Id, id, ct);
        if (withdrawn.Succeeded) return Went("/organisations", JoinTexts.WithdrawnDone);
        await LoadAsync(ct);
        return Refused(withdrawn.Failures);
    }

    private async Task LoadAsync(CancellationToken ct)
    {
        var ids = actor.All.Select(g => g.OrganisationId).Distinct().ToList();
        var organisations = await db.Set<Organisation>().AsNoTracking().Where(o => ids.Contains(o.Id)).OrderBy(o => o.Name).ThenBy(o => o.Id).ToListAsync(ct);
        Rows = [.. organisations.Select(o => new Row(o, [.. actor.All.Where(g => g.OrganisationId == o.Id)]))];
        var now = time.GetUtcNow();
        var since = now - s_shown;
        Requests = [.. (await (from r in db.Set<JoinRequest>().AsNoTracking()
                               join o in db.Set<Organisation>() on r.OrganisationId equals o.Id
                               where r.PersonId == actor.Id && (r.State == JoinState.Open || r.AnsweredAt > since)
                               orderby r.AskedAt descending, r.Id
                               select new { Request = r, o.Name }).Take(20).ToListAsync(ct))
            .Select(x => new Asked(x.Request, x.Name, x.Request.State == JoinState.Open && !x.Request.Waits(now) ? JoinState.Lapsed : x.Request.State))];
        Registrations = await db.Set<RegistrationCase>().AsNoTracking().Where(r => r.ApplicantId == actor.Id && r.State != OrganisationState.Active && r.State != OrganisationState.Refused)
            .OrderByDescending(r => r.Id).Take(20).ToListAsync(ct);
    }
}
