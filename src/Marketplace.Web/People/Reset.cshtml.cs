using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.SignIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.People;

/// <summary>One request to take a lost second factor off, and its decision.</summary>
[Access(Act.ManageSecurity)]
public sealed class FactorResetModel(AppDbContext db, FactorResetDesk desk, Actor actor) : PageModel
{
    [BindProperty(Name = "decision")]
    public string? Decision { get; set; }

    [BindProperty(Name = "answer")]
    public string? Answer { get; set; }

    public FactorReset Reset { get; private set; } = null!;
    public Person Person { get; private set; } = null!;
    public IReadOnlyList<(string Organisation, string Uscc, string? Contact)> Organisations { get; private set; } = [];
    public bool IsOwn => Reset.PersonId == actor.Id;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct) => await ReadAsync(id, ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken ct)
    {
        var decided = await desk.DecideAsync(id, Decision switch { "grant" => true, "refuse" => false, _ => null }, Answer, ct);
        if (decided.Succeeded) return Redirect("/people");
        return decided.Failures[0].Status == StatusCodes.Status404NotFound || !await ReadAsync(id, ct) ? NotFound() : this.Refuse(decided.Failures);
    }

    private async Task<bool> ReadAsync(Guid id, CancellationToken ct)
    {
        ModelState.Clear();
        Response.Headers.CacheControl = "no-store";
        if (await db.Set<FactorReset>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct) is not { } reset) return false;
        Reset = reset;
        Person = await db.Set<Person>().AsNoTracking().SingleAsync(p => p.Id == reset.PersonId, ct);
        // By whom the person can be recognised: their organisations as the register knows them, not as the asker says.
        Organisations = [.. (await (from m in db.Set<Membership>()
                                    join o in db.Set<Organisation>() on m.OrganisationId equals o.Id
                                    where m.PersonId == reset.PersonId && m.Until == null
                                    select new { o.Name, o.Uscc, o.ContactPhone }).Distinct().OrderBy(o => o.Uscc).ToListAsync(ct)).Select(o => (o.Name, o.Uscc, o.ContactPhone))];
        return true;
    }
}
