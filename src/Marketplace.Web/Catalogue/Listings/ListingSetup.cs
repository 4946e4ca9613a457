using Marketplace.Web.Catalogue.Gazette;
using Marketplace.Web.Catalogue.Listings.Declarations;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Database;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.Spreadsheets;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.Listings;

public static class ListingSetup
{
    public static void AddListings(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddScoped<ListingDesk>();
        services.AddScoped<ListingQuery>();
        services.AddScoped<ListingNight>();
        services.AddScoped<ListingStop>();
        services.AddScoped<ListingSheet>();
        services.AddScoped<BatchDesk>();
        services.AddScoped<BatchItems>();
        services.AddScoped<DeclarationPreparer>();
        services.AddScoped<Offers>();
        services.AddScoped<GazetteImporter>();
        services.AddScoped<GazetteClaims>();
        services.AddSingleton<ListingWork>();
        services.AddSingleton<ListingWorker>();
        services.AddHostedService(provider =>
        {
            provider.GetRequiredService<DatabaseSignals>().Subscribe(ListingWorker.Channel);
            return provider.GetRequiredService<ListingWorker>();
        });
        builder.AddMessageTemplates(ListingWork.Templates);
        builder.AddWorkKind(ListingWork.Review, () => ListingTexts.WorkReview, () => ListingTexts.WorkReviewWhy);
        builder.AddWorkKind(ListingWork.ReviewMany, () => ListingTexts.WorkReviewMany, () => ListingTexts.WorkReviewWhy);
        builder.AddWorkKind(ListingWork.Returned, () => ListingTexts.WorkReturned, () => ListingTexts.WorkReturnedWhy, Act.KeepListings);
        builder.AddWorkKind(ListingWork.Confirm, () => ListingTexts.WorkConfirm, () => ListingTexts.WorkConfirmWhy, Act.KeepListings);
        services.AddNavigation(60, "/listings", () => ListingTexts.Title, act: Act.ReadPortfolio);
        services.AddNavigation(125, "/gazette", () => GazetteTexts.Title, act: Act.KeepGazette);
    }

    public static void MapListings(this WebApplication app)
    {
        app.MapGet($"/listings/export.{{{SheetFile.Formats}}}", async ([AsParameters] ListingFilter filter, string format, ListingDesk desk, ListingQuery query, ListingSheet sheet, AccessCheck access, AuditLog audit, AppDbContext db, CancellationToken ct) =>
        {
            if (filter.IsGazette || await desk.OwnerAsync(ct) is not { } owner || !access.May(Act.KeepListings, new(owner.Id))) return Results.StatusCode(StatusCodes.Status404NotFound);
            var ids = await (await query.OfAsync(owner, filter, ct)).OrderByDescending(l => l.Id).Take(BatchDesk.Most).Select(l => l.Id).ToListAsync(ct);
            var file = await sheet.WriteAsync(ids, format, ct);
            audit.Record(db, "listing.exported", $"organisation:{owner.Id}", new { rows = ids.Count });
            await db.SaveChangesAsync(ct);
            return Results.File(file, format == "csv" ? CsvWriter.MediaType : XlsxWriter.MediaType, $"{ListingTexts.Title}.{format}");
        }).ExcludeFromDescription().For(Act.KeepListings);
        DeclarationRoutes.Map(app);
    }
}
