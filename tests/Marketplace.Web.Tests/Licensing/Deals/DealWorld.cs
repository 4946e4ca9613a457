using Marketplace.Testing;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Deals;
using Marketplace.Web.Licensing.Deals.Contracts;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Signing;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.SignIn;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Licensing.Deals;

/// <summary>An enterprise that owns a patent and offers it, and one that wants it; each with somebody who keeps its licences and somebody who decides.</summary>
internal sealed class DealWorld(LicensingWorld world, Organisation holder, Person keeper, Person decider, Person taker) : IAsyncDisposable
{
    private static int s_signing;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public LicensingWorld Licensing => world;
    public RunningApp App => world.App;
    public DateOnly Today => world.Today;
    public Organisation Holder => holder;
    public Person Keeper => keeper;
    public Person Decider => decider;

    /// <summary>Operates, and may not dispose.</summary>
    public Person Asker => world.Taker.Person;

    /// <summary>Decides for the other side.</summary>
    public Person Taker => taker;

    /// <param name="server">The database.</param>
    /// <param name="kind">Of the holder; a plain enterprise has no publicity and no valuation to wait for.</param>
    public static async Task<DealWorld> StartAsync(PostgresServer server, OrganisationKind kind = OrganisationKind.Enterprise)
    {
        var world = await LicensingWorld.StartAsync(server);
        var holder = await world.App.NewOrganisationAsync(kind);
        return new(world, holder, (await world.App.NewMemberAsync(holder, Role.Operator)).Person, (await world.App.NewMemberAsync(holder, Role.Administrator)).Person, (await world.App.NewMemberAsync(world.Enterprise, Role.Administrator)).Person);
    }

    public async Task<string> OfferedAsync(string? coOwner = null)
    {
        var (listing, no) = await world.OfferedAsync(holder, coOwner);
        await App.WithDatabaseAsync(db => db.Set<Listing>().Where(l => l.Id == listing).ExecuteUpdateAsync(set => set.SetProperty(l => l.Forms, [OfferForm.OrdinaryLicence, OfferForm.Assignment]), Ct));
        return no;
    }

    public Task<Outcome<Deal>> RequestAsync(string no, DealKind kind = DealKind.Ordinary, Person? by = null, NewDeal? given = null) =>
        AsAsync<DealDesk>(by ?? Asker, desk => desk.RequestAsync(given ?? new(Guid.CreateVersion7(), kind, [no]), Ct));

    public DealTerms Terms(string no, DealKind kind = DealKind.Ordinary) => new()
    {
        Kind = kind,
        Patents = [no],
        Model = FeeModel.LumpSum,
        Fee = new() { Amount = 60_000 },
        Until = kind.IsTransfer() ? null : Today.AddYears(3),
        Field = "滴灌带",
        Territory = kind.IsTransfer() ? null : "中国境内",
        ConfidentialYears = 3,
    };

    public Task<Outcome<Deal>> ProposeAsync(Deal deal, DealTerms terms, int seen = 0, Person? by = null) => AsAsync<DealProposals>(by ?? keeper, desk => desk.ProposeAsync(deal.Id, terms, null, seen, Ct));

    public async Task<Outcome<Deal>> AcceptAsync(Deal deal, Person? by = null, string? hash = null)
    {
        var read = hash ?? await App.WithDatabaseAsync(db => db.Set<DealProposal>().Where(p => p.DealId == deal.Id).OrderByDescending(p => p.Number).Select(p => p.Sha256).FirstAsync(Ct));
        return await AsAsync<DealProposals>(by ?? taker, desk => desk.AcceptAsync(deal.Id, read, Ct));
    }

    public Task<Outcome<Deal>> DraftAsync(Deal deal, Person? by = null) => AsAsync<DealContracts>(by ?? keeper, desk => desk.DraftAsync(deal.Id, Ct));

    public Task<Outcome<Deal>> SubmitAsync(Deal deal, Person? by = null, string? code = null) => AsAsync<DealFlow>(by ?? decider, async desk => await desk.SubmitAsync(deal.Id, code ?? (await ContractAsync(deal)).VersionCode, Ct));

