using Marketplace.Web.Catalogue.Classifications;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Platform.Outbox;

namespace Marketplace.Web.Catalogue;

public static class CatalogueSetup
{
    public static void AddCatalogue(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IpcTitles>();
        builder.Services.AddSingleton<Industries>();
        builder.Services.AddOutboxHandler<CatalogueChangedHandler>();
        builder.AddListings();
    }

    public static void MapCatalogue(this WebApplication app) => app.MapListings();

    public static void MapCatalogueApi(this RouteGroupBuilder api) => api.MapListingApi();
}
