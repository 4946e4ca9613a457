using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Files;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Marketplace.Web.Conversions.FollowUps;

/// <summary>半年回访 on the phone, without an account: whoever has the link answers, and once the bureau looks at the answer sees nothing of it any more.</summary>
[Access(Act.CallSigned)]
public sealed class OpenFollowUpModel(AppDbContext db, FollowUpDesk desk, FileStore files) : AnswerPage(db, desk, files)
{
    private readonly FollowUpDesk _desk = desk;

    public override AnswerWay Way => AnswerWay.Link;

    /// <summary>The link ran out.</summary>
    public bool Over { get; private set; }

    public async Task<IActionResult> OnGetAsync(string code, CancellationToken ct)
    {
        ModelState.Clear();
        return await FindAsync(code, ct) is { } found ? await PageAsync(found, ct) : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(string code, [FromForm] FollowUpForm given, [FromForm] AnswerSent sent, CancellationToken ct)
    {
        ModelState.Clear();
        if (await FindAsync(code, ct) is not { } found) return NotFound();
        return Over ? await PageAsync(found, ct) : await AnswerAsync(found, () => FindAsync(code, ct), given, sent, ct);
    }

    private async Task<PageResult> PageAsync(FoundFollowUp found, CancellationToken ct)
    {
        await ShowAsync(found, ct);
        return Page();
    }

    private async Task<FoundFollowUp?> FindAsync(string code, CancellationToken ct)
    {
        Response.Headers.CacheControl = "no-store";
        Response.Headers["X-Robots-Tag"] = "noindex";
        if (await _desk.ByCodeAsync(code, ct) is not var (found, over)) return null;
        Over = over;
        return found;
    }
}
