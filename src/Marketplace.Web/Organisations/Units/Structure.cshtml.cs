using Marketplace.Web.Data;
using Marketplace.Web.Organisations.Links;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations.Units;

/// <summary>Units inside, and the organisations above and below.</summary>
[Access(Act.EditOrganisation)]
public sealed class StructureModel(ProfileDesk desk, LinkDesk links, AppDbContext db, AccessCheck access) : EntryPage(db, access)
{
    [BindProperty(Name = "unit")]
    public string? Unit { get; set; }

    [BindProperty(Name = "lower")]
    public string? Lower { get; set; }

    [BindProperty(Name = "link")]
    public string? Link { get; set; }

    [BindProperty(Name = "since")]
    public string? Since { get; set; }

    public sealed record LinkRow(OrganisationLink Link, string Upper, string Lower);

    public IReadOnlyList<OrganisationUnit> Units { get; private set; } = [];
    public IReadOnlyList<LinkRow> Links { get; private set; } = [];

    public IEnumerable<SelectListItem> LinkOptions => Enum.GetValues<LinkKind>().Select(kind => new SelectListItem(kind.Name(), kind.ToString(), kind.ToString() == Link));

    public Task<IActionResult> OnPostUnitAsync(CancellationToken ct) => DoAsync("structure", () => desk.AddUnitAsync(Organisation, Unit, ct), ct);

    public Task<IActionResult> OnPostCloseAsync(Guid id, CancellationToken ct) => DoAsync("structure", () => desk.CloseUnitAsync(Organisation, id, ct), ct);

    public Task<IActionResult> OnPostLinkAsync(CancellationToken ct) => DoAsync("structure", () => links.ProposeAsync(Organisation, Lower, Chosen.One<LinkKind>(Link), Day(Since), ct), ct);

    public Task<IActionResult> OnPostEndAsync(Guid id, CancellationToken ct) => DoAsync("structure", () => links.EndAsync(Organisation, id, ct), ct);

    protected override async Task LoadAsync(CancellationToken ct)
    {
        Units = await Db.Set<OrganisationUnit>().AsNoTracking().Where(u => u.OrganisationId == Organisation.Id && u.ClosedOn == null).OrderBy(u => u.Name).ThenBy(u => u.Id).Take(500).ToListAsync(ct);
        Links = await (from link in Db.Set<OrganisationLink>().AsNoTracking()
                       join upper in Db.Set<Organisation>() on link.UpperId equals upper.Id
                       join lower in Db.Set<Organisation>() on link.LowerId equals lower.Id
                       where link.UpperId == Organisation.Id || link.LowerId == Organisation.Id
                       orderby link.Since descending, link.Id
                       select new LinkRow(link, upper.Name, lower.Name)).Take(200).ToListAsync(ct);
    }
}
