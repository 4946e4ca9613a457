using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Reports;

/// <summary>A public item as a report names it.</summary>
/// <param name="Title">What it is called.</param>
/// <param name="Link">Where it is seen.</param>
/// <param name="RegionPath">Whose bureau answers; null: the platform's operator.</param>
/// <param name="OrganisationId">Whose it is, if somebody's.</param>
public sealed record Reportable(string Title, string Link, string? RegionPath = null, Guid? OrganisationId = null);

/// <summary>Finds the public item with this id; null when there is none or it is not public.</summary>
public delegate Task<Reportable?> ResolveReportable(IServiceProvider services, AppDbContext db, string id, CancellationToken ct);

public sealed record ReportableKind(string Key, ResolveReportable Resolve);

/// <summary>All kinds of items that can be reported; features register theirs with <see cref="ReportsSetup.AddReportable"/>.</summary>
public sealed class Reportables(IEnumerable<ReportableKind> kinds, IServiceProvider services, AppDbContext db)
{
    /// <param name="about">As the link has it: <c>organisation:0199…</c>, <c>page:/help</c>.</param>
    /// <param name="ct">The request ended.</param>
    public async Task<(string Kind, string Id, Reportable Item)?> FindAsync(string? about, CancellationToken ct)
    {
        if (about?.Split(':', 2) is not [var key, { Length: > 0 and <= 200 } id]) return null;
        if (kinds.FirstOrDefault(k => k.Key == key) is not { } kind) return null;
        return await kind.Resolve(services, db, id, ct) is { } item ? (key, id, item) : null;
    }

    /// <summary>Any page that everybody can open and that has an address of its own.</summary>
    internal static Task<Reportable?> PageAsync(IServiceProvider services, AppDbContext db, string path, CancellationToken ct)
    {
        var known = services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Any(e =>
            e.Metadata.GetMetadata<AccessAttribute>()?.Act == Act.ReadPublic && e.RoutePattern.Parameters.Count == 0
            && "/" + e.RoutePattern.RawText?.Trim('/') == path && e.Metadata.GetMetadata<Microsoft.AspNetCore.Mvc.RazorPages.PageActionDescriptor>() is not null);
        return Task.FromResult(known ? new Reportable($"{FaceTexts.SiteName} {path}", path) : null);
    }

    internal static async Task<Reportable?> OrganisationAsync(IServiceProvider services, AppDbContext db, string id, CancellationToken ct) => Guid.TryParse(id, out var key)
        ? await db.Set<Organisation>()
            .Where(o => o.Id == key && (o.State == OrganisationState.Active || o.State == OrganisationState.Listed || o.State == OrganisationState.Suspended))
            .Select(o => new Reportable(o.Name, "/organisations/" + o.Id, o.RegionPath, o.Id)).SingleOrDefaultAsync(ct)
        : null;
}
