using System.Globalization;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Licensing.Income;
using Marketplace.Web.Licensing.Obligations;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Payments.Refunds;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.SignIn;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Testing.Licensing;

/// <summary>Who walks: two holders, eight enterprises, a bureau; what there is to take; what the office and the nights do.</summary>
internal sealed class WalkStage(RunningApp app, ManualTime time)
{
    private const int Supply = 12;

    private readonly List<(Organisation Organisation, Person Boss, Person Clerk)> _holders = [];
    private readonly List<(Organisation Organisation, Person Person)> _takers = [];
    private Person _bureau = null!;
    private int _patents;

    /// <summary>The program, which starts anew now and then.</summary>
    public RunningApp App { get; set; } = app;

    public DateOnly Today => Dates.Today(time);

    public static async Task<WalkStage> SetAsync(RunningApp app, ManualTime time)
    {
        var stage = new WalkStage(app, time);
        foreach (var kind in (OrganisationKind[])[OrganisationKind.University, OrganisationKind.Enterprise]) stage._holders.Add(await stage.HolderAsync(kind));
        for (var n = 0; n < 8; n++)
        {
            var organisation = await app.NewOrganisationAsync();
            stage._takers.Add((organisation, await stage.MemberAsync(organisation, Role.Operator)));
        }
        stage._bureau = await stage.MemberAsync(await app.NewOrganisationAsync(OrganisationKind.Bureau), Role.BureauClerk);
        var random = new Random(1);
        for (var n = 0; n < Supply; n++) await stage.AnnounceAsync(random);
        return stage;
    }

    public (Organisation Organisation, Person Person) Taker(Random random) => _takers[random.Next(_takers.Count)];

    /// <summary>Most often whoever has the licence to take the step; sometimes anybody.</summary>
    public Person Of(Licence licence, Random random, bool taker) => random.Next(12) == 0 ? Anybody(random)
        : taker ? _takers.Find(t => t.Organisation.Id == licence.LicenseeId).Person
        : _holders.Find(h => h.Organisation.Id == licence.HolderId).Boss ?? Anybody(random);

    public Person OwnerOf(Declaration declaration) => _holders.Find(h => h.Organisation.Id == declaration.OwnerId).Boss;

    public Person Either(Licence licence, Random random) => Of(licence, random, random.Next(2) == 0);

    public Person Bureau(Random random) => random.Next(12) == 0 ? Anybody(random) : _bureau;

    public Task<T?> PickAsync<T>(Func<AppDbContext, IQueryable<T>> which) where T : class => App.WithDatabaseAsync(db => which(db).AsNoTracking().OrderBy(_ => EF.Functions.Random()).FirstOrDefaultAsync());

    /// <summary>Of each way to pay, now of a holder with an account and now of one without.</summary>
    public Task AnnounceAsync(Random random)
    {
        var number = Interlocked.Increment(ref _patents);
        var (model, fee) = (number % 5) switch
        {
            0 => (FeeModel.Free, new FeeTerms()),
            1 => (FeeModel.Instalment, new() { Parts = [new(10_000, 0), new(20_000.55m, 40), new(7_000, 200)], LateRate = 7.3m }),
            2 => (FeeModel.RunningRate, new() { Base = FeeBase.NetSales, Rate = 5, Definition = "不含税销售额", Period = FeePeriod.Quarter, LateRate = 7.3m }),
            3 => (FeeModel.UpfrontRunning, new() { Upfront = 12_000, Base = FeeBase.NetSales, Rate = 3, Definition = "不含税销售额", Period = FeePeriod.HalfYear }),
            _ => (FeeModel.LumpSum, new FeeTerms { Amount = 50_000 }),
        };
        var holder = _holders[random.Next(_holders.Count)].Organisation;
        return App.AnnounceAsync(string.Create(CultureInfo.InvariantCulture, $"20231{9_000_000 + number:D7}"), holder, known: number % 4 != 0, model, fee);
    }

    public Task<int> EndPatentAsync() => App.WithDatabaseAsync(async db =>
    {
        var no = await db.Set<Patent>().Where(p => p.State == PatentState.InForce).OrderBy(_ => EF.Functions.Random()).Select(p => p.ApplicationNo).FirstOrDefaultAsync();
        return await db.Set<Patent>().Where(p => p.ApplicationNo == no).ExecuteUpdateAsync(set => set.SetProperty(p => p.State, PatentState.LapsedUnpaid).SetProperty(p => p.StatusOn, Today));
    });

    public async Task NightAsync()
    {
        await Of<LicenceNight>(night => night.RunAsync(CancellationToken.None));
        await Of<ObligationNight>(night => night.RunAsync(CancellationToken.None));
        await Of<RefundNight>(night => night.RunAsync(CancellationToken.None));
        await Of<IncomeNight>(night => night.RunAsync(CancellationToken.None));

        async Task Of<T>(Func<T, Task<int>> run) where T : notnull
        {
            await using var scope = App.Services.CreateAsyncScope();
            await run(scope.ServiceProvider.GetRequiredService<T>());
        }
    }

    public static IFormFile Paper()
    {
        var bytes = "%PDF-1.4 凭证 %%EOF"u8.ToArray();
        return new FormFile(new MemoryStream(bytes), 0, bytes.Length, "paper", "凭证.pdf") { Headers = new HeaderDictionary(), ContentType = "application/pdf" };
    }

    private Person Anybody(Random random) => random.Next(3) switch { 0 => Taker(random).Person, 1 => _holders[random.Next(_holders.Count)].Clerk, _ => _bureau };

    private async Task<(Organisation Organisation, Person Boss, Person Clerk)> HolderAsync(OrganisationKind kind)
    {
        var organisation = await App.NewOrganisationAsync(kind);
        return (organisation, await MemberAsync(organisation, Role.Administrator), await MemberAsync(organisation, Role.Operator));
    }

    private async Task<Person> MemberAsync(Organisation organisation, Role role)
    {
        var person = await App.NewPersonAsync();
        await App.JoinAsync(person, organisation, role);
        return person;
    }
}
