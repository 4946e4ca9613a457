using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.Face;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Marketplace.Web.Plans.Rounds;

/// <summary>开展报送: for which quarter, of whom, by when.</summary>
[Access(Act.KeepPlans)]
public sealed class NewRoundModel(RoundDesk desk, TimeProvider time) : AnsweringPage
{
    private const int QuartersBack = 8;

    public RoundForm Typed { get; private set; } = new();
    public IReadOnlyList<SelectListItem> Quarters { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Regions { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Plans { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        ModelState.Clear();
        var last = Quarter.Of(Dates.Today(time)).Before;
        Typed = new() { Quarter = last.ToString(), DueOn = desk.Proposed(last), All = true };
        await ReadAsync(ct);
    }

    public async Task<IActionResult> OnPostAsync([FromForm] RoundForm given, CancellationToken ct)
    {
        ModelState.Clear();
        Typed = given;
        var opened = await desk.OpenAsync(given, ct);
        if (opened.Succeeded) return Went(RoundWords.At(opened.Value), RoundTexts.Opened);
        await ReadAsync(ct);
        return Refused(opened.Failures);
    }

    private async Task ReadAsync(CancellationToken ct)
    {
        for (var (quarter, left) = (Quarter.Of(Dates.Today(time)), QuartersBack); left > 0; (quarter, left) = (quarter.Before, left - 1)) Quarters = [.. Quarters, new(quarter.ToString(), quarter.ToString())];
        Regions = [.. (await desk.BelowAsync(ct)).Select(r => new SelectListItem(r.Name, r.Code, Typed.Regions.Contains(r.Code, StringComparer.Ordinal)))];
        Plans = [new(RoundTexts.NoPlan, ""), .. (await desk.PlansAsync(ct)).Select(p => new SelectListItem(p.Title, p.Key))];
    }
}
