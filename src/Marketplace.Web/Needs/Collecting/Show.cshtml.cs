using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Files;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Needs.Collecting;

/// <summary>One collected need as its station sees it: the public part, whom to ask back, the consent.</summary>
[Access(Act.CollectNeeds)]
public sealed class CollectedNeedModel(CollectDesk desk, AppDbContext db, RegionTree regions, AuditLog audit) : AnsweringPage
{
    public Need Need { get; private set; } = null!;
    public NeedSecrets Ask { get; private set; } = new();
    public NeedConsent? Consent { get; private set; }
    public StoredFile? Paper { get; private set; }
    public string PlaceName { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        ModelState.Clear();
        if (!await LoadAsync(id, ct)) return NotFound();
        if (Ask.Phone is not null)
        {
            // Somebody's number was opened: who did is kept.
            audit.Record(db, "need.number-read", NeedDesk.Subject(id));
            await db.SaveChangesAsync(ct);
        }
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, string? act, CancellationToken ct)
    {
        ModelState.Clear();
        var done = act == "verify" ? await desk.VerifyAsync(id, ct) : await desk.DiscardAsync(id, ct);
        if (done.Succeeded) return Went($"/needs/collected/{id}", NeedTexts.Saved);
        db.ChangeTracker.Clear();
        return await LoadAsync(id, ct) ? Refused(done.Failures) : NotFound();
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken ct)
    {
        if (await desk.FindAsync(id, ct) is not { } need) return false;
        Need = need;
        Ask = desk.WhomToAsk(need);
        PlaceName = await regions.NameAsync(need.RegionPath, ct);
        Consent = await db.Set<NeedConsent>().AsNoTracking().SingleOrDefaultAsync(c => c.NeedId == id, ct);
        var subject = $"need-consent:{id}";
        Paper = await db.Set<StoredFile>().AsNoTracking().Where(f => f.Subject == subject).OrderBy(f => f.Id).FirstOrDefaultAsync(ct);
        return true;
    }
}
