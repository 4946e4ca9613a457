using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Files;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Conversions.FollowUps;

/// <summary>代答: the bureau writes down what it was told, by whom, when and how. Somebody else of it decides whether that is so.</summary>
[Access(Act.FileConversions)]
public sealed class BehalfModel(AppDbContext db, FollowUpDesk desk, FilingReach reach, FileStore files) : AnswerPage(db, desk, files)
{
    private readonly FollowUpDesk _desk = desk;

    public override AnswerWay Way => AnswerWay.Bureau;
    protected override string After => FollowUpNotices.At(FollowUp);

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        ModelState.Clear();
        if (await FindAsync(id, ct) is not { } found) return NotFound();
        await ShowAsync(found, ct);
        return IsOpen ? Page() : Redirect(After);
    }

    public async Task<IActionResult> OnPostAsync(Guid id, [FromForm] FollowUpForm given, [FromForm] AnswerSent sent, CancellationToken ct)
    {
        if (await FindAsync(id, ct) is not { } found) return NotFound();
        await ShowAsync(found, ct);
        return await AnswerAsync(found, () => FindAsync(id, ct), given, sent, ct);
    }

    private async Task<FoundFollowUp?> FindAsync(Guid id, CancellationToken ct) =>
        await _desk.ByBureauAsync(id, ct) is { } found && await reach.RefuseKeepingAsync(found.Conversion.RegionPath, ct) is null ? found : null;
}
