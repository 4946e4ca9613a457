using Marketplace.Web.Data;
using Marketplace.Web.Organisations.Labels;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Organisations.Names;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations;

[Access(Act.UseAccount)]
public sealed class ProfileModel(RegionTree regions, Actor actor, TimeProvider time, AppDbContext db, AccessCheck access) : OrganisationPage(db, access)
{
    public string Region { get; private set; } = "";

    /// <summary>The one it was merged into, for those who once belonged to it.</summary>
    public Organisation? Into { get; private set; }
    public IReadOnlyList<OrganisationName> Names { get; private set; } = [];
    public IReadOnlyList<OrganisationLabel> Labels { get; private set; } = [];
    public bool IsColleague => actor.Grants.Any(g => g.OrganisationId == Organisation.Id && g.DelegatedActs is null);

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        ModelState.Clear();
        if (await OpenAsync(Act.ReadOrganisation, ct) is { } refused)
        {
            // Rights end with a merger; whoever had one is led on.
            if (Organisation is not { State: OrganisationState.Merged, MergedInto: { } next }
                || !await Db.Set<Membership>().AnyAsync(m => m.OrganisationId == Organisation.Id && m.PersonId == actor.Id && m.Until == null, ct)) return Refused([refused]);
            Into = await Db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.Id == next, ct);
            return Page();
        }
        if (Organisation.MergedInto is { } into) Into = await Db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.Id == into, ct);
        Region = await regions.NameAsync(Organisation.RegionPath, ct);
        Names = await Db.Set<OrganisationName>().AsNoTracking().Where(n => n.OrganisationId == Organisation.Id).OrderBy(n => n.From).ThenBy(n => n.Id).ToListAsync(ct);
        Labels = await OrganisationLabel.On(Db, Organisation.Id, Dates.Today(time)).AsNoTracking().OrderBy(l => l.Kind).ThenBy(l => l.Id).ToListAsync(ct);
        return Page();
    }
}
