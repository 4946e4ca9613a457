using System.Globalization;
using Marketplace.Testing;
using Marketplace.Web.Catalogue;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Matchmaking.Matches;
using Marketplace.Web.Needs;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Directory;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Outbox;
using Marketplace.Web.Platform.Security;
using Marketplace.Web.Platform.SignIn;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Marketplace.Browser.Tests;

/// <summary>
/// A program of its own with those who meet: an enterprise and a bureau of one county, a university elsewhere whose patents answer what the enterprise cannot solve.
/// </summary>
internal sealed class MeetingStage : IAsyncDisposable
{
    public const string Problem = "我们烘干枸杞的时候，果子表面结块，颜色发暗。想找低温、能均匀干燥的办法，每小时处理两吨左右，能耗要低，普通许可就行。";
    public const string Answer = "一种浆果低温均匀干燥装置";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private readonly BrowserFixture _browser;

    private MeetingStage(BrowserFixture browser, RunningApp app) => (_browser, App) = (browser, app);

    public RunningApp App { get; }
    public Organisation Firm { get; private set; } = null!;
    public Organisation University { get; private set; } = null!;
    public Organisation Bureau { get; private set; } = null!;
    public Person Owner { get; private set; } = null!;
    public Person Holder { get; private set; } = null!;
    public Person Clerk { get; private set; } = null!;
    public string No { get; private set; } = "";

    public static async Task<MeetingStage> StartAsync(BrowserFixture browser)
    {
        var app = await RunningApp.StartAsync(await browser.NewDatabaseAsync(), new Dictionary<string, string?>(StringComparer.Ordinal) { ["Messages:Gateway"] = "sandbox", ["Matching:Encoder"] = "false" });
        var stage = new MeetingStage(browser, app)
        {
            Firm = await app.NewOrganisationAsync(name: "红果密名食品有限公司"),
            University = await app.NewOrganisationAsync(OrganisationKind.University, Inhabitants.Meixian, "渭川农业大学"),
            Bureau = await app.NewOrganisationAsync(OrganisationKind.Bureau, name: "博乐市市场监督管理局"),
            Owner = await app.NewPersonAsync("周厂长"),
            Holder = await app.NewPersonAsync("林老师"),
            Clerk = await app.NewPersonAsync("叶科员"),
        };
        await app.JoinAsync(stage.Owner, stage.Firm, Role.Operator);
        await app.JoinAsync(stage.Holder, stage.University, Role.Administrator);
        await app.JoinAsync(stage.Clerk, stage.Bureau, Role.BureauClerk);
        stage.No = await stage.OfferAsync(1, Answer, "涉及枸杞等浆果的烘干。低温热风穿过多层网带，均匀干燥，果实表面不结块、不变色，能耗低。");
        await stage.OfferAsync(2, "一种滴灌用旋流反冲洗过滤器", "筒体内设旋流片和滤网，泥沙由底部排污口排出，不停水即可反冲洗。", "A01G25/02", "节水灌溉");
        await stage.OfferAsync(3, "一种葡萄埋藤机", "由液压马达带动绞龙，将葡萄藤压入沟中并覆土。", "A01G17/00", "葡萄");
        return stage;
    }

    /// <summary>In the browser of this person, or of a stranger. What the page writes to the console fails the test.</summary>
    public async Task VisitAsync(Person? person, string path, int width, Func<IPage, Task> act) =>
        await _browser.VisitAsync(App.Url, person is null ? null : await App.SessionCookieAsync(person), path, new Visitor(Width: width), act);

    /// <summary>Until it is so; the page is not asked, the program is.</summary>
    public static async Task UntilAsync(Func<Task<bool>> isSo, string what)
    {
        for (var since = TimeProvider.System.GetTimestamp(); !await isSo(); await Task.Delay(50, TestContext.Current.CancellationToken))
        {
            if (TimeProvider.System.GetElapsedTime(since) > s_patience) throw new TimeoutException("It did not come about in time: " + what);
        }
    }

