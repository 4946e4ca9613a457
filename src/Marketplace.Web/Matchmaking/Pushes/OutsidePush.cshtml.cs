using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.SignIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Matchmaking.Pushes;

/// <param name="Already">The enterprise has had this patent by another push: it adds nothing to the count.</param>
public sealed record OutsideLine(PushDelivery Delivery, string? Enterprise, string ApplicationNo, bool Already);

/// <summary>What was entered, with its evidence, for the second person.</summary>
[Access(Act.ConfirmPushes)]
public sealed class OutsidePushModel(AppDbContext db, OutsideDesk desk) : AnsweringPage
{
    private const int Most = 200;

    public Push Push { get; private set; } = null!;
    public IReadOnlyList<OutsideLine> Lines { get; private set; } = [];
    public IReadOnlyList<StoredFile> Papers { get; private set; } = [];
    public int Total { get; private set; }
    public int Repeated { get; private set; }
    public string? By { get; private set; }
    public string? DecidedBy { get; private set; }

    /// <summary>Why the reader may not decide; null: they may.</summary>
    public Failure? Refusal { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        ModelState.Clear();
        if (await desk.FindAsync(id, ct) is not { } push) return NotFound();
        await ReadAsync(push, ct);
        return Page();
    }

    public Task<IActionResult> OnPostConfirmAsync(Guid id, CancellationToken ct) => DoAsync(id, true, null, ct);

    public Task<IActionResult> OnPostReturnAsync(Guid id, string? decision, CancellationToken ct) => DoAsync(id, false, decision, ct);

    private async Task<IActionResult> DoAsync(Guid id, bool confirmed, string? decision, CancellationToken ct)
    {
        ModelState.Clear();
        if (await desk.DecideAsync(id, confirmed, decision, ct) is not { } failure) return Redirect($"/pushes/outside/{id}");
        if (await desk.FindAsync(id, ct) is not { } push) return NotFound();
        await ReadAsync(push, ct);
        return Refused([failure]);
    }

    private async Task ReadAsync(Push push, CancellationToken ct)
    {
        Push = push;
        Refusal = desk.MayDecide(push);
        By = await NameAsync(push.PersonId, ct);
        DecidedBy = await NameAsync(push.DecidedBy, ct);
        var subject = $"{PushPapers.KindName}:{push.Id}";
        Papers = await db.Set<StoredFile>().AsNoTracking().Where(f => f.Subject == subject).OrderBy(f => f.Id).ToListAsync(ct);
        var rows = from d in db.Set<PushDelivery>().AsNoTracking()
                   join p in db.Set<PushDeliveryPatent>() on d.Id equals p.DeliveryId
                   where d.PushId == push.Id
                   select new
                   {
                       d,
                       p.ApplicationNo,
                       Already = db.Set<PushDelivery>().Any(other => other.Uscc == d.Uscc && other.PushId != push.Id && other.CountsAt != null
                           && db.Set<PushDeliveryPatent>().Any(x => x.DeliveryId == other.Id && x.ApplicationNo == p.ApplicationNo)),
                   };
        Total = await rows.CountAsync(ct);
        Repeated = await rows.CountAsync(r => r.Already, ct);
        Lines = await (from r in rows
                       join o in db.Set<Organisation>() on r.d.Uscc equals o.Uscc into known
                       from o in known.DefaultIfEmpty()
                       orderby r.d.Id, r.ApplicationNo
                       select new OutsideLine(r.d, o.Name, r.ApplicationNo, r.Already)).Take(Most).ToListAsync(ct);
    }

    private async Task<string?> NameAsync(Guid? person, CancellationToken ct) =>
        person is { } id ? await db.Set<Person>().Where(p => p.Id == id).Select(p => p.DisplayName).SingleOrDefaultAsync(ct) : null;
}
