using System.Xml.Linq;
using Marketplace.Testing;

namespace Marketplace.Web.Tests.Catalogue.Feeds;

public sealed class SitemapTests(PostgresServer server)
{
    private static readonly XNamespace s_names = "http://www.sitemaps.org/schemas/sitemap/0.9";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Robots_lead_to_the_sitemap_and_the_sitemap_to_every_patent_that_was_not_removed()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        await app.AddAsync(Enumerable.Range(1, 5).Select(n => TestPatents.Make(TestPatents.Number(n))));
        await app.ChangeAsync(TestPatents.Number(4), p => p.RemovedAt = TimeProvider.System.GetUtcNow());
        var robots = await app.Http.GetStringAsync("/robots.txt", Ct);
        var index = new Uri(robots.Split('\n').Single(line => line.StartsWith("Sitemap: ", StringComparison.Ordinal))["Sitemap: ".Length..]);
        robots.ShouldContain("Disallow: /account");

        var locations = new List<string>();
        foreach (var part in XDocument.Parse(await app.Http.GetStringAsync(index.PathAndQuery, Ct)).Descendants(s_names + "loc").Select(e => new Uri(e.Value)))
            locations.AddRange(XDocument.Parse(await app.Http.GetStringAsync(part.PathAndQuery, Ct)).Descendants(s_names + "loc").Select(e => new Uri(e.Value).AbsolutePath));

        locations.ShouldContain("/browse/ipc");
        locations.Where(l => l.StartsWith("/patents/", StringComparison.Ordinal)).ShouldBe(((int[])[1, 2, 3, 5]).Select(n => "/patents/" + TestPatents.Number(n)));
    }
}
