using System.Net;
using System.Text;
using Marketplace.Testing;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.LegalStatus.Calendar;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Tests.Organisations;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Marketplace.Web.Tests.Catalogue.LegalStatus.PatentWorld;

namespace Marketplace.Web.Tests.Catalogue.LegalStatus;

public sealed class FeeCalendarTests(PostgresServer server) : IAsyncLifetime
{
    /// <summary>A Friday noon.</summary>
    private readonly ManualTime _time = new(new(2026, 11, 20, 4, 0, 0, TimeSpan.Zero));
    private RunningApp _app = null!;
    private Organisation _university = null!;
    private HttpClient _operator = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private DateOnly Today => Dates.Today(_time);

    public async ValueTask InitializeAsync()
    {
        _app = await RunningApp.StartAsync(await server.NewDatabaseAsync(), new Dictionary<string, string?>(StringComparer.Ordinal) { ["Messages:Gateway"] = "sandbox" },
            services => services.AddSingleton<TimeProvider>(_time).AddScoped<FeeReminders>());
        _university = await _app.NewOrganisationAsync(OrganisationKind.University);
        (_, _operator) = await _app.NewMemberAsync(_university, Role.Operator);
    }

    public async ValueTask DisposeAsync()
    {
        _operator.Dispose();
        await _app.DisposeAsync();
    }

    /// <summary>Filed so that the fee of year 9 is due in so many days.</summary>
    private Task<Patent> DueInAsync(int days, params Organisation[] holders)
    {
        var filed = Today.AddDays(days).AddYears(-8);
        return _app.NewPatentAsync(holders.Length > 0 ? holders : [_university], filed: filed, granted: filed.AddYears(3), events: [Event(PatentEventKind.FeePaid, filed.AddYears(6), 8)]);
    }

    [Fact]
    public async Task It_lists_fees_grace_periods_and_terms_with_totals()
    {
        var soon = await DueInAsync(31);
        var late = await DueInAsync(-40);
        var ending = await _app.NewPatentAsync([_university], PatentKind.UtilityModel, Today.AddYears(-10).AddDays(100), Today.AddYears(-9), title: "一种滴灌带接头");
        var others = await DueInAsync(31, await _app.NewOrganisationAsync());

        var page = await _operator.GetStringAsync("/portfolio/calendar", Ct);

        page.ShouldContain(CalendarTexts.Lead.Fill(2, "4,000 元", 1, 1));
        page.ShouldContain("另加滞纳金 100 元");   // Forty days: one month beyond the first.
        foreach (var own in (Patent[])[soon, late, ending]) page.ShouldContain("/patents/" + own.ApplicationNo);
        page.ShouldNotContain(others.ApplicationNo);
        page.ShouldContain(CalendarTexts.TermEnds);
    }

