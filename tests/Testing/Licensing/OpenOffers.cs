using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Face;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Testing.Licensing;

/// <summary>Patents with announced declarations, put there without the pages.</summary>
public static class OpenOffers
{
    /// <param name="app">Where.</param>
    /// <param name="no">Of the patent, which is made.</param>
    /// <param name="holder">Its patentee.</param>
    /// <param name="known">Whether the platform knows that this is the patentee's account.</param>
    /// <param name="model">How it is paid.</param>
    /// <param name="fee">How much.</param>
    public static async Task AnnounceAsync(this RunningApp app, string no, Organisation holder, bool known, FeeModel model, FeeTerms fee)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var (db, now) = (scope.ServiceProvider.GetRequiredService<AppDbContext>(), scope.ServiceProvider.GetRequiredService<TimeProvider>().GetUtcNow());
        var today = Dates.Day(now);
        Guid? owner = known ? holder.Id : null;
        var listing = new Listing
        {
            OwnerId = owner,
            RegionPath = holder.RegionPath,
            State = ListingState.Public,
            Forms = [OfferForm.OpenLicence],
            FeeModel = model,
            FeeTerms = fee.ToJson(),
            FeeYuan = fee.Headline(model),
            ExpiresOn = today.AddYears(6),
            AnnouncementNo = "XK" + no,
            AnnouncedOn = today.AddDays(-10),
            PublishedAt = now,
            CreatedAt = now,
            ChangedAt = now,
        };
        db.Add(new Patent { ApplicationNo = no, Kind = PatentKind.Invention, Title = "一种坡地滴灌带及其铺设方法", Ipc = ["A01G25/02"], FilingDate = today.AddYears(-3), GrantDate = today.AddYears(-2), State = PatentState.InForce, StatusOn = today, LastDay = today.AddYears(17), CreatedAt = now });
        db.Add(new PatentHolder { ApplicationNo = no, Place = 1, Name = holder.Name, FoldedName = holder.FoldedName, OrganisationId = owner });
        db.Add(listing);
        db.Add(new ListingPatent { ListingId = listing.Id, ApplicationNo = no, Place = 1 });
        await db.SaveChangesAsync();
        await scope.ServiceProvider.GetRequiredService<DeclarationBook>().AnnouncedAsync(listing, no, CancellationToken.None);
        await db.SaveChangesAsync();
    }
}
