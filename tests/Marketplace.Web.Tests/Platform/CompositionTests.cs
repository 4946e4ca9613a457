using Marketplace.Testing;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Platform;

/// <summary>Two features that merge cleanly can still need each other in a circle; the compiler does not see it, and every page behind it fails.</summary>
public sealed class CompositionTests(PostgresServer server)
{
    [Fact]
    public async Task Whatever_a_page_asks_for_can_be_built()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync(), new Dictionary<string, string?>(StringComparer.Ordinal) { ["demo"] = "true" });
        await using var scope = app.Services.CreateAsyncScope();
        var pages = typeof(MarketplaceApp).Assembly.GetTypes().Where(type => type is { IsAbstract: false } && type.IsSubclassOf(typeof(PageModel))).ToList();
        pages.Count.ShouldBeGreaterThan(50);
        foreach (var page in pages) Should.NotThrow(() => ActivatorUtilities.CreateInstance(scope.ServiceProvider, page), page.FullName);
    }
}
