using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Needs;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Matchmaking.Meetings;

/// <summary>A request for an introduction, for those it concerns: each sees of the other what they may.</summary>
[Access(Act.UseAccount)]
public sealed class IntroductionModel(AppDbContext db, IntroductionDesk desk, NeedEyes eyes, Actor actor) : AnsweringPage
{
    public Introduction Row { get; private set; } = null!;
    public MeetingSide Side { get; private set; }
    public Patent Patent { get; private set; } = null!;
    public string Title => Patent.RemovedAt is null ? Patent.Title : Patent.ApplicationNo;
    public Organisation Holder { get; private set; } = null!;

    /// <summary>For holder and bureau.</summary>
    public NeedSight? Sight { get; private set; }

    /// <summary>For the owner.</summary>
    public Need? Own { get; private set; }
    public string? Bureau { get; private set; }
    public Guid? TalkId { get; private set; }

    [BindProperty(Name = "reason")]
    public string? Reason { get; set; }

    [BindProperty(Name = "seen")]
    public string? Seen { get; set; }

    public string Address => "/introductions/" + Row.Id;
    public bool May(IntroductionCause cause) => IntroductionDesk.May(Row, Side, cause);

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        ModelState.Clear();
        return await ReadAsync(id, ct) ? Page() : NotFound();
    }

    public Task<IActionResult> OnPostAgreeAsync(Guid id, CancellationToken ct) => StepAsync(id, () => desk.AgreeAsync(id, Seen == "yes", ct), MeetingTexts.Agreed, ct);

    public Task<IActionResult> OnPostDeclineAsync(Guid id, CancellationToken ct) => StepAsync(id, () => desk.DeclineAsync(id, Reason, ct), MeetingTexts.Declined, ct);

    public Task<IActionResult> OnPostTakeBackAsync(Guid id, CancellationToken ct) => StepAsync(id, () => desk.TakeBackAsync(id, ct), MeetingTexts.TakenBack, ct);

    private async Task<IActionResult> StepAsync(Guid id, Func<Task<Outcome<Introduction>>> step, string done, CancellationToken ct)
    {
        ModelState.Clear();
        if (!await ReadAsync(id, ct)) return NotFound();
        var outcome = await step();
        if (!outcome.Succeeded) return Refused(outcome.Failures);
        // Whose yes was the last one goes on where the two talk.
        if (outcome.Value.State == IntroductionState.Accepted && await TalkAsync(ct) is { } talk) return Went($"/talks/{talk}", MeetingTexts.AgreedTalk);
        return Went(Address, done);
    }

    private async Task<bool> ReadAsync(Guid id, CancellationToken ct)
    {
        if (await db.Set<Introduction>().AsNoTracking().SingleOrDefaultAsync(i => i.Id == id, ct) is not { } row) return false;
        var need = await db.Set<Need>().AsNoTracking().SingleAsync(n => n.Id == row.NeedId, ct);
        if (desk.SideOf(row, need) is not { } side) return false;
        (Row, Side) = (row, side);
        Patent = await db.Set<Patent>().AsNoTracking().SingleAsync(p => p.ApplicationNo == row.ApplicationNo, ct);
        Holder = await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.Id == row.HolderId, ct);
        if (side == MeetingSide.Owner) Own = need;
        else Sight = side == MeetingSide.Holder ? await eyes.OfAsync(need, actor.ActingFor!.Value, ct) : await eyes.PublicAsync(need, ct);
        if (row.BureauId is { } bureau) Bureau = await db.Set<Organisation>().Where(o => o.Id == bureau).Select(o => o.Name).SingleAsync(ct);
        if (side != MeetingSide.Bureau) TalkId = await TalkAsync(ct);
        return true;
    }

    private Task<Guid?> TalkAsync(CancellationToken ct) =>
        db.Set<Talk>().Where(t => t.NeedId == Row.NeedId && t.ApplicationNo == Row.ApplicationNo && t.HolderId == Row.HolderId).Select(t => (Guid?)t.Id).SingleOrDefaultAsync(ct);
}
