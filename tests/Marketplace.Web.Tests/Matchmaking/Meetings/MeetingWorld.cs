using System.Globalization;
using System.Net;
using System.Text.Json;
using Marketplace.Matching.Explanations;
using Marketplace.Matching.Factors;
using Marketplace.Testing;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Matchmaking.Matches;
using Marketplace.Web.Needs;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Database;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.SignIn;
using Marketplace.Web.Tests.Organisations;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Marketplace.Web.Tests.Matchmaking.Meetings;

/// <summary>An enterprise with a need, a university whose offer answers it, and the bureaus of both.</summary>
internal sealed class MeetingWorld(RunningApp app, DatabaseAddress database, ManualTime time, NpgsqlConnection matching) : IAsyncDisposable
{
    public const string Detail = "机密：烘干塔三号段温度一百八十五度时结块";
    public const string Words = "枸杞烘干时表面结块、颜色变暗，希望找到低温均匀干燥的办法，处理量每小时两吨，能耗要低";

    private static int s_serial = 9_940_000;

    private readonly List<HttpClient> _clients = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public RunningApp App => app;
    public ManualTime Time => time;
    public Organisation Firm { get; private set; } = null!;
    public Organisation University { get; private set; } = null!;
    public Organisation Bureau { get; private set; } = null!;
    public (Person Person, HttpClient Http) Owner { get; private set; }
    public (Person Person, HttpClient Http) Holder { get; private set; }

    /// <summary>Of the county of both.</summary>
    public (Person Person, HttpClient Http) Clerk { get; private set; }
    public Need Need { get; private set; } = null!;
    public string No { get; private set; } = "";

