using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Face;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Testing.Licensing;

/// <summary>Patents with their offers, put there without the pages.</summary>
public static class OpenOffers
{
    /// <summary>A patent with an announced declaration.</summary>
    /// <param name="app">Where.</param>
    /// <param name="no">Of the patent, which is made.</param>
    /// <param name="holder">Its patentee.</param>
    /// <param name="known">Whether the platform knows that this is the patentee's account.</param>
    /// <param name="model">How it is paid.</param>
    /// <param name="fee">How much.</param>
    public static async Task AnnounceAsync(this RunningApp app, string no, Organisation holder, bool known, FeeModel model, FeeTerms fee)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var (db, today) = (scope.ServiceProvider.GetRequiredService<AppDbContext>(), Dates.Today(scope.ServiceProvider.GetRequiredService<TimeProvider>()));
        var listing = Add(scope.ServiceProvider, no, holder, known, null, [OfferForm.OpenLicence], model, fee);
        (listing.AnnouncementNo, listing.AnnouncedOn) = ("XK" + no, today.AddDays(-10));
        await db.SaveChangesAsync();
        await scope.ServiceProvider.GetRequiredService<DeclarationBook>().AnnouncedAsync(listing, no, CancellationToken.None);
        await db.SaveChangesAsync();
    }

    /// <summary>A patent that is offered, and not declared.</summary>
    /// <param name="app">Where.</param>
    /// <param name="no">Of the patent, which is made.</param>
    /// <param name="holder">Its patentee.</param>
    /// <param name="coOwner">Another one.</param>
    /// <param name="forms">How it can be had.</param>
    /// <returns>The offer.</returns>
    public static async Task<Guid> OfferAsync(this RunningApp app, string no, Organisation holder, Organisation? coOwner, IReadOnlyList<OfferForm> forms)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var listing = Add(scope.ServiceProvider, no, holder, true, coOwner, forms, FeeModel.LumpSum, new() { Amount = 50_000 });
        await scope.ServiceProvider.GetRequiredService<AppDbContext>().SaveChangesAsync();
        return listing.Id;
    }

    private static Listing Add(IServiceProvider services, string no, Organisation holder, bool known, Organisation? coOwner, IReadOnlyList<OfferForm> forms, FeeModel model, FeeTerms fee)
    {
        var (db, now) = (services.GetRequiredService<AppDbContext>(), services.GetRequiredService<TimeProvider>().GetUtcNow());
        var today = Dates.Day(now);
        Guid? owner = known ? holder.Id : null;
        var listing = new Listing
        {
            OwnerId = owner,
            RegionPath = holder.RegionPath,
            State = ListingState.Public,
            Forms = [.. forms],
            FeeModel = model,
            FeeTerms = fee.ToJson(),
            FeeYuan = fee.Headline(model),
            ExpiresOn = today.AddYears(6),
            ContactName = "李工",
            ContactPhone = "13800138000",
            Maturity = 7,
            PublishedAt = now,
            CreatedAt = now,
            ChangedAt = now,
        };
        db.Add(new Patent { ApplicationNo = no, Kind = PatentKind.Invention, Title = "一种坡地滴灌带及其铺设方法", Ipc = ["A01G25/02"], FilingDate = today.AddYears(-3), GrantDate = today.AddYears(-2), State = PatentState.InForce, StatusOn = today, LastDay = today.AddYears(17), CreatedAt = now });
        db.Add(new PatentHolder { ApplicationNo = no, Place = 1, Name = holder.Name, FoldedName = holder.FoldedName, OrganisationId = owner });
        if (coOwner is not null) db.Add(new PatentHolder { ApplicationNo = no, Place = 2, Name = coOwner.Name, FoldedName = coOwner.FoldedName, OrganisationId = coOwner.Id });
        db.Add(listing);
        db.Add(new ListingPatent { ListingId = listing.Id, ApplicationNo = no, Place = 1 });
        return listing;
    }
}
