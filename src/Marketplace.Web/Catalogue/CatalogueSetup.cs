using Marketplace.Web.Catalogue.Browse;
using Marketplace.Web.Catalogue.Classifications;
using Marketplace.Web.Catalogue.Import;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Searching;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Platform.Outbox;

namespace Marketplace.Web.Catalogue;

public static class CatalogueSetup
{
    public static void AddCatalogue(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IpcTitles>();
        builder.Services.AddSingleton<Industries>();
        builder.AddSearching();
        builder.Services.AddOutboxHandler<CatalogueChangedHandler>();
        builder.AddBrowsing();
        builder.AddLegalStatus();
        builder.AddPatentImport();
    }

    public static void MapCatalogue(this WebApplication app) => app.MapBrowsing();

    public static void MapCatalogueApi(this RouteGroupBuilder api)
    {
        api.MapPatentSearchApi();
        api.MapBrowsingApi();
    }
    public static void MapCatalogue(this WebApplication app) => app.MapLegalStatus();

    public static void MapCatalogueApi(this RouteGroupBuilder api) => api.MapLegalStatusApi();
    public static void MapCatalogue(this WebApplication app) => app.MapSearching();

    public static void MapCatalogueApi(this RouteGroupBuilder api) => api.MapPatentSearchApi();
        builder.AddListings();
    }

    public static void MapCatalogue(this WebApplication app) => app.MapListings();

    public static void MapCatalogueApi(this RouteGroupBuilder api) => api.MapListingApi();
}
