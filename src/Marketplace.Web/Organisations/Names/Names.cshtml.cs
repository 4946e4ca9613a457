using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations.Names;

[Access(Act.EditOrganisation)]
public sealed class NamesModel(ProfileDesk desk, AppDbContext db, AccessCheck access) : EntryPage(db, access)
{
    [BindProperty(Name = "name")]
    public string? Name { get; set; }

    [BindProperty(Name = "from")]
    public string? From { get; set; }

    [BindProperty(Name = "until")]
    public string? Until { get; set; }

    public IReadOnlyList<OrganisationName> Names { get; private set; } = [];

    public Task<IActionResult> OnPostAsync(IFormFile? proof, CancellationToken ct) =>
        DoAsync("names", () => desk.AddNameAsync(Organisation, Name, Day(From), Day(Until), proof, ct), ct);

    protected override async Task LoadAsync(CancellationToken ct) =>
        Names = await Db.Set<OrganisationName>().AsNoTracking().Where(n => n.OrganisationId == Organisation.Id).OrderBy(n => n.From).ThenBy(n => n.Id).Take(100).ToListAsync(ct);
}
