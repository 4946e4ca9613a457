using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Demo;

namespace Marketplace.Web.Catalogue.Browse;

/// <summary>Feeds, browsing, comparison and what visitors keep.</summary>
public static class BrowseSetup
{
    public static void AddBrowsing(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(new DemoStep(DemoPatents.ApplyAsync));
    }
}
