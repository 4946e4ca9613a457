using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Spreadsheets;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.Portfolio;

/// <summary>Gives out what the list shows, with the heads under which the import takes it back.</summary>
public sealed class PortfolioExport(AppDbContext db, StatusOptions options, Actor actor, AuditLog audit, TimeProvider time)
{
    /// <param name="filter">What the list was narrowed to.</param>
    /// <param name="format">xlsx or csv.</param>
    /// <param name="ct">The reader left.</param>
    /// <param name="chosen">Of these only those ticked; null: all.</param>
    public async Task<IResult> FileAsync(PortfolioFilter filter, string format, CancellationToken ct, IReadOnlyCollection<string>? chosen = null)
    {
        if (actor.ActingFor is not { } own) return Results.StatusCode(StatusCodes.Status404NotFound);
        var today = Dates.Today(time);
        var wanted = filter.Of(db, own, options, today);
        if (chosen is not null) wanted = wanted.Where(p => chosen.Contains(p.ApplicationNo));
        var patents = await wanted.OrderByDescending(p => p.ApplicationNo).ToListAsync(ct);
        var found = wanted.Select(p => p.ApplicationNo);
        var holders = (await db.Set<PatentHolder>().AsNoTracking().Where(h => found.Contains(h.ApplicationNo)).OrderBy(h => h.Place).ToListAsync(ct)).ToLookup(h => h.ApplicationNo, h => h.Name, StringComparer.Ordinal);
        var listed = (await PortfolioFilter.Listings(db).Where(no => found.Contains(no)).ToListAsync(ct)).ToHashSet(StringComparer.Ordinal);
        audit.Record(db, "portfolio.exported", $"organisation:{own}", new { rows = patents.Count });
        await db.SaveChangesAsync(ct);
        IReadOnlyList<SheetField<Patent>> fields =
        [
            new("申请号", p => PatentNumber.Show(p.ApplicationNo)) { Width = 20 },
            new("专利名称", p => p.Title) { Width = 48 },
            new("专利类型", p => p.Kind.Name()),
            new("专利权人", p => string.Join(';', holders[p.ApplicationNo])) { Width = 36 },
            new("发明人", p => string.Join(';', p.Inventors)) { Width = 24 },
            new("申请日", p => p.FilingDate) { Form = SheetForm.Date },
            new("授权公告日", p => p.GrantDate) { Form = SheetForm.Date },
            new("IPC分类号", p => string.Join(';', p.Ipc)) { Width = 24 },
            new("法律状态", p => p.State.Name()),
            new("状态日期", p => p.StatusOn) { Form = SheetForm.Date },
            new(PortfolioTexts.NextFee, p => p.NextFeeDue) { Form = SheetForm.Date },
            new("缴至年度", p => p.FeePaidThrough) { Form = SheetForm.Whole },
            new("期限届满日", p => p.LastDay) { Form = SheetForm.Date },
            new(PortfolioTexts.Listed, p => listed.Contains(p.ApplicationNo)),
        ];
        return SheetFile.Of(PortfolioTexts.Title, format, fields, patents);
    }
}
