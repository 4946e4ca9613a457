using Marketplace.Testing;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.SignIn;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Browser.Tests;

/// <summary>The clerk's pages of the directory, with the demonstration's lists in it.</summary>
public sealed class DirectoryPagesTests(BrowserFixture browser)
{
    [Theory]
    [InlineData("/directory"), InlineData("/directory?region=652701&size=Small"), InlineData("/directory?q=nobody"), InlineData("/directory/coverage"), InlineData("/directory/import"), InlineData("/directory/invite"), InlineData("/directory/entries/*"), InlineData("/directory/imports/*")]
    public async Task Axe_finds_nothing_and_it_fits_the_screen(string path)
    {
        var person = await browser.App.WithDatabaseAsync(db => db.Set<Person>().SingleAsync(p => p.DisplayName == "叶尔肯"));
        var address = path switch
        {
            "/directory/entries/*" => "/directory/entries/" + await browser.App.WithDatabaseAsync(db => db.Set<Web.Organisations.Directory.DirectoryEntry>().Where(e => e.RegionPath.Contains("652723")).OrderBy(e => e.Uscc).Select(e => e.Uscc).FirstAsync()),
            "/directory/imports/*" => "/directory/imports/" + await browser.App.WithDatabaseAsync(db => db.Set<Web.Organisations.Directory.DirectoryImport>().Where(i => db.Set<Organisation>().Any(o => o.Id == i.BureauId && o.RegionCode == Inhabitants.Bozhou)).Select(i => i.Id).FirstAsync()),
            _ => path,
        };
        using var http = await browser.App.SignedInAsync(person);
        foreach (var language in (string[])["zh-CN", "en", "ug"])
        {
            await browser.VisitAsync("/help", new Visitor(language), async page =>
            {
                // The clerk's session lives in the client: it fetches the page for the browser.
                await page.RouteAsync("**/directory**", async route =>
                {
                    using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(route.Request.Url).PathAndQuery);
                    request.Headers.Add("Accept-Language", language);
                    using var answer = await http.SendAsync(request);
                    await route.FulfillAsync(new() { Status = (int)answer.StatusCode, ContentType = "text/html; charset=utf-8", BodyBytes = await answer.Content.ReadAsByteArrayAsync() });
                });
                await page.GotoAsync(address);
                (await page.Locator("h1").CountAsync()).ShouldBe(1);
                foreach (var width in (int[])[1366, 390])
                {
                    await page.SetViewportSizeAsync(width, 800);
                    if (Environment.GetEnvironmentVariable("SCREENSHOTS") is { } folder)
                        await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{path.Replace('/', '_').Replace('*', 'x').Replace('?', '_')}-{language}-{width}.png"), FullPage = true });
                    (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width, $"{path} scrolls sideways");
                    (await Axe.ViolationsAsync(page)).ShouldBeEmpty($"{path} in {language} at {width}");
                }
            });
        }
    }
}
