using Marketplace.Testing;
using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.Deals;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Payments;
using Marketplace.Web.Licensing.Pledges;
using Marketplace.Web.Licensing.Recordal;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Links;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.SignIn;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Tests.Licensing;
using Marketplace.Web.Tests.Licensing.Pledges;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Conversions;

/// <summary>What is done here becomes a conversion by itself, once, and goes on with what it came from.</summary>
public sealed class PlatformFactTests(PostgresServer server) : IAsyncLifetime
{
    private PledgeWorld _world = null!;
    private Person _checker = null!, _reviewer = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
    private RunningApp App => _world.App;
    private LicensingWorld Licensing => _world.Deals.Licensing;

    public async ValueTask InitializeAsync()
    {
        _world = await PledgeWorld.StartAsync(server);
        _checker = Licensing.Bureau.Person;   // The clerk of 博乐市, where all of them are.
        _reviewer = (await App.NewMemberAsync(await App.NewOrganisationAsync(OrganisationKind.Bureau, Inhabitants.Bozhou), Role.BureauReviewer)).Person;
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task An_open_licence_in_effect_is_one_filing_and_money_and_recordal_follow()
    {
        var announced = await Licensing.AnnouncedAsync();
        await DrainAsync();
        (await AllAsync()).ShouldBeEmpty();   // A declaration is supply (D16).

        var licence = (await Licensing.NotifyAsync(announced)).Value;
        await DrainAsync();
        (await AllAsync()).ShouldBeEmpty();   // And so is a notice nobody paid.
        var payment = (await Licensing.PayAsync(licence)).Value;
        var filing = await OneAsync(licence.Id);
        filing.ShouldSatisfyAllConditions(f => f.State.ShouldBe(FilingState.Submitted), f => f.Type.ShouldBe(ConversionType.OpenLicence), f => f.EnteredBy.ShouldBeNull(), f => f.Level.ShouldBe(EvidenceLevel.L2), f => f.Amount.ShouldBe(50_000m),
            f => f.Paid.ShouldBeNull("what is shown and not confirmed is no money yet"), f => f.RegionPath.ShouldBe(Licensing.Enterprise.RegionPath), f => f.Patents.ShouldHaveSingleItem().ApplicationNo.ShouldBe(announced));

        (await Licensing.AsAsync<PaymentDesk, Outcome<Payment>>(Licensing.Giver.Person, desk => desk.ConfirmAsync(payment.Id, Ct))).Failures.ShouldBeEmpty();
        var paid = await OneAsync(licence.Id);
        (paid.Number, paid.Kind, paid.Paid, paid.PaidOn).ShouldBe((2, FilingKind.First, 50_000m, Licensing.Today));
        (await FilingsAsync(licence.Id))[0].State.ShouldBe(FilingState.Dropped);

        await VerifyAsync(paid);
        (await Licensing.AsAsync<RecordalDesk, Outcome<LicenceRecordal>>(Licensing.Taker.Person, desk => desk.StepAsync(licence.Id, RecordalCause.Record, Licensing.Today, "BA-2026-1", null, LicensingWorld.Paper(), Ct))).Failures.ShouldBeEmpty();
        var recorded = await OneAsync(licence.Id);
        (recorded.Kind, recorded.Level, recorded.RecordedOn, recorded.State).ShouldBe((FilingKind.Correction, EvidenceLevel.L3, Licensing.Today, FilingState.Submitted));
        recorded.Registers.ShouldHaveSingleItem().Number.ShouldBe("BA-2026-1");
        (await AllAsync()).ShouldHaveSingleItem().CountedId.ShouldBe(paid.Id);

        // The night finds nothing to add, however often it looks.
        (await NightAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task What_people_added_outlives_what_the_platform_says_next_and_it_waits_while_they_write()
    {
        var licence = await Licensing.EffectiveAsync();
        var first = await OneAsync(licence.Id);
        await VerifyAsync(first);
        (await Licensing.AsAsync<CorrectionDesk, Outcome<Conversion>>(_checker, desk => desk.CorrectAsync(first.ConversionId, Guid.CreateVersion7(), Ct))).Failures.ShouldBeEmpty();
        var draft = await OneAsync(licence.Id);
        var form = FilingForm.Of(draft, null, null);
        (form.Note, form.Product, form.Proofs) = ("已投产", "滴灌带", [new() { Kind = nameof(ProofKind.Product), File = LicensingWorld.Paper() }]);
        (await Licensing.AsAsync<FilingDesk, Outcome<Conversion>>(_checker, desk => desk.EditAsync(first.ConversionId, form, false, Ct))).Failures.ShouldBeEmpty();

        (await Licensing.AsAsync<RecordalDesk, Outcome<LicenceRecordal>>(Licensing.Taker.Person, desk => desk.StepAsync(licence.Id, RecordalCause.Record, Licensing.Today, "BA-2026-2", null, LicensingWorld.Paper(), Ct))).Failures.ShouldBeEmpty();
        (await OneAsync(licence.Id)).Id.ShouldBe(draft.Id);
        var entered = await OneAsync(licence.Id);
        (await StepAsync(_checker, entered, FilingCause.Submit)).ShouldBeNull();
        var other = (await App.NewMemberAsync(await App.WithDatabaseAsync(db => db.Set<Organisation>().SingleAsync(o => o.Kind == OrganisationKind.Bureau && o.RegionPath == Licensing.Enterprise.RegionPath, Ct)), Role.BureauReviewer)).Person;
        (await StepAsync(other, entered, FilingCause.Check)).ShouldBeNull();
        (await StepAsync(_reviewer, entered, FilingCause.Verify)).ShouldBeNull();

        (await NightAsync()).ShouldBe(1);
        var last = await OneAsync(licence.Id);
        (last.Number, last.Product, last.Level).ShouldBe((3, "滴灌带", EvidenceLevel.L4));
        last.Registers.ShouldHaveSingleItem();
        last.Proofs.Count(p => p.FileId is not null).ShouldBe(1);
        (await NightAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_contract_is_one_conversion_with_all_its_patents()
    {
        await App.WithDatabaseAsync(db =>
        {
            db.Add(new OrganisationLink { UpperId = _world.Deals.Holder.Id, LowerId = Licensing.Enterprise.Id, Kind = LinkKind.Holding, Since = Licensing.Today.AddYears(-1), State = LinkState.Confirmed });
            return db.SaveChangesAsync(Ct);
        });
        var no = await _world.Deals.OfferedAsync();
        var second = await _world.Deals.OfferedAsync();
        var deal = await _world.Deals.SigningAsync(no, terms: _world.Deals.Terms(no) with { Patents = [no, second] });
        await DrainAsync();
        (await AllAsync()).ShouldBeEmpty();
        (await _world.Deals.CompleteAsync(deal)).ShouldBeNull();

        var filing = await OneAsync(deal.Id);
        filing.ShouldSatisfyAllConditions(f => f.Type.ShouldBe(ConversionType.OrdinaryLicence), f => f.Nature.ShouldBe(MarketNature.Related), f => f.Patents.Count.ShouldBe(2), f => f.Amount.ShouldBe(60_000m), f => f.ContractNo.ShouldBe(deal.Number), f => f.Level.ShouldBe(EvidenceLevel.L2));
        (await AllAsync()).ShouldHaveSingleItem().Origin.ShouldBe(ConversionOrigin.Deal);
    }

    [Fact]
    public async Task An_assignment_counts_from_its_registration()
    {
        var no = await _world.Deals.OfferedAsync();
        var deal = await _world.Deals.SigningAsync(no, DealKind.Assignment);
        (await _world.Deals.CompleteAsync(deal)).ShouldBeNull();
        await DrainAsync();
        (await AllAsync()).ShouldBeEmpty();   // Signed, and the right has not moved.
        (await _world.Deals.StepAsync(deal, DealCause.File)).Failures.ShouldBeEmpty();
        (await _world.Deals.StepAsync(deal, DealCause.Register, "ZR-2026-9")).Failures.ShouldBeEmpty();

        var filing = await OneAsync(deal.Id);
        (filing.Type, filing.Level, filing.RecordedOn).ShouldBe((ConversionType.Assignment, EvidenceLevel.L3, Licensing.Today));
        filing.Registers.ShouldHaveSingleItem().ShouldSatisfyAllConditions(r => r.Register.ShouldBe(Register.Assignment), r => r.Number.ShouldBe("ZR-2026-9"));
    }

    [Fact]
    public async Task A_pledge_counts_its_loan_once_and_of_a_renewal_what_is_new()
    {
        var terms = _world.Terms(await _world.PatentAsync()) with { Tags = [LoanTag.First] };
        var pledge = await _world.RegisteredAsync(terms);
        var first = await OneAsync(pledge.Id);
        first.ShouldSatisfyAllConditions(f => f.Type.ShouldBe(ConversionType.Pledge), f => f.Amount.ShouldBe(1_000_000m), f => f.FirstLoan.ShouldBeTrue(), f => f.LoanNo.ShouldBe("2026-流贷-001"), f => f.Level.ShouldBe(EvidenceLevel.L3), f => f.Paid.ShouldBeNull());

        // Nobody takes a step when money is paid out: the night sees it.
        (await _world.DrawAsync(pledge, 400_000)).Failures.ShouldBeEmpty();
        (await NightAsync()).ShouldBe(1);
        (await OneAsync(pledge.Id)).Paid.ShouldBe(400_000m);

        (await _world.StepAsync(pledge, PledgeCause.Release)).Failures.ShouldBeEmpty();
        var released = await OneAsync(pledge.Id);
        released.EndedOn.ShouldBe(_world.Today);
        var renewal = await _world.RegisteredAsync(_world.Terms([.. terms.Patents]) with { Tags = [LoanTag.Renewal], Amount = 1_300_000, MainContractNo = "2027-流贷-002" }, renews: pledge.Id);
        (await OneAsync(renewal.Id)).ShouldSatisfyAllConditions(f => f.PartOfId.ShouldBe(first.ConversionId), f => f.NewAmount.ShouldBe(300_000m), f => f.Amount.ShouldBe(1_300_000m));
    }

    [Fact]
    public async Task What_no_event_told_is_found_at_night_and_by_two_programs_only_once()
    {
        await Licensing.EffectiveAsync();
        await App.WithDatabaseAsync(db => db.Database.ExecuteSqlAsync($"update outbox_events set done_at = now() where done_at is null", Ct));

        (await Task.WhenAll(NightAsync(), NightAsync())).Sum().ShouldBe(1);
        (await AllAsync()).ShouldHaveSingleItem().Filings.ShouldBe(1);
    }

    [Fact]
    public async Task A_licence_that_never_was_is_reversed_where_it_counted_and_dropped_where_it_did_not()
    {
        var (counted, waiting) = (await Licensing.EffectiveAsync(), await Licensing.EffectiveAsync());
        var first = await OneAsync(counted.Id);
        await VerifyAsync(first);
        foreach (var licence in (Licence[])[counted, waiting]) await VoidAsync(licence.Id);

        (await OneAsync(counted.Id)).ShouldSatisfyAllConditions(f => f.Kind.ShouldBe(FilingKind.Reversal), f => f.State.ShouldBe(FilingState.Submitted), f => f.EndedOn.ShouldBe(Licensing.Today), f => f.Proofs.ShouldContain(p => p.Kind == ProofKind.End));
        (await AllAsync()).Single(c => c.OriginId == counted.Id).CountedId.ShouldBe(first.Id);
        (await OneAsync(waiting.Id)).ShouldSatisfyAllConditions(f => f.Number.ShouldBe(1), f => f.State.ShouldBe(FilingState.Dropped));
        (await NightAsync()).ShouldBe(0);
    }

    private Task<int> VoidAsync(Guid id) => Licensing.AsAsync<IServiceProvider, int>(Licensing.Giver.Person, async services =>
    {
        var (db, book) = (services.GetRequiredService<AppDbContext>(), services.GetRequiredService<CaseBook>());
        var licence = await db.Set<Licence>().SingleAsync(l => l.Id == id, Ct);
        book.Take(LicenceMachine.Machine, licence, LicenceCause.Dispute, new(Reason: "款项未到账")).ShouldBeNull();
        book.Take(LicenceMachine.Machine, licence, LicenceCause.DisprovePayment, new StepShown(Reason: "款项未到账").With(LicenceMachine.Mediation, Guid.CreateVersion7())).ShouldBeNull();
        return await db.SaveChangesAsync(Ct);
    });

    private async Task VerifyAsync(Filing filing)
    {
        (await StepAsync(_checker, filing, FilingCause.Check)).ShouldBeNull();
        (await StepAsync(_reviewer, filing, FilingCause.Verify)).ShouldBeNull();
    }

    private async Task<string?> StepAsync(Person by, Filing filing, FilingCause cause)
    {
        var steps = await App.WithDatabaseAsync(db => db.Set<Filing>().Where(f => f.Id == filing.Id).Select(f => f.Steps).SingleAsync(Ct));
        var taken = await Licensing.AsAsync<FilingSteps, Outcome<Conversion>>(by, desk => desk.TakeAsync(filing.ConversionId, cause, steps, null, Ct));
        return taken.Succeeded ? null : taken.Failures[0].Message;
    }

    private Task<int> NightAsync() => Licensing.AsAsync<FactNight, int>(_checker, night => night.RunAsync(Ct));

    private Task<List<Conversion>> AllAsync() => App.WithDatabaseAsync(db => db.Set<Conversion>().AsNoTracking().ToListAsync(Ct));

    private Task<List<Filing>> FilingsAsync(Guid origin) => App.WithDatabaseAsync(db => (from f in db.Set<Filing>().AsNoTracking() join c in db.Set<Conversion>() on f.ConversionId equals c.Id where c.OriginId == origin orderby f.Number select f).ToListAsync(Ct));

    /// <summary>Events are dated by the database: this world's clock stands and must not lag behind it.</summary>
    private Task DrainAsync()
    {
        if (TimeProvider.System.GetUtcNow() - Licensing.Time.GetUtcNow() is { Ticks: > 0 } behind) Licensing.Time.Advance(behind + TimeSpan.FromSeconds(1));
        return App.DrainOutboxAsync();
    }

    /// <summary>The last filing, once everything was told.</summary>
    private async Task<Filing> OneAsync(Guid origin)
    {
        await DrainAsync();
        var last = (await FilingsAsync(origin))[^1];
        return await App.WithDatabaseAsync(db => db.Set<Filing>().AsNoTracking().Where(f => f.Id == last.Id).Include(f => f.Patents).Include(f => f.Parties).Include(f => f.Registers).Include(f => f.Proofs).SingleAsync(Ct));
    }
}
