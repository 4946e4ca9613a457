using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Files;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Conversions.Facts;

/// <summary>A paper that is there already.</summary>
/// <param name="Name">Of the file; null: it lies with the licence, deal or pledge.</param>
public sealed record PaperLine(FilingProof Proof, string? Name)
{
    public static async Task<IReadOnlyList<PaperLine>> OfAsync(AppDbContext db, Filing filing, CancellationToken ct)
    {
        var ids = filing.Proofs.Select(p => p.FileId).OfType<Guid>().ToList();
        var names = await db.Set<StoredFile>().AsNoTracking().Where(f => ids.Contains(f.Id)).ToDictionaryAsync(f => f.Id, f => f.Name, ct);
        return [.. filing.Proofs.OrderBy(p => p.Place).Select(p => new PaperLine(p, p.FileId is { } id ? names.GetValueOrDefault(id) : null))];
    }
}

/// <summary>A draft, or what came back: changed on the form it was typed in.</summary>
[Access(Act.FileConversions)]
public sealed class EditConversionModel(AppDbContext db, FilingReach reach, FilingDesk desk) : AnsweringPage
{
    public Conversion Conversion { get; private set; } = null!;
    public Filing Filing { get; private set; } = null!;
    public FilingForm Typed { get; private set; } = new();
    public IReadOnlyList<PaperLine> Papers { get; private set; } = [];

    /// <summary>Why it came back.</summary>
    public string? Reason { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        ModelState.Clear();
        if (!await ReadAsync(id, ct)) return NotFound();
        if (Filing.State is not (FilingState.Draft or FilingState.Returned)) return Redirect(FilingNotices.At(Conversion));
        var chain = Filing.ChainId is { } first ? await db.Set<Conversion>().Where(c => c.Id == first).Select(c => c.Reference).SingleOrDefaultAsync(ct) : null;
        var part = Filing.PartOfId is { } whole ? await db.Set<Conversion>().Where(c => c.Id == whole).Select(c => c.Reference).SingleOrDefaultAsync(ct) : null;
        Typed = FilingForm.Of(Filing, part is null ? null : "ZH-" + part, chain is null ? null : "ZH-" + chain).WithRoom();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, [FromForm] FilingForm given, string? add, string? submit, CancellationToken ct)
    {
        ModelState.Clear();
        if (!await ReadAsync(id, ct)) return NotFound();
        Typed = given;
        if (add is null)
        {
            var edited = await desk.EditAsync(id, given, submit is not null, ct);
            if (edited.Succeeded) return Went(FilingNotices.At(edited.Value), submit is null ? ConversionTexts.Saved : ConversionTexts.Submitted);
            Typed.WithRoom();
            return Refused(edited.Failures);
        }
        Typed.WithRoom().Add(add);
        return Page();
    }

    private async Task<bool> ReadAsync(Guid id, CancellationToken ct)
    {
        if (await reach.FindAsync(id, ct) is not var (conversion, last) || await reach.RefuseKeepingAsync(conversion.RegionPath, ct) is not null) return false;
        (Conversion, Filing) = (conversion, await db.Set<Filing>().AsNoTracking().Where(f => f.Id == last.Id).Whole().SingleAsync(ct));
        Papers = await PaperLine.OfAsync(db, Filing, ct);
        if (Filing.State == FilingState.Returned) Reason = await db.Set<Licensing.Cases.CaseStep>().Where(s => s.CaseId == Filing.Id && s.Number == Filing.Steps).Select(s => s.Reason).SingleAsync(ct);
        return true;
    }
}
