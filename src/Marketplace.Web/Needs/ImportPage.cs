using Marketplace.Web.Needs.Collecting;
using Marketplace.Web.Organisations;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Needs;

/// <summary>A file, what it holds, and the word to save it: the same for an organisation and for a bureau.</summary>
public abstract class ImportPage(NeedSheet sheet, bool bureau) : AnsweringPage
{
    /// <summary>The kept file.</summary>
    [BindProperty(Name = "file", SupportsGet = true)]
    public string? Token { get; set; }

    [BindProperty(Name = "open")]
    public bool Open { get; set; }

    [BindProperty(Name = "vouched")]
    public bool Vouched { get; set; }

    public IReadOnlyList<NeedRow>? Rows { get; private set; }
    public bool ForBureau => bureau;
    public abstract string Address { get; }
    public abstract string After { get; }

    protected abstract Task<bool> MayAsync(CancellationToken ct);

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        ModelState.Clear();
        if (!await MayAsync(ct)) return NotFound();
        if (Token is null) return Page();
        var read = await sheet.ReadAsync(Token, ct);
        if (!read.Succeeded) return Refused(read.Failures);
        Rows = read.Value;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(IFormFile? table, CancellationToken ct)
    {
        ModelState.Clear();
        if (!await MayAsync(ct)) return NotFound();
        var taken = await sheet.TakeAsync(table, bureau, ct);
        return taken.Succeeded ? Redirect($"{Address}?file={Uri.EscapeDataString(taken.Value)}") : Refused([.. taken.Failures.Select(f => f with { Field = "table" })]);
    }

    public async Task<IActionResult> OnPostSaveAsync(CancellationToken ct)
    {
        ModelState.Clear();
        if (!await MayAsync(ct) || Token is null) return NotFound();
        if (bureau && !Vouched)
        {
            var read = await sheet.ReadAsync(Token, ct);
            if (!read.Succeeded) return NotFound();
            Rows = read.Value;
            return Refused([new("need_consent_missing", 400, CollectTexts.VouchMissing, "vouched")]);
        }
        var saved = await sheet.SaveAsync(Token, Open, ct);
        return saved.Succeeded ? Went(After, NeedTexts.Imported.Fill(saved.Value)) : Refused(saved.Failures);
    }
}
