using System.Text;
using System.Text.RegularExpressions;
using Marketplace.Testing;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.SignIn;
using Microsoft.Playwright;

namespace Marketplace.Browser.Tests;

/// <summary>What people do on the way of an organisation into the platform, each step as a person takes it in the browser.</summary>
internal static partial class OrganisationSteps
{
    public static Visitor Phone { get; } = new(Width: 390, Errs: true);
    public static Visitor Desk { get; } = new(Errs: true);

    /// <summary>The button of the page's own form, not of a search.</summary>
    public const string Go = "main form:not([role=search]) .button:not(.secondary)";

    public static FilePayload Pdf(string name) => new() { Name = name, MimeType = "application/pdf", Buffer = Encoding.ASCII.GetBytes("%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF\n") };

    /// <summary>A bureau of a county that no other test uses, and its reviewer.</summary>
    public static async Task<Person> NewReviewerAsync(this RunningApp app, string county)
    {
        var bureau = await app.NewOrganisationAsync(OrganisationKind.Bureau, county);
        var reviewer = await app.NewPersonAsync("白审核");
        await app.JoinAsync(reviewer, bureau, Role.BureauReviewer);
        return reviewer;
    }

    public static async Task CleanAsync(IPage page)
    {
        (await page.Locator("h1").CountAsync()).ShouldBe(1, page.Url);
        (await page.WidthAsync()).ShouldBeLessThanOrEqualTo(page.ViewportSize!.Width, $"{page.Url} scrolls sideways");
        (await Axe.ViolationsAsync(page)).ShouldBeEmpty(page.Url);
    }

    public static async Task GoAsync(this IPage page, string to)
    {
        await page.ClickAsync(Go);
        await page.ArrivedAsync(to);
        await CleanAsync(page);
    }

    public static async Task PeopleAndPapersAsync(this IPage page, string address)
    {
        await page.FillAsync("[name=address]", address);
        await page.FillAsync("[name=legal]", "马建国");
        await page.FillAsync("[name=operator]", "马小兰");
        await page.GoAsync("**/papers");
        // The licence as people bring it: a picture taken with the phone.
        await page.SetInputFilesAsync("[name=licence]", new FilePayload { Name = "营业执照.png", MimeType = "image/png", Buffer = await page.ScreenshotAsync() });
        await page.SetInputFilesAsync("[name=authorisation]", Pdf("授权书.pdf"));
        await page.GoAsync("**/check");
    }

    public static async Task SubmitAsync(this IPage page)
    {
        await page.Locator("[name=consent]").CheckAsync(new() { Force = true });
        await page.ClickAsync(Go);
        await page.ArrivedAsync(PastTheCheck);
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("已提交，等待审核");
        await CleanAsync(page);
    }

    /// <summary>From the work list to the registration and its decision.</summary>
    public static async Task DecideAsync(this IPage page, string name, string decision, string? reason = null)
    {
        await page.Locator("main tbody a", new() { HasText = name }).First.ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync(name);
        await page.Locator($"input[value={decision}]").CheckAsync(new() { Force = true });
        if (reason is not null) await page.FillAsync("[name=reason]", reason);
        await page.ClickAsync(Go);
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("审核意见已提交");
        await CleanAsync(page);
    }

    [GeneratedRegex("(?<!/check)$", RegexOptions.None, 1000)]
    private static partial Regex PastTheCheck { get; }
}
