using Marketplace.Testing;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Licensing.Income.Contracts;
using Marketplace.Web.Licensing.Income.Year;
using Marketplace.Web.Licensing.Obligations;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Payments;
using Marketplace.Web.Licensing.Trials;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.SignIn;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Tests.Licensing;

/// <summary>A patent the university offers, and an enterprise that wants to try it.</summary>
internal sealed class TrialStage(LicensingWorld licensing, string no) : IAsyncDisposable
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public LicensingWorld Licensing => licensing;
    public RunningApp App => licensing.App;
    public string No => no;
    public DateOnly Today => licensing.Today;
    public Person Giver => licensing.Giver.Person;
    public Person Taker => licensing.Taker.Person;

    public static async Task<TrialStage> StartAsync(PostgresServer server)
    {
        var licensing = await LicensingWorld.StartAsync(server);
        return new(licensing, await licensing.AnnouncedAsync());
    }

    /// <summary>From today for half a year, with a report every second month.</summary>
    public TrialForm Form(string own) => new()
    {
        Once = Guid.CreateVersion7(),
        Use = "滴灌产线试用",
        StartsOn = Today,
        FreeUntil = Today.AddMonths(6),
        Names = ["能耗", "成品率"],
        Measures = ["抄表", "抽检"],
        Targets = ["低 10%", "95%"],
        Trigger = "两项达标",
        ExitRight = "随时退出",
        ReportWhat = "产量和电耗",
        ReportOn = [Today.AddMonths(2), Today.AddMonths(4), Today.AddMonths(6)],
        Materials = "模具一套",
        ReturnDays = 20,
        SignedBy = "马经理",
        Confirmed = own,
    };

    public static ListingForm Fee(decimal amount = 50_000) => new() { FeeModel = nameof(FeeModel.LumpSum), Amount = amount.ToString(System.Globalization.CultureInfo.InvariantCulture) };

    public Task<Outcome<Trial>> AskAsync(TrialForm? form = null, ListingForm? fee = null) => DeskAsync(Taker, desk => desk.OfferAsync(no, form ?? Form(licensing.Enterprise.Name), fee ?? Fee(), Ct));

    public async Task<Trial> AgreeAsync(Trial trial) => (await DeskAsync(Giver, desk => desk.AgreeAsync(trial.Id, HashOf(trial, 1), "王处", licensing.Holder.Name, Ct))).Value;

    public async Task<Trial> RunningAsync() => await AgreeAsync((await AskAsync()).Value);

    public Task<Outcome<Trial>> DeskAsync(Person by, Func<TrialDesk, Task<Outcome<Trial>>> act) => licensing.AsAsync(by, act);

    public Task<Outcome<Trial>> ConductAsync(Person by, Func<TrialConduct, Task<Outcome<Trial>>> act) => licensing.AsAsync(by, act);

    public string HashOf(Trial trial, int version) => Convert.ToHexString(App.WithDatabaseAsync(db => db.Set<TrialVersion>().AsNoTracking().SingleAsync(v => v.TrialId == trial.Id && v.Number == version, Ct)).GetAwaiter().GetResult().Sha256);

    public Task<Trial> ReadAsync(Trial trial) => App.WithDatabaseAsync(db => db.Set<Trial>().AsNoTracking().SingleAsync(t => t.Id == trial.Id, Ct));

    public Task<List<TrialReport>> ReportsAsync(Trial trial) => App.WithDatabaseAsync(db => db.Set<TrialReport>().AsNoTracking().Where(r => r.TrialId == trial.Id).OrderBy(r => r.DueOn).ToListAsync(Ct));

    public Task<int> NightAsync() => licensing.AsAsync<TrialNight, int>(Giver, night => night.RunAsync(Ct));

    /// <summary>To a day, with the night that came with it.</summary>
    public async Task<int> ComeAsync(DateOnly day)
    {
        licensing.Time.Advance(TimeSpan.FromDays(day.DayNumber - Today.DayNumber));
        return await NightAsync();
    }

    public Task<int> MailsAsync(TrialNotice notice) => App.WithDatabaseAsync(db => db.Set<Message>().CountAsync(m => m.DedupeKey.StartsWith($"trial.news:{notice}:"), Ct));

    public Task<List<string>> WorkAsync() => App.WithDatabaseAsync(db => db.Set<WorkItem>().Where(w => w.DoneAt == null && w.Kind.StartsWith("trial.")).Select(w => w.Kind).ToListAsync(Ct));

    /// <summary>Nothing that counts licences, conversions or money knows of a trial.</summary>
    public async Task NothingCountsAsync()
    {
        (await App.WithDatabaseAsync(async db => await db.Set<Licence>().CountAsync(Ct) + await db.Set<Payment>().CountAsync(Ct) + await db.Set<FeeObligation>().CountAsync(Ct) + await db.Set<TechContract>().CountAsync(Ct))).ShouldBe(0);
        var rows = await licensing.AsAsync<YearBook, IReadOnlyList<YearRow>>(Giver, book => book.ReadAsync(licensing.Holder.Id, Today.Year, Ct));
        rows.ShouldNotContain(row => row.Figure >= YearFigure.Licences);
        (await (await App.SignedInAsync(Taker)).GetStringAsync("/licences", Ct)).ShouldNotContain(no);
    }

    public ValueTask DisposeAsync() => licensing.DisposeAsync();
}
