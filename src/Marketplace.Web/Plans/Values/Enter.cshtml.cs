using Marketplace.Web.Organisations;
using Marketplace.Web.Plans.Counted;
using Marketplace.Web.Plans.Figures;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Marketplace.Web.Plans.Values;

/// <summary>填报: one figure of one day, with evidence, for another person to verify.</summary>
[Access(Act.KeepPlans)]
public sealed class EnterValueModel(PlanDesk plans, FigureDesk desk, KnownStock known) : AnsweringPage
{
    public FoundIndicator Found { get; private set; } = null!;
    public ValueForm Typed { get; private set; } = new();
    public StockSoFar? Stock { get; private set; }
    public bool IsJudged => Found.Definition.Comparator == Comparator.Raised || Found.Definition.Type == MeasureType.Narrative;
    public static IEnumerable<SelectListItem> Forms => [new(PlanTexts.FormLevel, ""), new(PlanTexts.FormYear, "year")];
    public static IEnumerable<SelectListItem> Judgements => [new("", ""), new(PlanTexts.ReachedYes, "yes"), new(PlanTexts.ReachedNo, "no")];

    public async Task<IActionResult> OnGetAsync(string key, string code, CancellationToken ct)
    {
        ModelState.Clear();
        return await ReadAsync(key, code, ct) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(string key, string code, [FromForm] ValueForm given, [FromForm] IReadOnlyList<IFormFile>? evidence, CancellationToken ct)
    {
        ModelState.Clear();
        if (!await ReadAsync(key, code, ct)) return NotFound();
        Typed = given;
        var entered = await desk.EnterAsync(key, code, given, evidence ?? [], ct);
        return entered.Succeeded ? Went($"/plans/values/{entered.Value.Id}", PlanTexts.Entered) : Refused(entered.Failures);
    }

    private async Task<bool> ReadAsync(string key, string code, CancellationToken ct)
    {
        if (await desk.FindAsync(key, code, ct) is not { } found || !plans.May(Act.KeepPlans, found.Plan)) return false;
        Found = found;
        Stock = await known.OfAsync(found, ct);
        return true;
    }
}
