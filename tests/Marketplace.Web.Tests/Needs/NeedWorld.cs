using Marketplace.Testing;
using Marketplace.Web.Data;
using Marketplace.Web.Needs;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Needs;

/// <summary>An enterprise of 博乐市 with an operator, another of elsewhere, and the bureau of the prefecture.</summary>
internal sealed class NeedWorld : IAsyncDisposable
{
    public const string Secret = "糖化温度六十三度五";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public required RunningApp App { get; init; }
    public required ManualTime Time { get; init; }
    public required Organisation Owner { get; init; }
    public required (Web.Platform.SignIn.Person Person, HttpClient Http) Operator { get; init; }
    public required (Web.Platform.SignIn.Person Person, HttpClient Http) Stranger { get; init; }
    public required Organisation Bureau { get; init; }
    public required (Web.Platform.SignIn.Person Person, HttpClient Http) Clerk { get; init; }

    public static async Task<NeedWorld> StartAsync(PostgresServer server)
    {
        var time = new ManualTime(TimeProvider.System.GetUtcNow());
        var app = await RunningApp.StartAsync(await server.NewDatabaseAsync(), new Dictionary<string, string?>(StringComparer.Ordinal) { ["Messages:Gateway"] = "sandbox" }, services => services.AddSingleton<TimeProvider>(time));
        var owner = await app.NewOrganisationAsync(name: "博乐赛湖葡萄酒庄有限公司");
        var other = await app.NewOrganisationAsync(region: Inhabitants.Meixian);
        var bureau = await app.NewOrganisationAsync(OrganisationKind.Bureau, Inhabitants.Bozhou);
        return new()
        {
            App = app,
            Time = time,
            Owner = owner,
            Operator = await app.NewMemberAsync(owner, Role.Operator),
            Stranger = await app.NewMemberAsync(other, Role.Administrator),
            Bureau = bureau,
            Clerk = await app.NewMemberAsync(bureau, Role.BureauClerk),
        };
    }

    public static NeedDraft Draft(string summary = "葡萄酒发酵罐上下温度相差四度，想要自动控温。") => new() { Title = "发酵罐温度不均", Summary = summary, Detail = Secret, BudgetTo = 345_678m, Contact = "阿依古丽", Phone = "13911112222", Industry = "1515" };

    /// <summary>Does something as this person, as a request of theirs would.</summary>
    public async Task<T> AsAsync<T>(Web.Platform.SignIn.Person person, Func<IServiceProvider, Task<T>> act)
    {
        await using var scope = App.Services.CreateAsyncScope();
        var grants = new List<Grant>();
        foreach (var source in scope.ServiceProvider.GetServices<IGrantSource>()) grants.AddRange(await source.OfAsync(person.Id, Ct));
        scope.ServiceProvider.GetRequiredService<Actor>().Become(person.Id, grants);
        return await act(scope.ServiceProvider);
    }

    public Task<T> DeskAsync<T>(Func<NeedDesk, Task<T>> act) => AsAsync(Operator.Person, services => act(services.GetRequiredService<NeedDesk>()));

    public async Task<Guid> DraftedAsync(NeedDraft? draft = null) => (await DeskAsync(desk => desk.CreateAsync(draft ?? Draft(), null, Ct))).Value.Id;

    public async Task<Guid> OpenedAsync(NeedDraft? draft = null)
    {
        var id = await DraftedAsync(draft);
        (await DeskAsync(desk => desk.OpenAsync(id, null, false, Ct))).Failures.ShouldBeEmpty();
        return id;
    }

    public Task<Need> NeedAsync(Guid id) => App.WithDatabaseAsync(db => db.Set<Need>().AsNoTracking().SingleAsync(n => n.Id == id, Ct));

    public Task<List<T>> ReadAsync<T>(Func<AppDbContext, IQueryable<T>> query) => App.WithDatabaseAsync(db => query(db).ToListAsync(Ct));

    public async ValueTask DisposeAsync()
    {
        Operator.Http.Dispose();
        Stranger.Http.Dispose();
        Clerk.Http.Dispose();
        await App.DisposeAsync();
    }
}
