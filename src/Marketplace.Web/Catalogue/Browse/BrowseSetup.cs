using Marketplace.Web.Catalogue.Feeds;
using Marketplace.Web.Catalogue.Holders;
using Marketplace.Web.Catalogue.Kept;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Demo;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Privacy;

namespace Marketplace.Web.Catalogue.Browse;

/// <summary>Feeds, browsing, comparison and what visitors keep.</summary>
public static class BrowseSetup
{
    public static void AddBrowsing(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(new DemoStep(DemoPatents.ApplyAsync));
        builder.Services.AddSingleton<BrowseCounts>();
        builder.Services.AddScoped<HolderDesk>();
        builder.Services.AddScoped<Favourites>();
        builder.Services.AddScoped<SavedSearches>();
        builder.Services.AddSingleton<SavedSearchNames>();
        builder.Services.AddSingleton<SavedSearchAlerts>();
        builder.Services.AddScoped<AtomFeed.Feed>();
        builder.AddMessageTemplates([SavedSearchAlerts.News]);
        builder.AddPersonalData<FavouriteData>();
        builder.AddPersonalData<SavedSearchData>();
    }

    public static void MapBrowsing(this WebApplication app)
    {
        OaiEndpoint.Map(app);
        Sitemap.Map(app);
        AtomFeed.Map(app);
        FavouriteExport.Map(app);
    }

    public static void MapBrowsingApi(this RouteGroupBuilder api)
    {
        ChangeFeed.Map(api);
        HolderApi.Map(api);
    }
}
