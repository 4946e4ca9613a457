using Marketplace.Web.Catalogue.Classifications;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Spreadsheets;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Needs;

/// <summary>Needs as a table: their public part and where they stand. What is secret stays here, also for the owner: files are passed on.</summary>
internal static class NeedExport
{
    private const int Most = 10_000;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet($"/needs/export.{{{SheetFile.Formats}}}", async ([AsParameters] NeedFilter filter, string format, NeedDesk desk, Industries industries, RegionTree regions, AuditLog audit, AppDbContext db, CancellationToken ct) =>
        {
            var needs = await filter.Narrow(desk.Own().AsNoTracking().Where(n => n.MergedInto == null)).OrderByDescending(n => n.Id).Take(Most).ToListAsync(ct);
            audit.Record(db, "need.exported", "needs", new { rows = needs.Count });
            await db.SaveChangesAsync(ct);
            return SheetFile.Of(NeedTexts.Mine, format, Fields(industries, await regions.TrailsAsync([.. needs.Select(n => n.RegionPath)], ct)), needs);
        }).For(Act.KeepNeeds).ExcludeFromDescription();

    public static IReadOnlyList<SheetField<Need>> Fields(Industries industries, IReadOnlyDictionary<string, IReadOnlyList<Region>> trails) =>
    [
        new(NeedTexts.Pseudonym, n => n.Pseudonym),
        new(NeedTexts.Title, n => n.Title) { Width = 40 },
        new(NeedTexts.Summary, n => n.Summary) { Width = 60 },
        new(NeedTexts.State, n => NeedWords.Name(n.State)),
        new(NeedTexts.PartVisibility, n => NeedWords.Name(n.Visibility)),
        new(NeedTexts.Industry, n => n.Industry is { } code ? $"{code} {industries.Find(code)?.Name}" : null) { Width = 28 },
        new(NeedTexts.Ipc, n => string.Join(';', n.Ipc)),
        new(NeedTexts.Chains, n => string.Join(';', n.Chains)),
        new(NeedTexts.Forms, n => string.Join(';', n.Forms.Select(ListingWords.Name))) { Width = 24 },
        new(NeedTexts.CooperationLabel, n => string.Join(';', n.Cooperation.Select(NeedWords.Name))) { Width = 24 },
        new(NeedTexts.Maturity, n => n.MaturityLeast) { Form = SheetForm.Whole },
        new(NeedTexts.Crop, n => n.Crop),
        new(NeedTexts.Region, n => string.Join(' ', trails[n.RegionPath].Select(r => r.Name))) { Width = 36 },
        new(NeedTexts.Deadline, n => n.Deadline) { Form = SheetForm.Date },
        new(NeedTexts.Source, n => NeedWords.Name(n.Source)),
        new(NeedTexts.OpenedOn, n => n.OpenedAt is { } at ? Dates.Day(at) : null) { Form = SheetForm.Date },
        new(NeedTexts.ExpiresOn, n => n.ExpiresOn) { Form = SheetForm.Date },
    ];
}
