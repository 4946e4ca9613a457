using Marketplace.Web.Data;
using Marketplace.Web.Organisations.Registration;
using Marketplace.Web.Platform.Access;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations;

/// <summary>我的机构: where one belongs, and what one has begun to register.</summary>
[Access(Act.UseAccount)]
public sealed class IndexModel(AppDbContext db, Actor actor) : AnsweringPage
{
    public sealed record Row(Organisation Organisation, IReadOnlyList<Grant> Grants);

    public IReadOnlyList<Row> Rows { get; private set; } = [];
    public IReadOnlyList<RegistrationCase> Registrations { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        var ids = actor.All.Select(g => g.OrganisationId).Distinct().ToList();
        var organisations = await db.Set<Organisation>().AsNoTracking().Where(o => ids.Contains(o.Id)).OrderBy(o => o.Name).ThenBy(o => o.Id).ToListAsync(ct);
        Rows = [.. organisations.Select(o => new Row(o, [.. actor.All.Where(g => g.OrganisationId == o.Id)]))];
        Registrations = await db.Set<RegistrationCase>().AsNoTracking().Where(r => r.ApplicantId == actor.Id && r.State != OrganisationState.Active && r.State != OrganisationState.Refused)
            .OrderByDescending(r => r.Id).Take(20).ToListAsync(ct);
    }
}
