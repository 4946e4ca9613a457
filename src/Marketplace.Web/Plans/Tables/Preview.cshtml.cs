using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Plans.Tables;

/// <summary>What a table would change, and what is wrong in it, before anything changes.</summary>
[Access(Act.KeepPlans)]
public sealed class PlanPreviewModel(PlanDesk plans, PlanImportDesk desk) : AnsweringPage
{
    public Plan Plan { get; private set; } = null!;
    public ImportPreview Preview { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string key, Guid id, CancellationToken ct)
    {
        ModelState.Clear();
        return await ReadAsync(key, id, ct) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(string key, Guid id, string? fingerprint, CancellationToken ct)
    {
        ModelState.Clear();
        if (await desk.ConfirmAsync(key, id, fingerprint, ct) is not { } failure) return Went("/plans/" + key, PlanTexts.ImportTaken);
        return await ReadAsync(key, id, ct) ? Refused([failure]) : NotFound();
    }

    public async Task<IActionResult> OnPostDropAsync(string key, Guid id, CancellationToken ct)
    {
        ModelState.Clear();
        return await desk.DropAsync(key, id, ct) is { } failure ? Closed(failure) : Went($"/plans/{key}/import", PlanTexts.ImportDropped);
    }

    private async Task<bool> ReadAsync(string key, Guid id, CancellationToken ct)
    {
        if (await plans.FindAsync(key, ct) is not { } plan || await desk.LookAsync(key, id, ct) is not { } preview) return false;
        (Plan, Preview) = (plan, preview);
        return true;
    }
}
