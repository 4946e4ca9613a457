using Marketplace.Web.Catalogue.Classifications;
using Marketplace.Web.Catalogue.Searching;
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
    }

    public static void MapCatalogue(this WebApplication app) => app.MapSearching();

    public static void MapCatalogueApi(this RouteGroupBuilder api) => api.MapPatentSearchApi();
}
