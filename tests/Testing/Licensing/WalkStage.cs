using System.Collections.Concurrent;
using System.Globalization;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Approvals;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.SignIn;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Testing.Licensing;

/// <summary>An organisation, who decides for it, and who prepares.</summary>
internal sealed record WalkParty(Organisation Organisation, Person Boss, Person Clerk)
{
    public Person Keeper(Random random) => random.Next(2) == 0 ? Boss : Clerk;
}

/// <summary>A patent that is offered.</summary>
internal sealed record WalkOffer(string No, Guid ListingId, Organisation Holder, Organisation? CoOwner);

/// <summary>Who walks: three holders, eight enterprises, bureaus of three levels; what there is to take; what the office does.</summary>
internal sealed class WalkStage(RunningApp app, ManualTime time)
{
    private const int Supply = 12;

    /// <summary>How many of the newest are looked at: what is old is done with, or comes back by its state.</summary>
    private const int Window = 60;

    public const string Condition = "年销售超过 100 万元";

    private static readonly OrganisationKind[] s_holders = [OrganisationKind.University, OrganisationKind.Enterprise, OrganisationKind.StateEnterprise];

    private readonly List<WalkParty> _holders = [];
    private readonly List<WalkParty> _takers = [];
    private readonly List<WalkParty> _bureaus = [];
    private readonly ConcurrentQueue<WalkOffer> _offers = new();
    private readonly ConcurrentQueue<string> _conditional = new();
    private int _patents;

    /// <summary>The program, which starts anew now and then.</summary>
    public RunningApp App { get; set; } = app;

    public DateTimeOffset Now => time.GetUtcNow();

    public DateOnly Today => Dates.Today(time);

    /// <summary>Patents whose licences are free until a condition.</summary>
    public string[] Conditional => [.. _conditional];

    /// <summary>From the county, which does not mediate, upwards.</summary>
    public IReadOnlyList<WalkParty> Bureaus => _bureaus;

    public static async Task<WalkStage> SetAsync(RunningApp app, ManualTime time)
    {
        var stage = new WalkStage(app, time);
        foreach (var kind in s_holders) stage._holders.Add(await stage.PartyAsync(kind));
        for (var n = 0; n < 8; n++) stage._takers.Add(await stage.PartyAsync(OrganisationKind.Enterprise));
        foreach (var region in (string[])[Inhabitants.Bole, Inhabitants.Bozhou, Inhabitants.Xinjiang]) stage._bureaus.Add(await stage.PartyAsync(OrganisationKind.Bureau, region));
        // Two steps at the university, one at one of the takers; the others have none.
        await stage.RouteAsync(stage._holders[0], Role.Operator, Role.Administrator);
        await stage.RouteAsync(stage._takers[0], Role.Administrator);
        var random = new Random(1);
        for (var n = 0; n < Supply; n++) await stage.SupplyAsync(random);
        return stage;
    }

    public WalkParty Taker(Random random) => _takers[random.Next(_takers.Count)];

    public WalkParty Holder(Random random) => _holders[random.Next(_holders.Count)];

    public WalkParty? Party(Guid? organisation) => _holders.Concat(_takers).Concat(_bureaus).FirstOrDefault(party => party.Organisation.Id == organisation);

    /// <summary>Most often who may; sometimes who may not.</summary>
    public Person Decider(Guid? organisation, Random random) => random.Next(15) == 0 || Party(organisation) is not { } party ? Anybody(random) : random.Next(10) == 0 ? party.Clerk : party.Boss;

    public Person Keeper(Guid? organisation, Random random) => random.Next(15) == 0 || Party(organisation) is not { } party ? Anybody(random) : party.Keeper(random);

    public Person Of(Licence licence, Random random, bool taker) => Decider(taker ? licence.LicenseeId : licence.HolderId, random);

    public Person Either(Licence licence, Random random) => Of(licence, random, random.Next(2) == 0);

    /// <summary>Of the region; those who clerk there mediate.</summary>
    public Person Bureau(Random random) => random.Next(12) == 0 ? Anybody(random) : _bureaus[0].Clerk;

    public Task<T?> PickAsync<T>(Func<AppDbContext, IQueryable<T>> which) where T : class => App.WithDatabaseAsync(db => which(db).AsNoTracking().OrderBy(_ => EF.Functions.Random()).FirstOrDefaultAsync());

    /// <summary>One of the newest that is offered; null: none is.</summary>
    public WalkOffer? Offer(Random random) => _offers.IsEmpty ? null : _offers.ElementAt(random.Next(_offers.Count));

    public NewNotice Notice(Organisation organisation, Random random) => new()
    {
        Once = Guid.CreateVersion7(),
        Products = "滴灌带",
        StartsOn = Today,
        EndsOn = Today.AddMonths(random.Next(2, 20)),
        Stated = random.Next(1, 50) * 10_000,
        ContactName = "马经理",
        ContactPhone = "13900139000",
        Address = "工业园 1 号",
        InvoiceTitle = organisation.Name,
        InvoiceCode = organisation.Uscc,
        SignedBy = "马经理",
        Confirmed = organisation.Name,
    };

