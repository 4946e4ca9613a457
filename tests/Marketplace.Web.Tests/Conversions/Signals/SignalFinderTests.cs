using Marketplace.Testing;
using Marketplace.Testing.Conversions;
using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Conversions.Signals;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Delegations;
using Marketplace.Web.Organisations.Links;
using Marketplace.Web.Platform.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Marketplace.Testing.Conversions.FilingMaker;

namespace Marketplace.Web.Tests.Conversions.Signals;

/// <summary>What is read for the rules, from the tables. Each test has parties of its own.</summary>
public sealed class SignalFinderTests(ImportStage stage) : IClassFixture<ImportStage>
{
    private static readonly DateOnly s_day = new(2026, 3, 10);

    private static int s_serial = 70_000;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private async Task<List<Signal>> LookAsync(Filing filing)
    {
        await using (var scope = stage.App.Services.CreateAsyncScope()) await scope.ServiceProvider.GetRequiredService<SignalFinder>().LookAsync(filing.ConversionId, Ct);
        return await stage.App.WithDatabaseAsync(db => db.Set<Signal>().AsNoTracking().Include(s => s.Basis).Where(s => s.ConversionId == filing.ConversionId && s.GoneAt == null).ToListAsync(Ct));
    }

    private static Filing Sale(int giver, int taker, int days, int patent, decimal amount = 90_000, string region = Kezhou) => New(ConversionType.Assignment, giver, taker, s_day.AddDays(days), region, Patent(patent)).With(f => f.Amount = amount);

    private async Task<Filing> BetweenAsync(Organisation giver, Organisation taker)
    {
        var filing = New(ConversionType.OrdinaryLicence, 1, 2, s_day, Bozhou, Patent(Interlocked.Increment(ref s_serial)));
        filing.Parties.Clear();
        filing.Parties.Add(new() { FilingId = filing.Id, Side = Marketplace.Web.Platform.StateMachines.Side.Giver, Place = 1, Key = giver.Uscc, Name = giver.Name, RegionPath = giver.RegionPath });
        filing.Parties.Add(new() { FilingId = filing.Id, Side = Marketplace.Web.Platform.StateMachines.Side.Taker, Place = 1, Key = taker.Uscc, Name = taker.Name, RegionPath = taker.RegionPath });
        await stage.App.PutAsync([filing]);
        return filing;
    }

    private async Task<List<string>> ToldAsync(Organisation giver, Organisation taker) => [.. (await LookAsync(await BetweenAsync(giver, taker))).SelectMany(s => s.Why).Select(r => r.Code)];

    private Task<int> LinkAsync(Organisation upper, Organisation lower) => stage.App.WithDatabaseAsync(db =>
    {
        db.Add(new OrganisationLink { UpperId = upper.Id, LowerId = lower.Id, Kind = LinkKind.Holding, Since = s_day.AddYears(-1), State = LinkState.Confirmed });
        return db.SaveChangesAsync(Ct);
    });

    [Fact]
    public async Task A_patent_that_comes_back_is_found_at_both_ends_and_only_handed_in_words_count()
    {
        var (there, back) = (Sale(501, 502, 0, 51), Sale(502, 501, 90, 51));
        await stage.App.PutAsync([there]);
        (await LookAsync(there)).ShouldBeEmpty();
        await stage.App.PutAsync([back], FilingState.Verified);

        foreach (var one in (Filing[])[there, back]) (await LookAsync(one)).ShouldHaveSingleItem().ShouldSatisfyAllConditions(s => s.Kind.ShouldBe(SignalKind.RoundTrip), s => s.Basis.ShouldHaveSingleItem());
    }

    [Fact]
    public async Task Two_sums_that_go_both_ways_are_found_by_the_parties()
    {
        var (one, other, far) = (Sale(511, 512, 0, 52), Sale(512, 511, 60, 53, 91_000), Sale(512, 511, 300, 54, 91_000));
        await stage.App.PutAsync([one, other, far]);

        var signal = (await LookAsync(one)).ShouldHaveSingleItem();
        (signal.Key, signal.Basis.ShouldHaveSingleItem().ConversionId).ShouldBe(("swap", other.ConversionId));
    }

    [Fact]
    public async Task Looking_twice_keeps_one_signal_and_a_merge_ends_it()
    {
        var (there, back) = (Sale(521, 522, 0, 55), Sale(522, 521, 90, 55));
        await stage.App.PutAsync([there, back]);
        var first = (await LookAsync(there)).ShouldHaveSingleItem();
        (await LookAsync(there)).ShouldHaveSingleItem().Id.ShouldBe(first.Id);

        await stage.App.WithDatabaseAsync(db => db.Set<Conversion>().Where(c => c.Id == back.ConversionId).ExecuteUpdateAsync(set => set.SetProperty(c => c.IntoId, there.ConversionId), Ct));
        (await LookAsync(there)).ShouldBeEmpty();
        await stage.App.WithDatabaseAsync(db => db.Set<Conversion>().Where(c => c.Id == back.ConversionId).ExecuteUpdateAsync(set => set.SetProperty(c => c.IntoId, (Guid?)null), Ct));
        (await LookAsync(there)).ShouldHaveSingleItem().ShouldSatisfyAllConditions(s => s.Id.ShouldBe(first.Id), s => s.At.ShouldBe(first.At));
    }

