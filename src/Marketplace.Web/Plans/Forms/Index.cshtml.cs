using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Plans.Forms;

/// <summary>上级表样 of a plan.</summary>
[Access(Act.ReadFigures)]
public sealed class FormsModel(AppDbContext db, FormDesk desk) : AnsweringPage
{
    public Plan Plan { get; private set; } = null!;
    public IReadOnlyList<FormLine> Lines { get; private set; } = [];
    public string? Name { get; private set; }
    public bool MayKeep => desk.MayKeep(Plan);

    public async Task<IActionResult> OnGetAsync(string key, CancellationToken ct)
    {
        ModelState.Clear();
        return await ReadAsync(key, ct) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(string key, string? name, IFormFile? file, CancellationToken ct)
    {
        ModelState.Clear();
        Name = name;
        var uploaded = await desk.UploadAsync(key, null, name, file, ct);
        db.ChangeTracker.Clear();
        if (!await ReadAsync(key, ct)) return NotFound();
        return uploaded.Succeeded ? Went(FormWords.At(Plan, uploaded.Value), FormTexts.Uploaded) : Refused(uploaded.Failures);
    }

    private async Task<bool> ReadAsync(string key, CancellationToken ct)
    {
        if (await desk.PlanAsync(key, ct) is not { } plan) return false;
        (Plan, Lines) = (plan, await desk.ListAsync(plan, ct));
        return true;
    }
}
