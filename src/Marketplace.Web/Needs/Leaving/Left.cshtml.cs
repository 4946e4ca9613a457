using Marketplace.Web.Needs.Collecting;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Needs.Leaving;

/// <summary>Where the link of the message leads: what was left, how to claim it, how to take it back.</summary>
[Access(Act.CallSigned)]
public sealed class LeftModel(LeaveDesk desk) : AnsweringPage
{
    public Need Need { get; private set; } = null!;
    public bool Claimed => Need.PersonId is not null;

    [FromRoute(Name = "link")]
    public string Link { get; set; } = "";

    /// <summary>Just left, by this browser.</summary>
    [FromQuery(Name = "left")]
    public bool JustLeft { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        ModelState.Clear();
        if (await desk.FindAsync(Link, ct) is not { } need) return NotFound();
        Need = need;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct) =>
        await desk.WithdrawAsync(Link, ct) ? Went("/needs/left/" + Link, CollectTexts.TakenBack) : NotFound();
}
