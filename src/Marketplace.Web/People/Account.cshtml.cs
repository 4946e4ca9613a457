using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.SignIn;
using Marketplace.Web.Privacy;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.People;

/// <summary>One account: whose it is as far as needed, and closing or opening it.</summary>
[Access(Act.ManageSecurity)]
public sealed class PersonAccountModel(AppDbContext db, AccountDesk desk, Erasure erasure, Actor actor) : PageModel
{
    [BindProperty(Name = "reason")]
    public string? Reason { get; set; }

    public Person Person { get; private set; } = null!;
    public IReadOnlyList<(string Organisation, string Roles)> Roles { get; private set; } = [];
    public IReadOnlyList<AccountClosing> Closings { get; private set; } = [];
    public IReadOnlyList<string> LastAdministratorOf { get; private set; } = [];
    public bool IsSelf => Person.Id == actor.Id;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct) => await ReadAsync(id, ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostCloseAsync(Guid id, CancellationToken ct) => await DoneAsync(id, await desk.CloseAsync(id, Reason, ct), ct);

    public async Task<IActionResult> OnPostReopenAsync(Guid id, CancellationToken ct) => await DoneAsync(id, await desk.ReopenAsync(id, Reason, ct), ct);

    private async Task<IActionResult> DoneAsync(Guid id, Outcome<Person> outcome, CancellationToken ct)
    {
        if (outcome.Succeeded) return Redirect($"/people/{id}");
        return outcome.Failures[0].Status == StatusCodes.Status404NotFound || !await ReadAsync(id, ct) ? NotFound() : this.Refuse(outcome.Failures);
    }

    private async Task<bool> ReadAsync(Guid id, CancellationToken ct)
    {
        ModelState.Clear();
        Response.Headers.CacheControl = "no-store";
        if (await db.Set<Person>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == id && p.ErasedAt == null, ct) is not { } person) return false;
        Person = person;
        var memberships = await (from m in db.Set<Membership>()
                                 join o in db.Set<Organisation>() on m.OrganisationId equals o.Id
                                 where m.PersonId == id && m.Until == null
                                 orderby o.Name, o.Id, m.Role
                                 select new { o.Id, o.Name, m.Role }).ToListAsync(ct);
        Roles = [.. memberships.GroupBy(m => (m.Id, m.Name)).Select(g => (g.Key.Name, string.Join(SignInTexts.ListComma, g.Select(m => m.Role.Name()))))];
        Closings = await db.Set<AccountClosing>().AsNoTracking().Where(c => c.PersonId == id).OrderByDescending(c => c.Id).ToListAsync(ct);
        LastAdministratorOf = await erasure.LastAdministratorOfAsync(id, ct);
        return true;
    }
}
