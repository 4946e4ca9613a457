using Marketplace.Web.Catalogue.Browse;
using Marketplace.Web.Catalogue.Claims;
using Marketplace.Web.Catalogue.Classifications;
using Marketplace.Web.Catalogue.Holders;
using Marketplace.Web.Catalogue.Import;
using Marketplace.Web.Catalogue.IndustryTables;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Searching;
using Marketplace.Web.Platform.Outbox;
using Marketplace.Web.Privacy;

namespace Marketplace.Web.Catalogue;

public static class CatalogueSetup
{
    public static void AddCatalogue(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IpcTitles>();
        builder.Services.AddSingleton<Industries>();
        builder.AddIndustryTables();
        builder.Services.AddReadAlong(CatalogueSql.ChangedKind);
        builder.Services.AddOutboxHandler<HolderFollower>();
        builder.AddSearching();
        builder.AddLegalStatus();
        builder.AddPatentImport();
        builder.AddListings();
        builder.AddBrowsing();
        // In the order of the page on which people see them: what is theirs before what they did for others.
        builder.AddPersonalData<PatentImportData>();
        builder.AddPersonalData<ClaimData>();
        builder.AddPersonalData<SecrecyData>();
    }

    public static void MapCatalogue(this WebApplication app)
    {
        app.MapIndustryTables();
        app.MapSearching();
        app.MapLegalStatus();
        app.MapPatentImport();
        app.MapListings();
        app.MapBrowsing();
    }

    public static void MapCatalogueApi(this RouteGroupBuilder api)
    {
        api.MapPatentSearchApi();
        api.MapLegalStatusApi();
        api.MapPatentImportApi();
        api.MapListingApi();
        api.MapBrowsingApi();
    }
}
