using Marketplace.Testing;
using Marketplace.Web.Organisations;
using Marketplace.Web.Plans.Rounds;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.SignIn;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Plans.Rounds;

/// <summary>博州's bureau, which asks, and 博乐市's, which is asked. The other counties have no bureau of their own; of 博州's plan one unit leads an indicator. Each test takes a quarter of its own.</summary>
public sealed class RoundWorld(PostgresServer server) : IAsyncLifetime
{
    public const string Unit = "农业农村部门";

    private static readonly Quarter s_last = Quarter.Of(Dates.Today(TimeProvider.System)).Before;

    public ManualTime Time { get; } = new(TimeProvider.System.GetUtcNow());
    public RunningApp App { get; private set; } = null!;
    public Organisation Prefecture { get; private set; } = null!;
    public Organisation County { get; private set; } = null!;
    public (Person Person, HttpClient Http) Asker { get; private set; }
    public (Person Person, HttpClient Http) Clerk { get; private set; }
    public (Person Person, HttpClient Http) Locker { get; private set; }
    public (Person Person, HttpClient Http) Stranger { get; private set; }
    public DateOnly Today => Dates.Today(Time);
    public DateOnly Due => Workdays.Mainland.NextFrom(Today.AddDays(10));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        App = await RunningApp.StartAsync(await server.NewDatabaseAsync(), new Dictionary<string, string?>(StringComparer.Ordinal) { ["Messages:Gateway"] = "sandbox" }, services => services.AddSingleton<TimeProvider>(Time));
        (Prefecture, County) = (await App.NewOrganisationAsync(OrganisationKind.Bureau, Inhabitants.Bozhou), await App.NewOrganisationAsync(OrganisationKind.Bureau));
        Asker = await App.NewMemberAsync(Prefecture, Role.BureauClerk);
        Clerk = await App.NewMemberAsync(County, Role.BureauClerk);
        Locker = await App.NewMemberAsync(County, Role.BureauLocker);
        Stranger = await App.NewMemberAsync(await App.NewOrganisationAsync(OrganisationKind.Bureau, Inhabitants.Meixian), Role.BureauClerk);
    }

    /// <summary>So many quarters before the last one.</summary>
    public static Quarter Back(int quarters)
    {
        var quarter = s_last;
        for (var left = quarters; left > 0; left--) quarter = quarter.Before;
        return quarter;
    }

    public RoundForm Form(Quarter quarter) => new() { Quarter = quarter.ToString(), DueOn = Due, All = true, Plan = "bozhou" };

    public async Task<ReportRound> OpenedAsync(Quarter quarter, Action<RoundForm>? change = null)
    {
        var form = Form(quarter);
        change?.Invoke(form);
        var opened = await AsAsync<RoundDesk, Outcome<ReportRound>>(Asker.Person, desk => desk.OpenAsync(form, Ct));
        opened.Failures.ShouldBeEmpty();
        return opened.Value;
    }

    public async Task<string?> OpenAsync(RoundForm form) => (await AsAsync<RoundDesk, Outcome<ReportRound>>(Asker.Person, desk => desk.OpenAsync(form, Ct))) is { Succeeded: false, Failures: [var first, ..] } ? first.Code : null;

    public async Task<string?> ReportAsync(Person by, Guid unit, string? signer = "张局长", string? note = null) => (await AsAsync<RoundReports, Failure?>(by, desk => desk.ReportAsync(unit, signer, note, Ct)))?.Code;

    public async Task<string?> ReturnAsync(Person by, Guid unit, string? reason = "缺两家企业") => (await AsAsync<RoundReports, Failure?>(by, desk => desk.ReturnAsync(unit, reason, Ct)))?.Code;

    public async Task<string?> CallAsync(Person by, Guid unit) => (await AsAsync<RoundReports, Failure?>(by, desk => desk.CallAsync(unit, Ct)))?.Code;

    public async Task<string?> CloseAsync(Person by, ReportRound round, string? typed = null) => (await AsAsync<RoundDesk, Failure?>(by, desk => desk.CloseAsync(round.Id, typed ?? round.Quarter.ToString(), Ct)))?.Code;

    public Task<int> NightAsync() => AsAsync<RoundNight, int>(null, night => night.RunAsync(Ct));

    public Task<RoundLine?> LineAsync(ReportRound round) => AsAsync<RoundReading, RoundLine?>(Asker.Person, reading => reading.FindAsync(round.Id, Ct));

    public async Task<RoundUnitLine> LineAsync(ReportRound round, Guid unit) => (await LineAsync(round))!.Units.Single(u => u.Unit.Id == unit);

    public Task<RoundUnit> UnitAsync(ReportRound round, string name) => App.WithDatabaseAsync(db => db.Set<RoundUnit>().AsNoTracking().SingleAsync(u => u.RoundId == round.Id && u.Name == name, Ct));

    public Task<RoundUnit> BoleAsync(ReportRound round) => App.WithDatabaseAsync(db => db.Set<RoundUnit>().AsNoTracking().SingleAsync(u => u.RoundId == round.Id && u.RegionPath == County.RegionPath, Ct));

    public Task<WorkItem?> WorkAsync(Guid unit) => App.WithDatabaseAsync(db => db.Set<WorkItem>().AsNoTracking().SingleOrDefaultAsync(w => w.Key == $"{RoundNotices.Report}:{unit}" && w.DoneAt == null, Ct));

    public Task<int> MessagesAsync(string template, Guid unit, Person to) =>
        App.WithDatabaseAsync(db => db.Set<Web.Platform.Messages.Message>().CountAsync(m => m.Template == template && m.DedupeKey.Contains(unit.ToString()) && m.RecipientKey == $"person:{to.Id}" && m.Channel == Web.Platform.Messages.MessageChannel.InApp, Ct));

    public async Task<T> AsAsync<TDesk, T>(Person? person, Func<TDesk, Task<T>> act) where TDesk : notnull
    {
        await using var scope = App.Services.CreateAsyncScope();
        var grants = new List<Grant>();
        if (person is not null)
        {
            foreach (var source in scope.ServiceProvider.GetServices<IGrantSource>()) grants.AddRange(await source.OfAsync(person.Id, Ct));
            scope.ServiceProvider.GetRequiredService<Actor>().Become(person.Id, grants);
        }
        return await act(scope.ServiceProvider.GetRequiredService<TDesk>());
    }

    public async ValueTask DisposeAsync() => await App.DisposeAsync();
}
