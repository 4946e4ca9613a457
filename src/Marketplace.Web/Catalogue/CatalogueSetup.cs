using Marketplace.Web.Catalogue.Classifications;
using Marketplace.Web.Catalogue.Import;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Platform.Outbox;

namespace Marketplace.Web.Catalogue;

public static class CatalogueSetup
{
    public static void AddCatalogue(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IpcTitles>();
        builder.Services.AddSingleton<Industries>();
        builder.Services.AddOutboxHandler<CatalogueChangedHandler>();
        builder.AddLegalStatus();
        builder.AddPatentImport();
    }
}
