using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.SignIn;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Trials;

/// <summary>What the form of terms needs besides what was typed.</summary>
public sealed record TrialFields(TrialForm Form, ListingForm Fee, string Organisation, bool NamesTaker)
{
    public static IEnumerable<SelectListItem> BaseOptions => [new("", ""), .. Enum.GetValues<FeeBase>().Select(of => new SelectListItem(FeeWords.Name(of), of.ToString()))];

    public static IEnumerable<SelectListItem> PeriodOptions => [new("", ""), .. Enum.GetValues<FeePeriod>().Select(period => new SelectListItem(FeeWords.Name(period), period.ToString()))];
}

/// <summary>申请试用 or 提供试用: the first terms, by whoever wants to try a patent that is offered, or by who offers it.</summary>
[Access(Act.KeepLicences)]
public sealed class NewTrialModel(AppDbContext db, TrialDesk desk, Actor actor, TimeProvider time) : AnsweringPage
{
    [BindProperty(SupportsGet = true, Name = "no")]
    public string No { get; set; } = "";

    public Patent Patent { get; private set; } = null!;
    public Organisation Holder { get; private set; } = null!;
    public Side Stands { get; private set; }
    public TrialFields Fields { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        ModelState.Clear();
        if (await ReadAsync(ct) is not { } own) return NotFound();
        var today = Dates.Today(time);
        var person = await db.Set<Person>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == actor.PersonId, ct);
        var start = today.AddDays(14);
        Fields = new(new()
        {
            Once = Guid.CreateVersion7(),
            StartsOn = start,
            FreeUntil = start.AddYears(1).AddDays(-1),
            ExitRight = TrialTexts.ExitUsual,
            ReportOn = [start.AddMonths(3), start.AddMonths(6), start.AddMonths(9), start.AddYears(1)],
            ReturnDays = 30,
            SignedBy = person?.DisplayName,
        }, new(), own.Name, Stands == Side.Giver);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync([FromForm] TrialForm given, [FromForm] ListingForm fee, CancellationToken ct)
    {
        ModelState.Clear();
        if (await ReadAsync(ct) is not { } own) return NotFound();
        if (given.Once == Guid.Empty) given.Once = Guid.CreateVersion7();
        Fields = new(given, fee, own.Name, Stands == Side.Giver);
        var sent = await desk.OfferAsync(No, given, fee, ct);
        return sent.Succeeded ? Went($"/trials/{sent.Value.Id}", TrialTexts.Sent) : Refused(sent.Failures);
    }

    private async Task<Organisation?> ReadAsync(CancellationToken ct)
    {
        if (await desk.FindAsync(No, ct) is not var (holder, side)) return null;
        (Holder, Stands) = (holder, side);
        Patent = await db.Set<Patent>().AsNoTracking().SingleAsync(p => p.ApplicationNo == No, ct);
        return await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.Id == actor.ActingFor, ct);
    }
}
