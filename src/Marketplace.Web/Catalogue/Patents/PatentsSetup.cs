using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Documents;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Reports;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.Patents;

internal static class PatentsSetup
{
    public const string Reportable = "patent";

    public static void AddPatents(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<PatentViews>();
        builder.Services.AddSingleton<PatentVisits>();
        builder.Services.AddHostedService(services => services.GetRequiredService<PatentVisits>());
        builder.AddReportable(Reportable, ReportableAsync);
    }

    public static void MapPatents(this WebApplication app) =>
        app.MapGet("/patents/{no}/qr.svg", async (string no, PatentReach reach, PublicAddress address, HttpContext http, CancellationToken ct) =>
        {
            if (await reach.FindAsync(no, ct) is not { } patent) return Results.NotFound();
            http.Response.Headers.CacheControl = "public, max-age=86400";
            return Results.Bytes(QrCode.Svg(address.Of("/patents/" + patent.ApplicationNo)), QrCode.SvgType);
        }).For(Act.ReadPublic).ExcludeFromDescription();

    /// <summary>Answered by the bureau where the first holder known here is.</summary>
    private static async Task<Reports.Reportable?> ReportableAsync(IServiceProvider services, AppDbContext db, string id, CancellationToken ct)
    {
        if (await services.GetRequiredService<PatentReach>().FindAsync(id, ct) is not { } patent) return null;
        var holder = await (from h in db.Set<PatentHolder>()
                            join o in db.Set<Organisation>() on h.OrganisationId equals o.Id
                            where h.ApplicationNo == patent.ApplicationNo
                            orderby h.Place
                            select new { o.Id, o.RegionPath }).FirstOrDefaultAsync(ct);
        return new($"{patent.Title} {patent.Number}", "/patents/" + patent.ApplicationNo, holder?.RegionPath, holder?.Id);
    }
}
