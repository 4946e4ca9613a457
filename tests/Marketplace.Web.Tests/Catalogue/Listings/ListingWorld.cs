using System.Globalization;
using System.Net;
using Marketplace.Testing;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Catalogue.Listings;

/// <summary>A university with an administrator and an operator, and patents of theirs.</summary>
internal sealed class ListingWorld(RunningApp app, ManualTime time, Organisation owner, (Web.Platform.SignIn.Person Person, HttpClient Http) boss, (Web.Platform.SignIn.Person Person, HttpClient Http) clerk) : IAsyncDisposable
{
    private static int s_serial = 9_990_100;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public RunningApp App => app;
    public ManualTime Time => time;
    public Organisation Owner => owner;
    public (Web.Platform.SignIn.Person Person, HttpClient Http) Boss => boss;
    public (Web.Platform.SignIn.Person Person, HttpClient Http) Clerk => clerk;

    public static async Task<ListingWorld> StartAsync(PostgresServer server)
    {
        var time = new ManualTime(TimeProvider.System.GetUtcNow());
        var app = await RunningApp.StartAsync(await server.NewDatabaseAsync(), new Dictionary<string, string?>(StringComparer.Ordinal) { ["Messages:Gateway"] = "sandbox", ["Payments:Gateway"] = "sandbox", ["Signatures:Gateway"] = "sandbox" }, services => services.AddSingleton<TimeProvider>(time));
        var owner = await app.NewOrganisationAsync(OrganisationKind.University);
        return new(app, time, owner, await app.NewMemberAsync(owner, Role.Administrator), await app.NewMemberAsync(owner, Role.Operator));
    }

    public async Task<string> PatentAsync(Organisation? holder = null, string title = "一种坡地滴灌带及其铺设方法", PatentState state = PatentState.InForce, string? otherHolder = null)
    {
        var today = Dates.Today(time);
        var no = string.Create(CultureInfo.InvariantCulture, $"20231{Interlocked.Increment(ref s_serial)}");
        var by = holder ?? owner;
        await app.WithDatabaseAsync(db =>
        {
            db.Add(new Patent { ApplicationNo = no, Kind = PatentKind.Invention, Title = title, Ipc = ["A01G25/02"], FilingDate = new(2023, 5, 9), GrantDate = new(2024, 6, 4), State = state, StatusOn = today, StatusSource = StatusSource.Import, LastDay = new(2043, 5, 8), CreatedAt = time.GetUtcNow() });
            db.Add(new PatentHolder { ApplicationNo = no, Place = 1, Name = by.Name, FoldedName = by.FoldedName, OrganisationId = by.Id });
            if (otherHolder is not null) db.Add(new PatentHolder { ApplicationNo = no, Place = 2, Name = otherHolder, FoldedName = NameFolding.Fold(otherHolder) });
            return db.SaveChangesAsync(Ct);
        });
        return no;
    }

    public ListingDraft Draft(params string[] numbers) => new()
    {
        Members = [.. numbers.Select(no => new DraftMember(no, 100m / numbers.Length))],
        Title = numbers.Length > 1 ? "节水灌溉专利包" : null,
        Forms = [OfferForm.OrdinaryLicence],
        FeeModel = FeeModel.LumpSum,
        Fee = new() { Amount = 50_000 },
        Maturity = 7,
        ContactName = "李工",
        ContactPhone = "13800138000",
        ExpiresOn = Dates.Today(time).AddYears(1),
    };

    /// <summary>Does something as this member, as a request of theirs would.</summary>
    public async Task<T> AsAsync<T>(Web.Platform.SignIn.Person person, Func<IServiceProvider, Task<T>> act)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var grants = new List<Grant>();
        foreach (var source in scope.ServiceProvider.GetServices<IGrantSource>()) grants.AddRange(await source.OfAsync(person.Id, Ct));
        scope.ServiceProvider.GetRequiredService<Actor>().Become(person.Id, grants);
        return await act(scope.ServiceProvider);
    }

    public Task<T> DeskAsync<T>(Web.Platform.SignIn.Person person, Func<ListingDesk, Task<T>> act) => AsAsync(person, services => act(services.GetRequiredService<ListingDesk>()));

    public async Task<Guid> DraftedAsync(params string[] numbers) => (await DeskAsync(clerk.Person, desk => desk.CreateAsync(Draft(numbers), null, Ct))).Value.Id;

    public async Task<Guid> PublishedAsync(params string[] numbers)
    {
        var id = await DraftedAsync(numbers);
        (await DeskAsync(clerk.Person, desk => desk.SubmitAsync(id, null, Ct))).Failures.ShouldBeEmpty();
        (await DeskAsync(boss.Person, desk => desk.ApproveAsync(id, Ct))).Failures.ShouldBeEmpty();
        return id;
    }

    public Task<Listing> ListingAsync(Guid id) => app.WithDatabaseAsync(db => db.Set<Listing>().AsNoTracking().SingleAsync(l => l.Id == id, Ct));

    public Task<long> RevisionAsync(string no) => app.WithDatabaseAsync(db => db.Set<Patent>().Where(p => p.ApplicationNo == no).Select(p => p.Revision).SingleAsync(Ct));

    /// <summary>Until the batch is where it was to go.</summary>
    public async Task<ListingBatch> BatchAsync(Guid id, params BatchState[] until)
    {
        var deadline = System.Diagnostics.Stopwatch.StartNew();
        while (true)
        {
            var batch = await app.WithDatabaseAsync(db => db.Set<ListingBatch>().AsNoTracking().SingleAsync(b => b.Id == id, Ct));
            if (until.Contains(batch.State)) return batch;
            batch.State.ShouldNotBe(BatchState.Failed);
            deadline.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(60), batch.State.ToString());
            await Task.Delay(50, Ct);
        }
    }

    /// <summary>Begins a batch as the list of listings does; its id.</summary>
    public static async Task<Guid> BulkAsync(HttpClient http, BatchKind kind, params (string, string)[] fields)
    {
        // Of the form itself: the header has others, which a browser would not send with this one.
        var page = await http.GetStringAsync("/listings", Ct);
        var token = Forms.TokenIn(page[page.IndexOf("/listings/bulk", StringComparison.Ordinal)..]);
        return await IdAsync(await http.PostAsync("/listings/bulk", new FormUrlEncodedContent([new("__RequestVerificationToken", token), new("kind", kind.ToString()), new("go", "true"), .. fields.Select(f => KeyValuePair.Create(f.Item1, f.Item2))]), Ct));
    }

    public static async Task<Guid> IdAsync(HttpResponseMessage sent)
    {
        sent.StatusCode.ShouldBe(HttpStatusCode.Redirect, await sent.Content.ReadAsStringAsync(Ct));
        return Guid.Parse(sent.Headers.Location!.ToString().Split('/')[^1]);
    }

    public Task<List<T>> ReadAsync<T>(Func<AppDbContext, IQueryable<T>> query) => app.WithDatabaseAsync(db => query(db).ToListAsync(Ct));

    public async ValueTask DisposeAsync()
    {
        boss.Http.Dispose();
        clerk.Http.Dispose();
        await app.DisposeAsync();
    }
}
