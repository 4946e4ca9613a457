using System.Net;
using Marketplace.Testing;
using Marketplace.Testing.Conversions;
using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Marketplace.Web.Tests.Conversions;

/// <summary>Quarters of 博州: locked by one, published by another, and what comes later.</summary>
public sealed class PeriodTests(PostgresServer server)
{
    private const string Prefecture = Inhabitants.Bozhou;
    private static readonly Quarter s_last = Quarter.Of(Dates.Today(TimeProvider.System)).Before;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Locked_by_one_and_published_by_another_it_does_not_move_and_later_truth_is_an_adjustment()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        var (bureau, county) = (await app.NewOrganisationAsync(OrganisationKind.Bureau, Prefecture), await app.NewOrganisationAsync(OrganisationKind.Bureau, "652701"));
        var (one, other) = ((await app.NewMemberAsync(bureau, Role.BureauLocker)).Http, (await app.NewMemberAsync(bureau, Role.BureauLocker)).Http);
        await FiledAsync(app, county.RegionPath, 1_000, FilingState.Verified);
        var page = $"/conversions/periods/{s_last}";
        (await one.PostFormAsync(page, page + "?handler=Lock", ("typed", "2020Q1"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await one.PostFormAsync(page, page + "?handler=Publish")).StatusCode.ShouldBe(HttpStatusCode.Conflict);

        (await one.PostFormAsync(page, page + "?handler=Lock", ("typed", s_last.ToString().ToLowerInvariant()))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await other.PostFormAsync("/preferences", page + "?handler=Lock", ("typed", s_last.ToString()))).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await one.PostFormAsync(page, page + "?handler=Publish")).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await other.PostFormAsync(page, page + "?handler=Publish")).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        await FiledAsync(app, county.RegionPath, 500, FilingState.Verified);
        var text = await one.GetStringAsync(page, Ct);
        text.ShouldContain("已发布");
        text.ShouldContain("1,000.00");
        text.ShouldContain("1,500.00");
        text.ShouldContain("500.00");
        // The county below is locked with it, and knows the same.
        var below = (await app.NewMemberAsync(county, Role.BureauReader)).Http;
        var list = await below.GetStringAsync("/conversions/periods", Ct);
        list.ShouldContain("随上级锁定");
        list.ShouldContain("1,000.00");
        (await below.GetStringAsync("/conversions/periods.csv", Ct)).ShouldContain("1000.00");
        (await below.PostFormAsync("/preferences", page + "?handler=Lock", ("typed", s_last.ToString()))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        // Nor by hand.
        await Should.ThrowAsync<PostgresException>(() => app.WithDatabaseAsync(db => db.Database.ExecuteSqlAsync($"update count_periods set locked_at = now()", Ct)));
        await Should.ThrowAsync<PostgresException>(() => app.WithDatabaseAsync(db => db.Database.ExecuteSqlAsync($"update filings set amount = 1", Ct)));
        await Should.ThrowAsync<PostgresException>(() => app.WithDatabaseAsync(db => db.Database.ExecuteSqlAsync($"update filing_parties set region_path = '/650000/'", Ct)));
    }

    [Fact]
    public async Task A_quarter_that_runs_whose_filings_wait_or_that_has_an_open_one_before_it_is_not_locked()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        var bureau = await app.NewOrganisationAsync(OrganisationKind.Bureau, Prefecture);
        var locker = (await app.NewMemberAsync(bureau, Role.BureauLocker)).Http;
        (await LockAsync(locker, s_last.Next)).ShouldContain("之后才能锁定");

        var waiting = await FiledAsync(app, bureau.RegionPath, 10, FilingState.Checked);
        (await LockAsync(locker, s_last)).ShouldContain("还有 1 项填报");
        await StepAsync(app, waiting, FilingCause.Verify);
        await FiledAsync(app, bureau.RegionPath, 10, FilingState.Verified, s_last.Before.Last);
        (await LockAsync(locker, s_last)).ShouldContain("上一季度");
        (await LockAsync(locker, s_last.Before)).ShouldBeEmpty();
        (await LockAsync(locker, s_last)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_verified_some_of_it_does_not_lock_it()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        var bureau = await app.NewOrganisationAsync(OrganisationKind.Bureau, Prefecture);
        var (person, http) = await app.NewMemberAsync(bureau, Role.BureauLocker, Role.BureauReviewer);
        var filing = await FiledAsync(app, bureau.RegionPath, 10, FilingState.Verified);
        await app.WithDatabaseAsync(db => db.Set<Filing>().Where(f => f.Id == filing).ExecuteUpdateAsync(set => set.SetProperty(f => f.VerifiedBy, person.Id), Ct));
        (await LockAsync(http, s_last)).ShouldContain("另一位锁定员");
    }

    /// <returns>"" where it was locked; the page that says why not otherwise.</returns>
    private static async Task<string> LockAsync(HttpClient http, Quarter quarter)
    {
        var page = $"/conversions/periods/{quarter}";
        var answer = await http.PostFormAsync(page, page + "?handler=Lock", ("typed", quarter.ToString()));
        return answer.StatusCode == HttpStatusCode.Redirect ? "" : await answer.Content.ReadAsStringAsync(Ct);
    }

    /// <summary>An ordinary licence, taken as far as wanted.</summary>
    private static async Task<Guid> FiledAsync(RunningApp app, string region, decimal amount, FilingState state, DateOnly? on = null)
    {
        var day = on ?? s_last.Last;
        var filing = FilingMaker.New(ConversionType.OrdinaryLicence, 1, 2, day, region, FilingMaker.Patent(1)).With(f => (f.EffectiveOn, f.Amount, f.Level) = (day, amount, EvidenceLevel.L2));
        await app.PutAsync([filing], state, ConversionOrigin.Imported);
        return filing.Id;
    }

    private static async Task StepAsync(RunningApp app, Guid id, FilingCause cause)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        var filing = await db.Set<Filing>().SingleAsync(f => f.Id == id, Ct);
        if (cause == FilingCause.Verify) filing.VerifiedAt = TimeProvider.System.GetUtcNow();
        scope.ServiceProvider.GetRequiredService<CaseBook>().Take(FilingMachine.Machine, filing, cause).ShouldBeNull();
        await db.SaveChangesAsync(Ct);
    }
}