    public static async Task<MeetingWorld> StartAsync(PostgresServer server, NeedVisibility visibility = NeedVisibility.Anonymous, ILoggerProvider? logs = null)
    {
        // A Monday morning: terms of working days are then easy to say.
        var time = new ManualTime(new DateTimeOffset(2026, 11, 16, 2, 0, 0, TimeSpan.Zero));
        var database = await server.NewDatabaseAsync();
        // Who holds this lock writes the matches: the tests do, so that they know what there is.
        var matching = new NpgsqlConnection(database.App);
        await matching.OpenAsync(Ct);
        await using (var hold = new NpgsqlCommand("select pg_advisory_lock(7881708793177402983)", matching)) await hold.ExecuteNonQueryAsync(Ct);
        var app = await RunningApp.StartAsync(database, new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Messages:Gateway"] = "sandbox",
            ["Matching:Encoder"] = "false",
            ["Logging:LogLevel:Default"] = logs is null ? "Warning" : "Debug",
        }, services => services.AddSingleton<TimeProvider>(time), logs: logs);
        var world = new MeetingWorld(app, database, time, matching)
        {
            Firm = await app.NewOrganisationAsync(name: "精河红果密名枸杞有限公司"),
            University = await app.NewOrganisationAsync(OrganisationKind.University, Inhabitants.Meixian, "渭川测试大学"),
            Bureau = await app.NewOrganisationAsync(OrganisationKind.Bureau, name: "博乐测试局"),
        };
        world.Owner = await world.MemberAsync(world.Firm, Role.Administrator);
        world.Holder = await world.MemberAsync(world.University, Role.Administrator);
        world.Clerk = await world.MemberAsync(world.Bureau, Role.BureauClerk);
        world.No = await world.OfferAsync(world.University);
        world.Need = await world.NeedAsync(visibility);
        await world.MatchAsync(world.Need, world.No);
        return world;
    }

    public async Task<(Person Person, HttpClient Http)> MemberAsync(Organisation organisation, params Role[] roles)
    {
        var member = await app.NewMemberAsync(organisation, roles);
        _clients.Add(member.Http);
        return member;
    }

    /// <summary>Time goes by; everybody signs in again, as they would.</summary>
    public async Task AdvanceAsync(TimeSpan by)
    {
        time.Advance(by);
        async Task<(Person, HttpClient)> AgainAsync(Person person)
        {
            var http = await app.SignedInAsync(person);
            _clients.Add(http);
            return (person, http);
        }
        Owner = await AgainAsync(Owner.Person);
        Holder = await AgainAsync(Holder.Person);
        Clerk = await AgainAsync(Clerk.Person);
    }

    /// <summary>A patent that this organisation offers in public.</summary>
    public async Task<string> OfferAsync(Organisation? holder, string title = "一种浆果低温均匀干燥装置", string? announcement = null)
    {
        var no = string.Create(CultureInfo.InvariantCulture, $"20231{Interlocked.Increment(ref s_serial)}");
        var now = time.GetUtcNow();
        await app.WithDatabaseAsync(db =>
        {
            var listing = new Listing
            {
                OwnerId = holder?.Id,
                BureauId = holder is null ? Bureau.Id : null,
                RegionPath = (holder ?? Bureau).RegionPath,
                State = ListingState.Public,
                Forms = [OfferForm.OrdinaryLicence],
                FeeModel = FeeModel.LumpSum,
                FeeTerms = new FeeTerms { Amount = 50_000 }.ToJson(),
                FeeYuan = 50_000,
                Chains = ["枸杞"],
                PublishedAt = now,
                CreatedAt = now,
                ChangedAt = now,
                ExpiresOn = Dates.Today(time).AddYears(1),
                AnnouncementNo = announcement,
            };
            db.Add(new Patent { ApplicationNo = no, Kind = PatentKind.Invention, Title = title, Abstract = "干燥。", Ipc = ["F26B3/02"], FilingDate = new(2023, 5, 9), GrantDate = new(2024, 6, 4), State = PatentState.InForce, LastDay = new(2043, 5, 8), CreatedAt = now });
            db.Add(new PatentHolder { ApplicationNo = no, Place = 1, Name = holder?.Name ?? "某人", FoldedName = NameFolding.Fold(holder?.Name ?? "某人"), OrganisationId = holder?.Id });
            db.Add(listing);
            db.Add(new ListingPatent { ListingId = listing.Id, ApplicationNo = no, Place = 1 });
            return db.SaveChangesAsync(Ct);
        });
        return no;
    }

    public async Task<Need> NeedAsync(NeedVisibility visibility = NeedVisibility.Anonymous, NeedState state = NeedState.Open, Organisation? owner = null)
    {
        var now = time.GetUtcNow();
        var need = new Need
        {
            OwnerId = (owner ?? Firm).Id,
            PersonId = Owner.Person.Id,
            Source = NeedSource.Owner,
            State = state,
            Visibility = visibility,
            Pseudonym = "X" + Interlocked.Increment(ref s_serial).ToString(CultureInfo.InvariantCulture),
            Title = "浆果烘干不结块",
            Summary = Words,
            Industry = "C1373",
            Chains = ["枸杞"],
            Forms = [OfferForm.OrdinaryLicence],
            RegionPath = (owner ?? Firm).RegionPath,
            ExpiresOn = Dates.Today(time).AddMonths(6),
            CreatedAt = now,
            OpenedAt = now,
            ChangedAt = now,
        };
        need.Sealed = app.Services.GetRequiredService<NeedSeal>().Close(need.Id, new(Detail, 123_456, 654_321, "13912345678", "密联系人"));
        await app.WithDatabaseAsync(db =>
        {
            db.Add(need);
            return db.SaveChangesAsync(Ct);
        });
        return need;
    }

    /// <summary>As the matcher would write it, for both sides unless one is named.</summary>
    public Task MatchAsync(Need need, string no, double score = 71.5, MatchSide? only = null, string word = "均匀干燥") => app.WithDatabaseAsync(db =>
    {
        foreach (var side in Enum.GetValues<MatchSide>().Where(side => only is null || only == side))
        {
            db.Add(new Match
            {
                Side = side,
                NeedId = need.Id,
                ApplicationNo = no,
                Score = side == MatchSide.Need ? score + 10 : score,
                Factors = [0.5, 0.5],
                WeightsVersion = "test",
                InputsHash = "hash-" + side,
                Reasons = JsonSerializer.Serialize(new MatchReasons([new(word, 1)], [new(Factor.Words, 0.5, 12, "words", [word])]), JsonSerializerOptions.Web),
                FoundAt = time.GetUtcNow(),
                ScoredAt = time.GetUtcNow(),
            });
        }
        return db.SaveChangesAsync(Ct);
    });

    /// <summary>The owner writes to the holder; the talk's address.</summary>
    public async Task<string> ContactAsync(string seen = "no", string text = "请问这个装置每小时能处理多少？", string? no = null)
    {
        var sent = await Owner.Http.FillAsync($"/needs/{Need.Id}/matches/{no ?? No}", "Contact", ("text", text), ("seen", seen));
        await sent.ShouldGoAsync();
        return sent.Headers.Location!.ToString();
    }

    public Task<List<T>> ReadAsync<T>(Func<AppDbContext, IQueryable<T>> query) => app.WithDatabaseAsync(db => query(db).ToListAsync(Ct));

    /// <summary>As whoever owns the tables: to break something.</summary>
    public async Task BreakAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(database.Owner);
        await connection.OpenAsync(Ct);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Ct);
    }

    /// <summary>As it is read: without the marks on words that met, which would hide a sentence from whoever looks for it.</summary>
    public async Task<string> PageAsync(HttpClient http, string path, HttpStatusCode status = HttpStatusCode.OK)
    {
        var answer = await http.GetAsync(new Uri(new Uri(app.Url), path), Ct);
        var text = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct));
        answer.StatusCode.ShouldBe(status, text.Length > 2000 ? text[..2000] : text);
        return text.Replace("<mark>", "", StringComparison.Ordinal).Replace("</mark>", "", StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients) client.Dispose();
        await app.DisposeAsync();
        await matching.DisposeAsync();
    }
}
