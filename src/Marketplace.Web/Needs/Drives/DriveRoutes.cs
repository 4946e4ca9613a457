using Marketplace.Web.Catalogue.Classifications;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Documents;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.Spreadsheets;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Needs.Drives;

internal static class DriveRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/drives/{id:guid}/qr.svg", async (Guid id, DriveDesk desk, PublicAddress address, HttpContext http, CancellationToken ct) =>
        {
            if (await desk.PublicAsync(id, ct) is not { } drive) return Results.StatusCode(StatusCodes.Status404NotFound);
            http.Response.Headers.CacheControl = "public, max-age=86400";
            return Results.Bytes(QrCode.Svg(address.Of("/drives/" + drive.Id)), QrCode.SvgType);
        }).For(Act.ReadPublic).ExcludeFromDescription();
        // What was collected, as the bureau may see it: public parts. Names and numbers stay under the seal.
        routes.MapGet($"/drives/{{id:guid}}/export.{{{SheetFile.Formats}}}", async (Guid id, string format, DriveDesk desk, Industries industries, RegionTree regions, AuditLog audit, AppDbContext db, CancellationToken ct) =>
        {
            if (await desk.FindAsync(id, ct) is not { } drive) return Results.StatusCode(StatusCodes.Status404NotFound);
            var needs = await desk.NeedsOf(id).Where(n => n.MergedInto == null).OrderBy(n => n.Id).ToListAsync(ct);
            audit.Record(db, "drive.exported", DriveDesk.Subject(id), new { rows = needs.Count });
            await db.SaveChangesAsync(ct);
            return SheetFile.Of(drive.Title, format, NeedExport.Fields(industries, await regions.TrailsAsync([.. needs.Select(n => n.RegionPath)], ct)), needs);
        }).For(Act.CollectNeeds).ExcludeFromDescription();
    }
}
