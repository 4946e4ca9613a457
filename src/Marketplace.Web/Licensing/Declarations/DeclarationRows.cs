using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Spreadsheets;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Declarations;

public sealed record DeclarationRow(Declaration Declaration, string Title)
{
    /// <summary>The day by which something happens in its state.</summary>
    public DateOnly? Until => Declaration.State switch { DeclarationState.Publicity => Declaration.PublicUntil, DeclarationState.Defect => Declaration.CorrectBy, _ => null };
}

/// <summary>Declarations as a table, on the page and in a file.</summary>
public sealed class DeclarationRows(AppDbContext db)
{
    public async Task<List<DeclarationRow>> OfAsync(IQueryable<Declaration> which, CancellationToken ct) =>
        [.. (await (from d in which join p in db.Set<Patent>() on d.ApplicationNo equals p.ApplicationNo select new { d, p.Title }).ToListAsync(ct)).Select(row => new DeclarationRow(row.d, row.Title)).OrderByDescending(row => row.Declaration.Id)];

    public async Task<IResult> ExportAsync(IQueryable<Declaration> which, string format, CancellationToken ct) => SheetFile.Of<DeclarationRow>(DeclareTexts.Title, format,
    [
        new(DeclareTexts.PatentNo, row => PatentNumber.Show(row.Declaration.ApplicationNo)) { Width = 20 },
        new(DeclareTexts.Patent, row => row.Title) { Width = 40 },
        new(DeclareTexts.State, row => DeclarationWords.Name(row.Declaration.State!.Value)),
        new(DeclareTexts.Since, row => Dates.InTable(row.Declaration.Since)),
        new(DeclareTexts.Until, row => row.Until is { } until ? Dates.InTable(until) : null),
        new(DeclareTexts.ReceiptNo, row => row.Declaration.ReceiptNo) { Width = 20 },
        new(DeclareTexts.AnnouncementNo, row => row.Declaration.AnnouncementNo) { Width = 20 },
        new(DeclareTexts.AnnouncedOn, row => row.Declaration.AnnouncedOn is { } on ? Dates.InTable(on) : null),
    ], await OfAsync(which, ct));
}
