using System.Net;
using Marketplace.Testing;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Tests.Organisations;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Marketplace.Web.Tests.Catalogue.LegalStatus.PatentWorld;

namespace Marketplace.Web.Tests.Catalogue.LegalStatus;

public sealed class HistoryTests(PostgresServer server) : IAsyncLifetime
{
    /// <summary>A Friday noon.</summary>
    private readonly ManualTime _time = new(new(2026, 11, 20, 4, 0, 0, TimeSpan.Zero));
    private RunningApp _app = null!;
    private Organisation _university = null!;
    private HttpClient _operator = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _app = await RunningApp.StartAsync(await server.NewDatabaseAsync(), services: services => services.AddSingleton<TimeProvider>(_time).AddScoped<CalendarSweep>());
        _university = await _app.NewOrganisationAsync(OrganisationKind.University);
        (_, _operator) = await _app.NewMemberAsync(_university, Role.Operator);
    }

    public async ValueTask DisposeAsync()
    {
        _operator.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task An_event_entered_with_its_paper_moves_the_right_and_striking_it_out_moves_it_back()
    {
        var patent = await _app.NewPatentAsync([_university]);
        var page = $"/patents/{patent.ApplicationNo}/history";
        patent.State.ShouldBe(PatentState.InForce);

        await (await _operator.FillAsync(page, "Event", ("kind", "Preserved"), ("on", "2025-03-03"), ("source", "Register"), ("reference", "法院 1 号"), ("paper", Visit.Pdf))).ShouldGoAsync();

        var now = await _app.PatentAsync(patent.ApplicationNo);
        (now.State, now.StateSince, now.StatusOn, now.StatusSource).ShouldBe((PatentState.Suspended, new DateOnly(2025, 3, 3), new DateOnly(2025, 3, 3), StatusSource.Register));
        now.Revision.ShouldBeGreaterThan(patent.Revision);
        var entered = await _app.WithDatabaseAsync(db => db.Set<PatentEvent>().SingleAsync(e => e.ApplicationNo == patent.ApplicationNo, Ct));
        (await _operator.GetStringAsync(page, Ct)).ShouldContain("法院 1 号");

        await (await _operator.FillAsync(page, "Strike", ("id", entered.Id), ("reason", " "))).ShouldRefuseAsync(HttpStatusCode.BadRequest, LegalTexts.ReasonMissing);
        await (await _operator.FillAsync(page, "Strike", ("id", entered.Id), ("reason", "登错了专利"))).ShouldGoAsync();

        (await _app.PatentAsync(patent.ApplicationNo)).State.ShouldBe(PatentState.InForce);
        (await _operator.GetStringAsync(page, Ct)).ShouldContain("登错了专利");
        (await _app.WithDatabaseAsync(db => db.Set<AuditEntry>().Where(a => a.Subject == "patent:" + patent.ApplicationNo).OrderBy(a => a.Id).Select(a => a.Act).ToListAsync(Ct)))
            .ShouldBe(["patent.event-entered", "patent.event-struck"]);
    }

    [Fact]
    public async Task What_is_missing_or_cannot_be_is_said_and_nothing_is_kept()
    {
        var patent = await _app.NewPatentAsync([_university]);
        var page = $"/patents/{patent.ApplicationNo}/history";

        await (await _operator.FillAsync(page, "Event", ("kind", "Preserved"), ("on", "2025-03-03"), ("source", "Register"))).ShouldRefuseAsync(HttpStatusCode.BadRequest, LegalTexts.PaperMissing);
        await (await _operator.FillAsync(page, "Event", ("kind", "Preserved"), ("on", "2016-03-03"), ("source", "Gazette"), ("paper", Visit.Pdf))).ShouldRefuseAsync(HttpStatusCode.BadRequest, LegalTexts.SourceMissing);
        await (await _operator.FillAsync(page, "Event", ("kind", "FeePaid"), ("on", "2025-03-03"), ("source", "Holder"), ("year", "21"), ("paper", Visit.Pdf))).ShouldRefuseAsync(HttpStatusCode.BadRequest, "1 到 20");
        await (await _operator.FillAsync(page, "Event", ("kind", "RightRestored"), ("on", "2025-03-03"), ("source", "Register"), ("paper", Visit.Pdf))).ShouldRefuseAsync(HttpStatusCode.Conflict, "专利权的恢复");
        await (await _operator.FillAsync(page, "Event", ("kind", "Preserved"), ("on", "2025-03-03"), ("source", "Register"), ("paper", "MZ 程序"u8.ToArray()))).ShouldRefuseAsync(HttpStatusCode.UnsupportedMediaType, "pdf");

        (await _app.WithDatabaseAsync(db => db.Set<PatentEvent>().CountAsync(e => e.ApplicationNo == patent.ApplicationNo, Ct))).ShouldBe(0);
    }

    [Fact]
    public async Task A_form_sent_twice_is_one_event()
    {
        var patent = await _app.NewPatentAsync([_university]);
        var page = $"/patents/{patent.ApplicationNo}/history";
        var html = await _operator.GetStringAsync(page, Ct);
        (string, object)[] fields = [("kind", "FeePaid"), ("on", "2026-07-01"), ("source", "Holder"), ("year", "10"), ("paper", Visit.Pdf)];

        foreach (var _ in Enumerable.Range(0, 2)) await (await _operator.SendFormAsync(html, page, "Event", fields)).ShouldGoAsync();

        (await _app.WithDatabaseAsync(db => db.Set<PatentEvent>().CountAsync(e => e.ApplicationNo == patent.ApplicationNo, Ct))).ShouldBe(1);
        (await _app.PatentAsync(patent.ApplicationNo)).FeePaidThrough.ShouldBe(10);
    }

    [Fact]
    public async Task Only_holders_may_enter_and_see_the_papers()
    {
        var patent = await _app.NewPatentAsync([_university]);
        var page = $"/patents/{patent.ApplicationNo}/history";
        await (await _operator.FillAsync(page, "Event", ("kind", "FeePaid"), ("on", "2026-07-01"), ("source", "Holder"), ("year", "10"), ("paper", Visit.Pdf))).ShouldGoAsync();
        var paper = FileStore.PaperAt(await _app.WithDatabaseAsync(db => db.Set<PatentEvent>().Where(e => e.ApplicationNo == patent.ApplicationNo).Select(e => e.PaperId!.Value).SingleAsync(Ct)));
        var (_, stranger) = await _app.NewMemberAsync(await _app.NewOrganisationAsync(OrganisationKind.University), Role.Operator);
        using var strangers = stranger;
        var own = await _app.NewPatentAsync([]);

        (await _operator.GetAsync(paper, Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await stranger.GetAsync(paper, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await stranger.GetAsync(page, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await stranger.SendFormAsync(await stranger.GetStringAsync("/portfolio", Ct), page, "Strike", ("id", Guid.CreateVersion7()), ("reason", "x"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await _operator.GetAsync($"/patents/{own.ApplicationNo}/history", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await _app.Http.GetAsync(page, Ct)).Headers.Location!.ToString().ShouldContain("/sign-in");
    }

    [Fact]
    public async Task Report_family_facts_and_the_confirmed_status_show_on_the_page()
    {
        var model = await _app.NewPatentAsync([_university], PatentKind.UtilityModel, new(2022, 7, 21), new(2023, 1, 3));
        var invention = await _app.NewPatentAsync([_university]);

        var page = $"/patents/{model.ApplicationNo}/history";
        await (await _operator.FillAsync(page, "Report", ("number", "2023P0001"), ("on", "2023-05-01"), ("conclusion", "NothingFound"), ("paper", Visit.Pdf))).ShouldGoAsync();
        await (await _operator.FillAsync(page, "Check", ("on", "2026-11-01"), ("paper", Visit.Pdf))).ShouldGoAsync();
        var values = $"/patents/{invention.ApplicationNo}/history";
        await (await _operator.FillAsync(values, "Value", ("kind", "Award"), ("on", "2021-06-01"), ("note", "第二十二届中国专利优秀奖"), ("paper", Visit.Pdf))).ShouldGoAsync();
        await (await _operator.FillAsync(values, "Family", ("family", "us 10123456 b2\nJP2019123456A"))).ShouldGoAsync();
        await (await _operator.FillAsync(values, "Family", ("family", "不是号码"))).ShouldRefuseAsync(HttpStatusCode.BadRequest, "不是号码");

        (await _app.Http.GetStringAsync("/patents/" + model.ApplicationNo, Ct)).ShouldContain("2023P0001");
        (await _app.PatentAsync(model.ApplicationNo)).StatusOn.ShouldBe(new DateOnly(2026, 11, 1));
        var shown = await _app.Http.GetStringAsync("/patents/" + invention.ApplicationNo, Ct);
        shown.ShouldContain("第二十二届中国专利优秀奖");
        shown.ShouldContain("US10123456B2");
        shown.ShouldContain(HighValueKind.FamilyAbroad.Name());
    }

    [Fact]
    public async Task The_night_ends_terms_lets_fees_lapse_and_moves_the_next_fee_on()
    {
        var today = Dates.Today(_time);
        var expiring = await _app.NewPatentAsync([_university], PatentKind.UtilityModel, today.AddYears(-10).AddDays(2), today.AddYears(-9));
        var unpaid = await _app.NewPatentAsync([_university], filed: today.AddYears(-8).AddDays(3), granted: today.AddYears(-6), events: [Event(PatentEventKind.FeePaid, today.AddYears(-1), 8)]);
        var unknown = await _app.NewPatentAsync([_university], filed: today.AddYears(-8).AddDays(3), granted: today.AddYears(-6));
        var fine = await _app.NewPatentAsync([_university], filed: today.AddYears(-8).AddMonths(6), granted: today.AddYears(-6));
        (await SweepAsync()).ShouldBe(0);
        _time.Advance(TimeSpan.FromDays(12));

        (await SweepAsync()).ShouldBe(3);

        (await _app.PatentAsync(expiring.ApplicationNo)).State.ShouldBe(PatentState.Expired);
        (await _app.PatentAsync(unpaid.ApplicationNo)).State.ShouldBe(PatentState.FeeGrace);
        (await _app.PatentAsync(unknown.ApplicationNo)).ShouldSatisfyAllConditions(p => p.State.ShouldBe(PatentState.InForce), p => p.NextFeeDue!.Value.ShouldBeGreaterThan(today.AddMonths(11)));
        (await _app.PatentAsync(fine.ApplicationNo)).Revision.ShouldBe(fine.Revision);
        _time.Advance(TimeSpan.FromDays(200));
        await SweepAsync();
        (await _app.PatentAsync(unpaid.ApplicationNo)).ShouldSatisfyAllConditions(p => p.State.ShouldBe(PatentState.LapsedUnpaid), p => p.StateSince.ShouldBe(today.AddDays(3)));
        (await SweepAsync()).ShouldBe(0);
    }

    private async Task<int> SweepAsync()
    {
        await using var scope = _app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<CalendarSweep>().SweepAsync(Ct);
    }
}