    /// <summary>Agreed on, in words.</summary>
    public async Task<Deal> AgreedAsync(string no, DealKind kind = DealKind.Ordinary, DealTerms? terms = null)
    {
        var asked = await RequestAsync(no, kind, kind is DealKind.Ordinary or DealKind.Assignment ? null : keeper, kind is DealKind.Ordinary or DealKind.Assignment ? null : new(Guid.CreateVersion7(), kind, [no], world.Enterprise.Uscc));
        asked.Failures.ShouldBeEmpty();
        (await ProposeAsync(asked.Value, terms ?? Terms(no, kind))).Failures.ShouldBeEmpty();
        (await AcceptAsync(asked.Value)).Failures.ShouldBeEmpty();
        return await ReadAsync(asked.Value);
    }

    /// <summary>Drafted, through both houses, and waiting for signatures.</summary>
    public async Task<Deal> SigningAsync(string no, DealKind kind = DealKind.Ordinary, DealTerms? terms = null)
    {
        var deal = await AgreedAsync(no, kind, terms);
        (await DraftAsync(deal)).Failures.ShouldBeEmpty();
        (await SubmitAsync(deal)).Failures.ShouldBeEmpty();
        return await ReadAsync(deal);
    }

    /// <summary>As the signing tells it, in the transaction of its last signature.</summary>
    public Task<Failure?> CompleteAsync(Deal deal, DateOnly? on = null, Func<Task>? beforeCommit = null) => SignedAsync(follower => follower.CompletedAsync(Guid.CreateVersion7(), deal.Id, on ?? Today, Ct), beforeCommit);

    public Task<Failure?> FailAsync(Deal deal) => SignedAsync(follower => follower.FailedAsync(Guid.CreateVersion7(), deal.Id, "印章不符", Ct));

    private Task<Failure?> SignedAsync(Func<ISigningFollower, Task<Failure?>> tell, Func<Task>? beforeCommit = null) => world.AsAsync<IServiceProvider, Failure?>(decider, async services =>
    {
        var db = services.GetRequiredService<AppDbContext>();
        await using var transaction = await db.Database.BeginTransactionAsync(Ct);
        var refused = await tell(services.GetServices<ISigningFollower>().Single(follower => follower.Kind == DealFlow.Kind));
        if (refused is not null) return refused;
        await db.SaveChangesAsync(Ct);
        if (beforeCommit is not null) await beforeCommit();
        await transaction.CommitAsync(Ct);
        return null;
    });

    public Task<Outcome<Deal>> StepAsync(Deal deal, DealCause cause, string? number = null, string? reason = null, DateOnly? on = null, bool paper = true, Person? by = null) =>
        AsAsync<DealRegistration>(by ?? keeper, desk => desk.StepAsync(deal.Id, cause, new(on ?? Today, number ?? $"N{Interlocked.Increment(ref s_signing)}", null, reason), paper ? LicensingWorld.Paper() : null, Ct));

    public Task<Outcome<Deal>> PaperAsync(Deal deal, string code) => AsAsync<DealPapers>(keeper, desk => desk.KeepAsync(deal.Id, code, LicensingWorld.Paper(), Ct));

    public Task<Outcome<Deal>> AsAsync<TDesk>(Person by, Func<TDesk, Task<Outcome<Deal>>> act) where TDesk : notnull => world.AsAsync<TDesk, Outcome<Deal>>(by, act);

    public Task<Deal> ReadAsync(Deal deal) => App.WithDatabaseAsync(db => db.Set<Deal>().AsNoTracking().SingleAsync(d => d.Id == deal.Id, Ct));

    public Task<DealContract> ContractAsync(Deal deal) => App.WithDatabaseAsync(db => db.Set<DealContract>().AsNoTracking().Where(c => c.DealId == deal.Id).OrderByDescending(c => c.Number).FirstAsync(Ct));

    public Task<List<Licence>> MadeAsync(Deal deal) => App.WithDatabaseAsync(db => db.Set<Licence>().AsNoTracking().Where(l => l.DealId == deal.Id).OrderBy(l => l.Id).ToListAsync(Ct));

    public Task<DealCheck> CheckAsync(Deal deal) => world.AsAsync<DealChecks, DealCheck>(decider, async checks => await checks.OfAsync(await ReadAsync(deal), Ct));

    public Task<int> NightAsync() => world.AsAsync<DealNight, int>(decider, night => night.RunAsync(Ct));

    public ValueTask DisposeAsync() => world.DisposeAsync();
}
