using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Marketplace.Web.Plans.Tables;

/// <summary>导入: the way in for a plan's tables.</summary>
[Access(Act.KeepPlans)]
public sealed class PlanImportModel(PlanDesk plans, PlanImportDesk desk) : AnsweringPage
{
    public Plan Plan { get; private set; } = null!;
    public string? What { get; private set; }
    public static IEnumerable<SelectListItem> Kinds => [new(PlanTexts.Indicators, nameof(ImportWhat.Indicators)), new(PlanTexts.Tasks, nameof(ImportWhat.Tasks))];

    public async Task<IActionResult> OnGetAsync(string key, CancellationToken ct)
    {
        ModelState.Clear();
        return await ReadAsync(key, ct) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(string key, string? what, IFormFile? file, CancellationToken ct)
    {
        ModelState.Clear();
        if (!await ReadAsync(key, ct)) return NotFound();
        What = what;
        var taken = await desk.TakeAsync(key, what == nameof(ImportWhat.Tasks) ? ImportWhat.Tasks : ImportWhat.Indicators, file, ct);
        return taken.Succeeded ? Redirect($"/plans/{key}/imports/{taken.Value.Id}") : Refused(taken.Failures);
    }

    private async Task<bool> ReadAsync(string key, CancellationToken ct)
    {
        if (await plans.FindAsync(key, ct) is not { } plan || !plans.May(Act.KeepPlans, plan)) return false;
        Plan = plan;
        return true;
    }
}