    [Fact]
    public async Task A_rush_of_giver_and_unit_is_found_and_rests_on_the_others_of_those_days()
    {
        var (end, filings) = (new DateOnly(2025, 9, 30), new List<Filing>());
        for (var n = 1; n <= 8; n++) filings.Add(Rush(new(2024, 10, 5), n));
        for (var n = 11; n <= 16; n++) filings.Add(Rush(end.AddDays(-n % 3), n));
        await stage.App.PutAsync(filings, FilingState.Verified);

        var found = await LookAsync(filings[^1]);

        found.Select(s => s.Key).ShouldBe(["giver:2025-09-30", "keeper:2025-09-30"], ignoreOrder: true);
        found.ShouldAllBe(s => s.Basis.Count == 5);
        (await LookAsync(filings[0])).ShouldBeEmpty();

        static Filing Rush(DateOnly on, int n) => New(ConversionType.OrdinaryLicence, 531, 540 + n, on, Shuanghe, Patent(600 + n)).With(f => f.Amount = 5_000 + n * 7_000);
    }

    [Fact]
    public async Task A_day_that_a_correction_moved_over_the_end_of_a_quarter_is_found()
    {
        var first = New(ConversionType.OrdinaryLicence, 561, 562, new(2026, 4, 1), Bozhou, Patent(640));
        await stage.App.PutAsync([first], FilingState.Verified);
        var copy = New(ConversionType.OrdinaryLicence, 561, 562, new(2026, 3, 31), Bozhou, Patent(640));
        var later = new Filing { ConversionId = first.ConversionId, Number = 2, Kind = FilingKind.Correction, RegionPath = Bozhou, Type = copy.Type, SignedOn = copy.SignedOn, Level = copy.Level, Fingerprint = copy.Fingerprint, At = copy.At };
        foreach (var party in copy.Parties) later.Parties.Add(new() { FilingId = later.Id, Side = party.Side, Place = party.Place, Key = party.Key, Name = party.Name, RegionPath = party.RegionPath });
        later.Patents.Add(new() { FilingId = later.Id, ApplicationNo = Patent(640), Place = 1 });
        await stage.App.PutAsync([later]);

        (await LookAsync(later)).ShouldHaveSingleItem().Why.ShouldHaveSingleItem().ShouldSatisfyAllConditions(r => r.Code.ShouldBe("MovedSigned"), r => r.Args.ShouldBe(["2026-04-01", "2026-03-31"]));
    }

    [Fact]
    public async Task Two_below_one_parent_are_a_group_and_two_below_one_bureau_are_not()
    {
        var (parent, office) = (await stage.App.NewOrganisationAsync(), await stage.App.NewOrganisationAsync(OrganisationKind.Bureau, "653000"));
        var (one, other, third, fourth) = (await stage.App.NewOrganisationAsync(), await stage.App.NewOrganisationAsync(), await stage.App.NewOrganisationAsync(), await stage.App.NewOrganisationAsync());
        foreach (var lower in (Organisation[])[one, other]) await LinkAsync(parent, lower);
        foreach (var lower in (Organisation[])[third, fourth]) await LinkAsync(office, lower);

        (await ToldAsync(one, other)).ShouldBe(["RelatedGroup"]);
        (await ToldAsync(parent, one)).ShouldBe(["RelatedGroup"]);
        (await ToldAsync(third, fourth)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_agency_that_both_sides_declared_for_that_day_is_not_told_and_one_that_ended_before_is()
    {
        var (agency, one, other) = (await stage.App.NewOrganisationAsync(), await stage.App.NewOrganisationAsync(), await stage.App.NewOrganisationAsync());
        await stage.App.WithDatabaseAsync(db => db.Set<Organisation>().Where(o => o.Id == agency.Id || o.Id == one.Id || o.Id == other.Id).ExecuteUpdateAsync(set => set.SetProperty(o => o.ContactPhone, "0909-7654321"), Ct));
        (await ToldAsync(one, other)).ShouldBe(["RelatedPhone"]);
        foreach (var client in (Organisation[])[one, other]) await DelegateAsync(client, s_day);
        (await ToldAsync(one, other)).ShouldBeEmpty();
        await stage.App.WithDatabaseAsync(db => db.Set<Delegation>().Where(d => d.FromId == one.Id).ExecuteUpdateAsync(set => set.SetProperty(d => d.State, DelegationState.Revoked).SetProperty(d => d.RevokedAt, new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero)), Ct));
        (await ToldAsync(one, other)).ShouldBe(["RelatedPhone"]);

        Task<int> DelegateAsync(Organisation client, DateOnly last) => stage.App.WithDatabaseAsync(db =>
        {
            db.Add(new Delegation { Kind = DelegationKind.Agency, FromId = client.Id, ToId = agency.Id, Acts = [Act.KeepLicences], Since = s_day.AddYears(-1), Until = last, DocumentFile = Guid.CreateVersion7(), State = DelegationState.Accepted, OfferedBy = Guid.CreateVersion7(), OfferedAt = TimeProvider.System.GetUtcNow() });
            return db.SaveChangesAsync(Ct);
        });
    }
}
