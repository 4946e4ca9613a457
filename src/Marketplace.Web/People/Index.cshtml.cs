using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.SignIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.People;

/// <summary>Where a security administrator begins: one account to be found, what waits, and what is closed.</summary>
[Access(Act.ManageSecurity)]
public sealed class AccountsModel(AppDbContext db, AccountDesk desk) : PageModel
{
    public const int PageSize = 25;

    public sealed record Row(Guid Id, string Name, DateTimeOffset At, FactorResetState? State);

    [BindProperty(SupportsGet = true)]
    public Guid? After { get; set; }

    // Posted, never in the address: a phone number must not stand in logs and histories.
    [BindProperty(Name = "who")]
    public string? Who { get; set; }

    [BindProperty(Name = "typed")]
    public string? Typed { get; set; }

    [TempData]
    public string? Done { get; set; }

    public IReadOnlyList<Row> Resets { get; private set; } = [];
    public IReadOnlyList<Row> Closed { get; private set; } = [];
    public Guid? Next { get; private set; }

    public Task OnGetAsync(CancellationToken ct) => ReadAsync(ct);

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (await desk.FindAsync(Who, ct) is { } id) return Redirect($"/people/{id}");
        await ReadAsync(ct);
        return this.Refuse(new Failure("person_unknown", 404, PeopleTexts.Unknown, "who"));
    }

    public async Task<IActionResult> OnPostSignOutAsync(CancellationToken ct)
    {
        if (Typed?.Trim() != PeopleTexts.EverybodyWord)
        {
            await ReadAsync(ct);
            return this.Refuse(new Failure("word_wrong", 400, Privacy.PrivacyTexts.EraseWordWrong, "typed"));
        }
        var ended = await desk.SignEverybodyOutAsync(SessionSignInManager.SessionId(User), ct);
        Done = string.Format(System.Globalization.CultureInfo.CurrentCulture, PeopleTexts.EverybodyDone, ended);
        return Redirect("/people");
    }

    private async Task ReadAsync(CancellationToken ct)
    {
        ModelState.Clear();
        Response.Headers.CacheControl = "no-store";
        Resets = await (from r in db.Set<FactorReset>()
                        join p in db.Set<Person>() on r.PersonId equals p.Id
                        where r.State == FactorResetState.Asked || r.State == FactorResetState.Granted
                        orderby r.AskedAt, r.Id
                        select new Row(r.Id, p.DisplayName, r.AskedAt, r.State)).Take(PageSize).ToListAsync(ct);
        // The id of a closing begins with its instant: it alone is the order.
        var closed = await (from c in db.Set<AccountClosing>()
                            join p in db.Set<Person>() on c.PersonId equals p.Id
                            where c.ReopenedAt == null && (After == null || c.Id < After)
                            orderby c.Id descending
                            select new { c.Id, c.PersonId, p.DisplayName, c.ClosedAt }).Take(PageSize + 1).ToListAsync(ct);
        if (closed.Count > PageSize) Next = closed[PageSize - 1].Id;
        Closed = [.. closed.Take(PageSize).Select(c => new Row(c.PersonId, c.DisplayName, c.ClosedAt, null))];
    }
}
