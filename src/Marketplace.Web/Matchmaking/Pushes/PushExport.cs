using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations.Directory;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Spreadsheets;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Matchmaking.Pushes;

/// <summary>The items with the evidence the plan asks for: time, channel, masked recipient, whether it was read. Each export stands in the audit log.</summary>
public sealed class PushExport(AppDbContext db, PushFigures figures, DirectoryReach reach, AuditLog audit)
{
    /// <summary>A province's plan counts in thousands.</summary>
    private const int Most = 200_000;

    public async Task<IResult> OfAsync(PushPeriod period, string format, CancellationToken ct)
    {
        if (reach.Path is not { } path) return Results.StatusCode(StatusCodes.Status404NotFound);
        var rows = await figures.Rows(path, period).Take(Most).ToListAsync(ct);
        var counties = await db.Set<Region>().AsNoTracking().Where(r => r.Path.StartsWith(path) && r.Level == RegionLevel.County).ToDictionaryAsync(r => r.Code, r => r.Name, StringComparer.Ordinal, ct);
        IReadOnlyList<SheetField<PushItemRow>> fields =
        [
            new("统一社会信用代码", r => r.Uscc) { Width = 22 },
            new("企业名称", r => r.Enterprise) { Width = 36 },
            new("县", r => r.RegionPath.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(code => counties.GetValueOrDefault(code)).FirstOrDefault(name => name is not null)),
            new("申请号", r => PatentNumber.Show(r.ApplicationNo)) { Width = 18 },
            new("专利名称", r => r.Title) { Width = 44 },
            new(PushTexts.At, r => Dates.Minute(r.DeliveredAt)) { Width = 18 },
            new(PushTexts.Channel, r => PushWords.Name(r.Channel)),
            new(PushTexts.Recipient, r => r.Recipient),
            new(PushTexts.CountRead, r => r.Read ? PushTexts.Yes : PushTexts.No),
            new(PushTexts.Source, r => PushWords.Name(r.Source)),
        ];
        audit.Record(db, "push.items.exported", $"region:{path}", new { rows = rows.Count });
        await db.SaveChangesAsync(ct);
        return SheetFile.Of(PushTexts.RowsTitle, format, fields, rows);
    }
}