    /// <summary>One that is announced, one that is only offered.</summary>
    public async Task SupplyAsync(Random random)
    {
        await AnnounceAsync(random);
        var (no, holder) = (NewNumber(), Holder(random).Organisation);
        var coOwner = random.Next(4) == 0 ? _holders.Find(party => party.Organisation.Id != holder.Id)!.Organisation : null;
        OfferForm[] forms = random.Next(3) switch { 0 => [OfferForm.OpenLicence], 1 => [OfferForm.OrdinaryLicence, OfferForm.Assignment], _ => [OfferForm.ExclusiveLicence, OfferForm.SoleLicence] };
        _offers.Enqueue(new(no, await App.OfferAsync(no, holder, coOwner, forms), holder, coOwner));
        if (_offers.Count > Window) _offers.TryDequeue(out _);
    }

    public async Task<int> EndPatentAsync()
    {
        var no = (await PickAsync(db => db.Set<Patent>().Where(p => p.State == PatentState.InForce)))?.ApplicationNo;
        return await App.WithDatabaseAsync(db => db.Set<Patent>().Where(p => p.ApplicationNo == no).ExecuteUpdateAsync(set => set.SetProperty(p => p.State, PatentState.LapsedUnpaid).SetProperty(p => p.StatusOn, Today)));
    }

    /// <summary>A patent changes hands outside, and the register says so.</summary>
    public async Task<int> HandOverAsync(Random random)
    {
        var next = Holder(random).Organisation;
        var no = await PickAsync(db => db.Set<Declaration>().Where(d => d.State == DeclarationState.Announced && d.OwnerId != null && d.OwnerId != next.Id)) is { } declaration ? declaration.ApplicationNo : "";
        return await App.WithDatabaseAsync(db => db.Set<PatentHolder>().Where(h => h.ApplicationNo == no && h.Place == 1)
            .ExecuteUpdateAsync(set => set.SetProperty(h => h.OrganisationId, next.Id).SetProperty(h => h.Name, next.Name).SetProperty(h => h.FoldedName, next.FoldedName)));
    }

    public static IFormFile Paper()
    {
        var bytes = "%PDF-1.4 凭证 %%EOF"u8.ToArray();
        return new FormFile(new MemoryStream(bytes), 0, bytes.Length, "paper", "凭证.pdf") { Headers = new HeaderDictionary(), ContentType = "application/pdf" };
    }

    /// <summary>Of each way to pay, now of a holder with an account and now of one without.</summary>
    private Task AnnounceAsync(Random random)
    {
        var no = NewNumber();
        var (model, fee) = (_patents / 2 % 7) switch
        {
            0 => (FeeModel.Free, new FeeTerms()),
            1 => (FeeModel.Instalment, new() { Parts = [new(10_000, 0), new(20_000.55m, 40), new(7_000, 200)], LateRate = 7.3m }),
            2 => (FeeModel.RunningRate, new() { Base = FeeBase.NetSales, Rate = 5, Definition = "不含税销售额", Period = FeePeriod.Quarter, LateRate = 7.3m }),
            3 => (FeeModel.UpfrontRunning, new() { Upfront = 12_000, Base = FeeBase.NetSales, Rate = 3, Definition = "不含税销售额", Period = FeePeriod.HalfYear }),
            4 => (FeeModel.Deferred, new() { Trigger = Condition, Then = FeeModel.Instalment, Parts = [new(10_000, 0), new(20_000, 60)] }),
            5 => (FeeModel.Deferred, new() { FreeUntil = Today.AddDays(random.Next(20, 200)), Then = FeeModel.LumpSum, Amount = 30_000 }),
            _ => (FeeModel.LumpSum, new FeeTerms { Amount = 50_000 }),
        };
        if (fee.Trigger is not null) _conditional.Enqueue(no);
        if (_conditional.Count > Window) _conditional.TryDequeue(out _);
        return App.AnnounceAsync(no, Holder(random).Organisation, known: random.Next(4) != 0, model, fee);
    }

    private string NewNumber() => string.Create(CultureInfo.InvariantCulture, $"20231{9_000_000 + Interlocked.Increment(ref _patents):D7}");

    private Person Anybody(Random random) => random.Next(3) switch { 0 => Taker(random).Keeper(random), 1 => Holder(random).Clerk, _ => _bureaus[random.Next(_bureaus.Count)].Clerk };

    private async Task RouteAsync(WalkParty party, params Role[] roles)
    {
        foreach (var role in roles)
        {
            await using var scope = App.Services.CreateAsyncScope();
            var added = await scope.ServiceProvider.GetRequiredService<ApprovalRouteDesk>().AddAsync(party.Organisation, new(Guid.CreateVersion7(), role.ToString(), role, [], null, []), CancellationToken.None);
            if (!added.Succeeded) throw new InvalidOperationException(added.Failures[0].Message);
        }
    }

    private async Task<WalkParty> PartyAsync(OrganisationKind kind, string region = Inhabitants.Bole)
    {
        var organisation = await App.NewOrganisationAsync(kind, region);
        return new(organisation, await MemberAsync(organisation, kind == OrganisationKind.Bureau ? Role.BureauReviewer : Role.Administrator), await MemberAsync(organisation, kind == OrganisationKind.Bureau ? Role.BureauClerk : Role.Operator));
    }

    private async Task<Person> MemberAsync(Organisation organisation, Role role)
    {
        var person = await App.NewPersonAsync();
        await App.JoinAsync(person, organisation, role);
        return person;
    }
}
