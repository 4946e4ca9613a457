using Marketplace.Testing;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Licensing.Pledges;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.SignIn;
using Marketplace.Web.Tests.Licensing.Deals;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Tests.Licensing.Pledges;

/// <summary>An enterprise that owns patents, and a bank that lends on them; each with somebody who keeps its cases and somebody who decides.</summary>
internal sealed class PledgeWorld(DealWorld deals, Organisation bank, (Person Person, HttpClient Http) banker, Person clerk) : IAsyncDisposable
{
    private static int s_number;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Of a bank that is not here, without its check digit.</summary>
    public const string OutsideCode = "91652701MA7TEXTX0";

    public DealWorld Deals => deals;
    public RunningApp App => deals.App;
    public DateOnly Today => deals.Today;
    public Organisation Bank => bank;

    /// <summary>Decides for the bank.</summary>
    public Person Banker => banker.Person;
    public HttpClient BankerHttp => banker.Http;

    /// <summary>Operates for the bank, and binds it to nothing.</summary>
    public Person Clerk => clerk;

    public static async Task<PledgeWorld> StartAsync(PostgresServer server)
    {
        var deals = await DealWorld.StartAsync(server);
        var bank = await deals.App.NewOrganisationAsync();
        return new(deals, bank, await deals.App.NewMemberAsync(bank, Role.Administrator), (await deals.App.NewMemberAsync(bank, Role.Operator)).Person);
    }

    public Task<string> PatentAsync(string? coOwner = null) => deals.OfferedAsync(coOwner);

    public PledgeTerms Terms(params string[] numbers) => new()
    {
        Patents = numbers,
        Pledgee = bank.Name,
        PledgeeCode = bank.Uscc,
        PledgeeAddress = "博乐市北京路 1 号",
        MainContractNo = "2026-流贷-001",
        DebtKind = "流动资金贷款",
        Amount = 1_000_000,
        From = Today,
        Until = Today.AddYears(1),
        Scope = "主债权及利息",
        Pair = Told.None,
        Invalidity = Told.None,
    };

    public Task<Outcome<Pledge>> BeginAsync(PledgeTerms terms, Guid? renews = null, Guid? once = null, Person? by = null) =>
        AsAsync<PledgeDesk>(by ?? deals.Keeper, desk => desk.BeginAsync(once ?? Guid.CreateVersion7(), terms, new(LicensingWorld.Paper()), renews, Ct));

    public Task<Outcome<Pledge>> ReviseAsync(Pledge pledge, PledgeTerms terms, int seen) => AsAsync<PledgeDesk>(deals.Keeper, desk => desk.ReviseAsync(pledge.Id, terms, new(), seen, Ct));

    public Task<Outcome<Pledge>> OfferAsync(Pledge pledge, Person? by = null) => AsAsync<PledgeDesk>(by ?? deals.Decider, desk => desk.OfferAsync(pledge.Id, Ct));

    public async Task<Outcome<Pledge>> AgreeAsync(Pledge pledge, Person? by = null, string? hash = null)
    {
        var read = hash ?? await App.WithDatabaseAsync(db => db.Set<PledgeVersion>().Where(v => v.PledgeId == pledge.Id).OrderByDescending(v => v.Number).Select(v => v.Sha256).FirstAsync(Ct));
        return await AsAsync<PledgeDesk>(by ?? Banker, desk => desk.AgreeAsync(pledge.Id, read, Ct));
    }

    public Task<Outcome<Pledge>> StepAsync(Pledge pledge, PledgeCause cause, string? number = null, string? reason = null, DateOnly? on = null, bool paper = true, Person? by = null, bool asTyped = false) =>
        AsAsync<PledgeOffice>(by ?? deals.Decider, desk => desk.StepAsync(pledge.Id, cause, new(on ?? Today, number ?? Number(), asTyped, null, reason), paper ? LicensingWorld.Paper() : null, Ct));

    public static string Number() => $"Y2026{Interlocked.Increment(ref s_number):000000000}";

    public async Task<Pledge> AgreedAsync(PledgeTerms terms, Guid? renews = null)
    {
        var begun = await BeginAsync(terms, renews);
        begun.Failures.ShouldBeEmpty();
        (await OfferAsync(begun.Value)).Failures.ShouldBeEmpty();
        (await AgreeAsync(begun.Value)).Failures.ShouldBeEmpty();
        return await ReadAsync(begun.Value);
    }

    public async Task<Pledge> RegisteredAsync(PledgeTerms terms, Guid? renews = null)
    {
        var pledge = await AgreedAsync(terms, renews);
        (await StepAsync(pledge, PledgeCause.File)).Failures.ShouldBeEmpty();
        (await StepAsync(pledge, PledgeCause.Register)).Failures.ShouldBeEmpty();
        return await ReadAsync(pledge);
    }

    public Task<Outcome<Pledge>> DrawAsync(Pledge pledge, decimal? amount, DateOnly? on = null, Guid? once = null, bool voucher = true) =>
        AsAsync<PledgeDrawdowns>(Clerk, desk => desk.AddAsync(pledge.Id, once ?? Guid.CreateVersion7(), on ?? Today, amount, voucher ? LicensingWorld.Paper() : null, Ct));

    public Task<Outcome<Pledge>> AsAsync<TDesk>(Person by, Func<TDesk, Task<Outcome<Pledge>>> act) where TDesk : notnull => deals.Licensing.AsAsync<TDesk, Outcome<Pledge>>(by, act);

    public Task<Pledge> ReadAsync(Pledge pledge) => App.WithDatabaseAsync(db => db.Set<Pledge>().AsNoTracking().SingleAsync(p => p.Id == pledge.Id, Ct));

    public Task<PledgeCheck> CheckAsync(Pledge pledge) => deals.Licensing.AsAsync<PledgeChecks, PledgeCheck>(deals.Decider, async checks => await checks.OfAsync(await ReadAsync(pledge), Ct));

    public async Task<bool> BlocksAsync(Pledge pledge, string code) => (await CheckAsync(pledge)).Guards.Single(guard => guard.Code == code).Blocks;

    public Task<int> NightAsync() => deals.Licensing.AsAsync<PledgeNight, int>(deals.Decider, night => night.RunAsync(Ct));

    public void Pass(int days) => deals.Licensing.Time.Advance(TimeSpan.FromDays(days));

    public Task<List<PatentEvent>> EventsAsync(string no) => App.WithDatabaseAsync(db => db.Set<PatentEvent>().AsNoTracking().Where(e => e.ApplicationNo == no).OrderBy(e => e.RecordedAt).ToListAsync(Ct));

    public Task<int> PatentAsync(string no, Action<Microsoft.EntityFrameworkCore.Query.UpdateSettersBuilder<Patent>> set) => App.WithDatabaseAsync(db => db.Set<Patent>().Where(p => p.ApplicationNo == no).ExecuteUpdateAsync(set, Ct));

    public ValueTask DisposeAsync() => deals.DisposeAsync();
}