    /// <summary>An open, anonymous need of the enterprise, as its own pages would have made it.</summary>
    public async Task<Need> NeedAsync(Organisation? of = null, string title = "浆果烘干不结块", string summary = Problem)
    {
        var now = TimeProvider.System.GetUtcNow();
        var owner = of ?? Firm;
        var need = new Need
        {
            OwnerId = owner.Id,
            Source = NeedSource.Owner,
            State = NeedState.Open,
            Visibility = NeedVisibility.Anonymous,
            Pseudonym = "需" + SpokenCode.New(6),
            Title = title,
            Summary = summary,
            Industry = "1373",
            Chains = ["枸杞"],
            Forms = [OfferForm.OrdinaryLicence],
            RegionPath = owner.RegionPath,
            ExpiresOn = Dates.Today(TimeProvider.System).AddMonths(6),
            CreatedAt = now,
            OpenedAt = now,
            ChangedAt = now,
        };
        need.Sealed = App.Services.GetRequiredService<NeedSeal>().Close(need.Id, new("机密：三号烘干塔一百八十五度", 100_000, 300_000, "13912345678", "周密"));
        await App.WithDatabaseAsync(db =>
        {
            db.Add(need);
            db.Publish(NeedChanged.Kind, need.Id, new NeedChanged(need.Id));
            return db.SaveChangesAsync();
        });
        return need;
    }

    public Task MatchedAsync(Need need) => UntilAsync(() => App.WithDatabaseAsync(db => db.Set<Match>().AnyAsync(m => m.Side == MatchSide.Offer && m.NeedId == need.Id && m.ApplicationNo == No)), "the need is matched");

    /// <summary>The enterprise stands in the bureau's directory.</summary>
    public Task ListedAsync() => App.WithDatabaseAsync(db =>
    {
        var now = TimeProvider.System.GetUtcNow();
        db.Add(new DirectoryEntry
        {
            Uscc = Firm.Uscc,
            OrganisationId = Firm.Id,
            Name = Firm.Name,
            RegionCode = Firm.RegionCode,
            RegionPath = Firm.RegionPath,
            BureauId = Bureau.Id,
            LastImport = Guid.CreateVersion7(),
            ImportedAt = now,
            ChangedAt = now,
        });
        return db.SaveChangesAsync();
    });

    private async Task<string> OfferAsync(int serial, string title, string summary, string ipc = "F26B3/02", string chain = "枸杞")
    {
        var (now, today) = (TimeProvider.System.GetUtcNow(), Dates.Today(TimeProvider.System));
        var no = string.Create(CultureInfo.InvariantCulture, $"20231999{serial:D4}");
        var filed = new DateOnly(2023, 3, 1);
        var listing = new Listing
        {
            OwnerId = University.Id,
            RegionPath = University.RegionPath,
            State = ListingState.Public,
            Forms = [OfferForm.OrdinaryLicence],
            FeeModel = FeeModel.LumpSum,
            FeeTerms = new FeeTerms { Amount = 50_000 }.ToJson(),
            FeeYuan = 50_000,
            Maturity = 7,
            Chains = [chain],
            PublishedAt = now,
            ExpiresOn = today.AddYears(1),
            ConfirmedOn = today,
            CreatedAt = now,
            ChangedAt = now,
        };
        await App.WithDatabaseAsync(async db =>
        {
            db.Add(new Patent { ApplicationNo = no, Kind = PatentKind.Invention, Title = title, Abstract = summary, Ipc = [ipc], FilingDate = filed, GrantDate = filed.AddYears(1), State = PatentState.InForce, StatusOn = today, LastDay = PatentTerm.LastDay(PatentKind.Invention, filed), CreatedAt = now });
            db.Add(new PatentHolder { ApplicationNo = no, Place = 1, Name = University.Name, FoldedName = University.FoldedName, Uscc = University.Uscc, OrganisationId = University.Id });
            db.Add(listing);
            db.Add(new ListingPatent { ListingId = listing.Id, ApplicationNo = no, Place = 1 });
            await db.SaveChangesAsync();
            return await CatalogueChanges.TouchAsync(db, [no], CancellationToken.None);
        });
        return no;
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();
}

/// <summary>The hand on the mouse: what it presses is counted, and each page it comes to is looked over.</summary>
internal sealed class Hand(IPage page)
{
    public int Clicks { get; private set; }

    public async Task ClickAsync(string selector, string? to = null)
    {
        Clicks++;
        await page.ClickAsync(selector);
        if (to is null) return;
        await page.ArrivedAsync(to);
        await OrganisationSteps.CleanAsync(page);
    }
}