    [Fact]
    public async Task Several_fees_are_paid_by_one_receipt_and_a_form_sent_twice_pays_nothing_twice()
    {
        var (first, second, other) = (await DueInAsync(31), await DueInAsync(-40), await DueInAsync(31, await _app.NewOrganisationAsync()));
        var html = await _operator.GetStringAsync("/portfolio/calendar", Ct);
        (string, object)[] fields = [("fee", Key(first)), ("fee", Key(second)), ("fee", Key(other)), ("on", "2026-11-19"), ("reference", "票 77"), ("receipt", Visit.Pdf)];

        foreach (var _ in Enumerable.Range(0, 2)) await (await _operator.SendFormAsync(html, "/portfolio/calendar", null, fields)).ShouldGoAsync();

        foreach (var patent in (Patent[])[first, second])
        {
            var now = await _app.PatentAsync(patent.ApplicationNo);
            (now.FeePaidThrough, now.State, now.StatusOn).ShouldBe((9, PatentState.InForce, new DateOnly(2026, 11, 19)));
        }
        (await _app.PatentAsync(other.ApplicationNo)).FeePaidThrough.ShouldBe(8);
        var papers = await _app.WithDatabaseAsync(db => db.Set<PatentEvent>().Where(e => e.Reference == "票 77").Select(e => e.PaperId!.Value).ToListAsync(Ct));
        papers.Distinct().Count().ShouldBe(2);
        foreach (var paper in papers) (await _operator.GetAsync(FileStore.PaperAt(paper), Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_payment_without_receipt_or_choice_is_refused_and_what_was_chosen_stays()
    {
        var patent = await DueInAsync(31);

        var page = await (await _operator.FillAsync("/portfolio/calendar", null, ("fee", Key(patent)), ("on", "2026-11-21"))).ShouldRefuseAsync(HttpStatusCode.BadRequest, LegalTexts.PaperMissing);
        page.ShouldContain(LegalTexts.DayFuture);
        page.ShouldContain($"value=\"{Key(patent)}\" checked");
        await (await _operator.FillAsync("/portfolio/calendar", null, ("on", "2026-11-19"), ("receipt", Visit.Pdf))).ShouldRefuseAsync(HttpStatusCode.BadRequest, CalendarTexts.NothingChosen);
    }

    [Fact]
    public async Task It_goes_to_calendar_programs_and_tables()
    {
        var patent = await DueInAsync(31);

        var ics = await _operator.GetStringAsync("/portfolio/calendar.ics", Ct);
        ics.Split("\r\n").ShouldAllBe(line => Encoding.UTF8.GetByteCount(line) <= 75);
        ics.ShouldContain("DTSTART;VALUE=DATE:" + patent.NextFeeDue!.Value.ToString("yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture));
        (await _operator.GetStringAsync("/portfolio/calendar.csv", Ct)).ShouldContain(PatentNumber.Show(patent.ApplicationNo));
        (await _operator.GetAsync("/portfolio/calendar.xlsx", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Pages_follow_each_other_and_the_portfolio_filters()
    {
        for (var i = 0; i < FeeCalendarModel.PageSize + 3; i++) await DueInAsync(30 + i);
        var late = await DueInAsync(-40);

        var first = await _operator.GetStringAsync("/portfolio/calendar", Ct);
        const string link = "href=\"/portfolio/calendar?after=";
        var next = first[(first.IndexOf(link, StringComparison.Ordinal) + 6)..].Split('"')[0];
        var second = await _operator.GetStringAsync(next, Ct);
        second.Split("name=\"fee\"").Length.ShouldBe(5);   // Four are left.
        second.ShouldContain("before=");
        var portfolio = await _operator.GetStringAsync("/portfolio?state=FeeGrace", Ct);
        portfolio.ShouldContain(late.ApplicationNo);
        portfolio.Split("<tr").Length.ShouldBe(3);   // Its head and one.
        (await _operator.GetStringAsync("/portfolio", Ct)).ShouldContain("after=");
        (await _operator.GetStringAsync("/portfolio?listed=yes", Ct)).ShouldContain(PortfolioNone);
        (await _operator.GetStringAsync("/portfolio/export.csv?state=FeeGrace", Ct)).Trim().Split('\n').Length.ShouldBe(2);
    }

    [Fact]
    public async Task Reminders_come_at_four_moments_once_each_and_settle_when_paid()
    {
        var patent = await DueInAsync(91);
        (await RemindAsync()).ShouldBe(0);
        foreach (var days in (int[])[1, 60, 23, 8])   // 90, 30 and 7 days before, and the day after.
        {
            _time.Advance(TimeSpan.FromDays(days));
            (await RemindAsync()).ShouldBe(1);
            (await RemindAsync()).ShouldBe(0);
            (await OpenAsync()).ShouldBe(1);
        }
        (await MessagesAsync()).ShouldBe(4);
        // Three months later the first session is over.
        using var later = (await _app.NewMemberAsync(_university, Role.Operator)).Http;
        await (await later.FillAsync("/portfolio/calendar", null, ("fee", Key(patent)), ("on", Dates.InTable(Today)), ("receipt", Visit.Pdf))).ShouldGoAsync();
        (await RemindAsync()).ShouldBe(0);
        (await OpenAsync()).ShouldBe(0);
    }

    private static string PortfolioNone => Web.Catalogue.Portfolio.PortfolioTexts.NoneTitle;

    private static string Key(Patent patent) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{patent.NextFeeDue!.Value:yyyyMMdd}-{patent.ApplicationNo}-9");

    private async Task<int> RemindAsync()
    {
        await using var scope = _app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<FeeReminders>().RemindAsync(Ct);
    }

    private Task<int> OpenAsync() => _app.WithDatabaseAsync(db => db.Set<WorkItem>().CountAsync(w => w.Kind == FeeReminders.Work && w.DoneAt == null && w.OrganisationId == _university.Id, Ct));

    private Task<int> MessagesAsync() => _app.WithDatabaseAsync(db => db.Set<Message>().CountAsync(m => m.Template == FeeReminders.Work && m.Channel == MessageChannel.InApp, Ct));
}
