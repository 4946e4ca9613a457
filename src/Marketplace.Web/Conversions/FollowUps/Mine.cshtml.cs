using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Files;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Conversions.FollowUps;

/// <summary>半年回访 for members of the taker, who come from their to-dos.</summary>
[Access(Act.KeepLicences)]
public sealed class MyFollowUpModel(AppDbContext db, FollowUpDesk desk, FileStore files) : AnswerPage(db, desk, files)
{
    private readonly FollowUpDesk _desk = desk;

    public override AnswerWay Way => AnswerWay.Member;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        ModelState.Clear();
        if (await _desk.ByTakerAsync(id, ct) is not { } found) return NotFound();
        await ShowAsync(found, ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, [FromForm] FollowUpForm given, [FromForm] AnswerSent sent, CancellationToken ct) =>
        await _desk.ByTakerAsync(id, ct) is { } found ? await AnswerAsync(found, () => _desk.ByTakerAsync(id, ct), given, sent, ct) : NotFound();
}
