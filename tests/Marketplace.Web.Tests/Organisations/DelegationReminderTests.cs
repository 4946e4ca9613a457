using Marketplace.Testing;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Delegations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Organisations;

public sealed class DelegationReminderTests(PostgresServer server) : IAsyncLifetime
{
    private readonly ManualTime _time = new();
    private RunningApp _app = null!;
    private Organisation _client = null!;
    private Organisation _agency = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private DateOnly Today => Dates.Today(_time);

    public async ValueTask InitializeAsync()
    {
        _app = await RunningApp.StartAsync(await server.NewDatabaseAsync(), new Dictionary<string, string?>(StringComparer.Ordinal) { ["Messages:Gateway"] = "sandbox" },
            services => services.AddSingleton<TimeProvider>(_time).AddScoped<DelegationReminders>());
        _client = await _app.NewOrganisationAsync(name: "委托方");
        _agency = await _app.NewOrganisationAsync(OrganisationKind.Agency, name: "代理方");
        await _app.JoinAsync(await _app.NewPersonAsync(), _client, Role.Administrator);
        await _app.JoinAsync(await _app.NewPersonAsync(), _agency, Role.Administrator);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Both_sides_hear_of_it_a_month_and_a_week_before_once_each()
    {
        await DelegateAsync(Today.AddDays(-100), Today.AddDays(31));
        (await RemindAsync()).ShouldBe(0);
        _time.Advance(TimeSpan.FromDays(1));
        (await RemindAsync()).ShouldBe(1);
        (await RemindAsync()).ShouldBe(0);
        (await OpenAsync()).ShouldBe([_client.Id, _agency.Id], ignoreOrder: true);
        (await MessagesAsync()).ShouldBe(2);
        _time.Advance(TimeSpan.FromDays(23));
        (await RemindAsync()).ShouldBe(1);
        (await RemindAsync()).ShouldBe(0);
        (await OpenAsync()).Count.ShouldBe(2);   // The month's are done, the week's are open.
        (await MessagesAsync()).ShouldBe(4);
        // Over: nothing is left to think of.
        _time.Advance(TimeSpan.FromDays(8));
        (await RemindAsync()).ShouldBe(0);
        (await OpenAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_short_one_is_no_news_and_one_renewed_is_settled()
    {
        await DelegateAsync(Today.AddDays(-1), Today.AddDays(5));
        (await RemindAsync()).ShouldBe(0);
        await DelegateAsync(Today.AddDays(-300), Today.AddDays(6));
        (await RemindAsync()).ShouldBe(1);
        await DelegateAsync(Today, Today.AddDays(300));
        (await RemindAsync()).ShouldBe(0);
        (await OpenAsync()).ShouldBeEmpty();
    }

    private async Task<int> RemindAsync()
    {
        await using var scope = _app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<DelegationReminders>().RemindAsync(Ct);
    }

    private Task<List<Guid?>> OpenAsync() => _app.WithDatabaseAsync(db => db.Set<WorkItem>().Where(w => w.Kind == DelegationReminders.Work && w.DoneAt == null).Select(w => w.OrganisationId).ToListAsync(Ct));

    private Task<int> MessagesAsync() => _app.WithDatabaseAsync(db => db.Set<Message>().CountAsync(m => m.Template == DelegationReminders.Work && m.Channel == MessageChannel.InApp, Ct));

    private Task<int> DelegateAsync(DateOnly since, DateOnly until) => _app.WithDatabaseAsync(async db =>
    {
        db.Add(new Delegation
        {
            Kind = DelegationKind.Agency,
            FromId = _client.Id,
            ToId = _agency.Id,
            Acts = [Act.EditOrganisation],
            Since = since,
            Until = until,
            DocumentFile = Guid.CreateVersion7(),
            State = DelegationState.Accepted,
            OfferedBy = Guid.CreateVersion7(),
            OfferedAt = _time.GetUtcNow(),
        });
        return await db.SaveChangesAsync(Ct);
    });
}
