using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.Face;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Marketplace.Web.Plans.Forms;

/// <summary>One form: filled for a quarter, its versions, and its end.</summary>
[Access(Act.ReadFigures)]
public sealed class FormModel(AppDbContext db, FormDesk desk, TimeProvider time) : AnsweringPage
{
    /// <summary>Five years, as plans are made for.</summary>
    private const int QuartersBack = 20;

    public Plan Plan { get; private set; } = null!;
    public FormLine Line { get; private set; } = null!;
    public string Chosen { get; private set; } = "";
    public bool MayKeep => desk.MayKeep(Plan);

    public IEnumerable<SelectListItem> Quarters
    {
        get
        {
            for (var (quarter, left) = (Quarter.Of(Dates.Today(time)), QuartersBack); left > 0; (quarter, left) = (quarter.Before, left - 1)) yield return new(quarter.ToString(), quarter.ToString());
        }
    }

    public IEnumerable<SelectListItem> Versions => Line.Versions.Select(v => new SelectListItem(FormTexts.VersionOf.Fill(v.Version.Number, Dates.InTable(Dates.Day(v.Version.At))), v.Version.Number.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    public async Task<IActionResult> OnGetAsync(string key, Guid id, string? quarter, int? version, CancellationToken ct)
    {
        ModelState.Clear();
        if (!await ReadAsync(key, id, ct)) return NotFound();
        Chosen = quarter ?? Quarter.Of(Dates.Today(time)).Before.ToString();
        if (quarter is null) return Page();
        var filled = await desk.FillAsync(key, id, version, quarter, ct);
        if (!filled.Succeeded) return Refused(filled.Failures);
        Response.Headers.CacheControl = "private, no-store";
        return File(filled.Value.Bytes, filled.Value.MediaType, filled.Value.Name);
    }

    public async Task<IActionResult> OnPostVersionAsync(string key, Guid id, IFormFile? file, CancellationToken ct)
    {
        ModelState.Clear();
        var uploaded = await desk.UploadAsync(key, id, null, file, ct);
        db.ChangeTracker.Clear();
        if (!await ReadAsync(key, id, ct)) return NotFound();
        return uploaded.Succeeded ? Went(FormWords.At(Plan, Line.Form), FormTexts.Uploaded) : Refused(uploaded.Failures);
    }

    public async Task<IActionResult> OnPostDeleteAsync(string key, Guid id, string? typed, CancellationToken ct)
    {
        ModelState.Clear();
        if (await desk.DeleteAsync(key, id, typed, ct) is not { } failure) return Went($"/plans/{key}/forms", FormTexts.Deleted);
        db.ChangeTracker.Clear();
        return await ReadAsync(key, id, ct) ? Refused([failure]) : NotFound();
    }

    private async Task<bool> ReadAsync(string key, Guid id, CancellationToken ct)
    {
        if (await desk.FindAsync(key, id, ct) is not var (plan, line)) return false;
        (Plan, Line) = (plan, line);
        Chosen = Quarter.Of(Dates.Today(time)).Before.ToString();
        return true;
    }
}
