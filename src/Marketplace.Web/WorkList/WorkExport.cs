using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Spreadsheets;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.WorkList;

/// <summary>Gives out the list as it is shown, whole.</summary>
public sealed class WorkExport(AppDbContext db, WorkBoard board, WorkKinds kinds, Actor actor, AuditLog audit, TimeProvider time)
{
    public async Task<IResult> FileAsync(WorkFilter filter, string format, CancellationToken ct)
    {
        var items = await WorkFilter.Sort(filter.Of(board, actor, time)).AsNoTracking().ToListAsync(ct);
        var ids = items.Select(w => w.OrganisationId).OfType<Guid>().Distinct().ToArray();
        var names = await db.Set<Organisation>().Where(o => ids.Contains(o.Id)).ToDictionaryAsync(o => o.Id, o => o.Name, ct);
        IReadOnlyList<SheetField<WorkItem>> fields =
        [
            new(WorkTexts.What, kinds.Text) { Width = 48 },
            new(WorkTexts.WhyMe, kinds.Why) { Width = 48 },
            new(WorkTexts.ForWhom, w => w.OrganisationId is { } id ? names.GetValueOrDefault(id) : WorkTexts.Myself) { Width = 32 },
            new(WorkTexts.Due, w => w.Due) { Form = SheetForm.Date },
            new(WorkTexts.Since, w => Dates.Day(w.CreatedAt)) { Form = SheetForm.Date },
            new(WorkTexts.LastUrged.TrimEnd(':', '：'), w => w.UrgedAt is { } at ? Dates.Day(at) : null) { Form = SheetForm.Date },
        ];
        audit.Record(db, "work.exported", $"person:{actor.Id}", new { rows = items.Count });
        await db.SaveChangesAsync(ct);
        return SheetFile.Of(WorkTexts.Title, format, fields, items);
    }
}
