using System.Net;
using Marketplace.Testing;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.Outbox;
using Marketplace.Web.Reports;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Reports;

public sealed class ReportTests(PostgresServer server) : IAsyncLifetime
{
    private RunningApp _app = null!;
    private Organisation _subject = null!;
    private Organisation _bureau = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _app = await RunningApp.StartAsync(await server.NewDatabaseAsync(), new Dictionary<string, string?>(StringComparer.Ordinal) { ["Reports:PerHour"] = "2", ["Messages:Gateway"] = "sandbox" });
        _subject = await _app.NewOrganisationAsync(region: Inhabitants.Bole, name: "博乐市甲公司");
        await _app.NewOrganisationAsync(OrganisationKind.Bureau, Inhabitants.Bozhou);
        _bureau = await _app.NewOrganisationAsync(OrganisationKind.Bureau, Inhabitants.Bole);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_visitor_reports_the_nearest_bureau_answers_and_the_number_shows_the_answer()
    {
        var (clerk, http) = await _app.NewMemberAsync(_bureau, Role.BureauClerk);
        var track = await ReportAsync(contact: "visitor@example.cn");
        await _app.DrainOutboxAsync();
        var report = await SingleAsync();
        report.OfficeId.ShouldBe(_bureau.Id);
        (await _app.Http.GetStringAsync(track, Ct)).ShouldNotContain("visitor@example.cn");
        (await http.GetStringAsync("/tasks", Ct)).ShouldContain("博乐市甲公司");
        (await http.GetStringAsync("/reports", Ct)).ShouldContain("博乐市甲公司");

        (await http.PostFormAsync($"/reports/{report.Id}", null, ("outcome", "Corrected"), ("answer", ""))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await http.PostFormAsync($"/reports/{report.Id}", null, ("outcome", "Corrected"), ("answer", "已按营业执照更正地址。"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var page = await _app.Http.GetStringAsync(track, Ct);
        page.ShouldContain("已按营业执照更正地址。");
        page.ShouldContain("已更正");
        var item = await _app.WithDatabaseAsync(db => db.Set<WorkItem>().SingleAsync(Ct));
        item.DoneBy.ShouldBe(clerk.Id);
        await _app.DrainOutboxAsync();
        (await _app.WithDatabaseAsync(db => db.Set<Message>().Where(m => m.Address == "visitor@example.cn").OrderBy(m => m.Id).Select(m => m.Template).ToListAsync(Ct)))
            .ShouldBe(["report.received", "report.answered"]);
        // Nobody answers twice.
        (await http.PostFormAsync("/account/data", $"/reports/{report.Id}", ("outcome", "Removed"), ("answer", "再答复一次。"))).StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task The_event_applied_twice_gives_one_item_and_one_message()
    {
        await _app.NewMemberAsync(_bureau, Role.BureauClerk);
        await ReportAsync(contact: "visitor@example.cn");
        await _app.DrainOutboxAsync();
        await using var scope = _app.Services.CreateAsyncScope();
        var handler = scope.ServiceProvider.GetServices<IOutboxHandler>().Single(h => h.Kind == ReportDesk.Received);
        await _app.WithDatabaseAsync(async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync(Ct);
            await handler.ApplyAsync(await db.Set<OutboxEvent>().SingleAsync(e => e.Kind == ReportDesk.Received, Ct), db, Ct);
            await transaction.CommitAsync(Ct);
            return 0;
        });
        (await _app.WithDatabaseAsync(db => db.Set<WorkItem>().CountAsync(Ct))).ShouldBe(1);
        (await _app.WithDatabaseAsync(db => db.Set<Message>().CountAsync(m => m.Template == "report.received", Ct))).ShouldBe(1);
    }

    [Fact]
    public async Task Another_regions_bureau_finds_nothing_of_it()
    {
        await ReportAsync();
        var report = await SingleAsync();
        var elsewhere = await _app.NewOrganisationAsync(OrganisationKind.Bureau, Inhabitants.Meixian);
        var (_, http) = await _app.NewMemberAsync(elsewhere, Role.BureauClerk);
        (await http.GetStringAsync("/reports", Ct)).ShouldNotContain("博乐市甲公司");
        (await http.GetAsync($"/reports/{report.Id}", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await http.PostFormAsync("/account/data", $"/reports/{report.Id}", ("outcome", "Removed"), ("answer", "不归我们管。"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await SingleAsync()).AnsweredAt.ShouldBeNull();
        (await _app.Http.GetAsync("/report/track/R3333333333333333", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_same_said_again_is_joined_and_answered_with_the_first()
    {
        var (_, http) = await _app.NewMemberAsync(_bureau, Role.BureauReviewer);
        await ReportAsync();
        var second = await ReportAsync(contact: "13800001234");
        await _app.DrainOutboxAsync();
        (await _app.WithDatabaseAsync(db => db.Set<WorkItem>().CountAsync(Ct))).ShouldBe(1);
        var (first, joined) = await _app.WithDatabaseAsync(async db => (await db.Set<Report>().SingleAsync(r => r.JoinedTo == null, Ct), await db.Set<Report>().SingleAsync(r => r.JoinedTo != null, Ct)));
        (await http.GetAsync($"/reports/{joined.Id}", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await http.PostFormAsync($"/reports/{first.Id}", null, ("outcome", "Unfounded"), ("answer", "核对公告后无误。"));
        (await _app.Http.GetStringAsync(second, Ct)).ShouldContain("核对公告后无误。");
        await _app.DrainOutboxAsync();
        (await _app.WithDatabaseAsync(db => db.Set<Message>().CountAsync(m => m.Template == "report.answered" && m.Channel == MessageChannel.Sms, Ct))).ShouldBe(1);
    }

    [Fact]
    public async Task A_page_is_reported_to_the_operator_and_what_is_not_public_cannot_be_reported()
    {
        var operatorOf = await _app.NewOrganisationAsync(OrganisationKind.PlatformOperator);
        var (_, http) = await _app.NewMemberAsync(operatorOf, Role.SystemAdministrator);
        await ReportAsync("page:/help");
        await _app.DrainOutboxAsync();
        var report = await SingleAsync();
        report.OfficeId.ShouldBe(operatorOf.Id);
        (await http.GetStringAsync($"/reports/{report.Id}", Ct)).ShouldContain("/help");
        var draft = await _app.NewOrganisationAsync(state: OrganisationState.Draft);
        foreach (var about in (string[])["page:/work", "page:/nothing", $"organisation:{draft.Id}", $"organisation:{Guid.CreateVersion7()}", "weather:1", "page"])
            (await _app.Http.GetAsync($"/report?about={about}", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound, about);
    }

    [Fact]
    public async Task Sent_twice_it_is_one_and_too_many_from_one_address_are_refused()
    {
        var once = Guid.CreateVersion7().ToString();
        for (var n = 0; n < 2; n++) await ReportAsync(once: once);
        (await _app.WithDatabaseAsync(db => db.Set<Report>().CountAsync(Ct))).ShouldBe(1);
        _app.Http.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");
        await ReportAsync(reason: "Other");
        await ReportAsync(reason: "NotMine");
        (await PostAsync($"organisation:{_subject.Id}", "Unlawful", null, null)).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Whoever_reported_signed_in_may_urge_from_its_page_and_comes_back_there()
    {
        await _app.NewMemberAsync(_bureau, Role.BureauClerk);
        var http = await _app.SignedInAsync(await _app.NewPersonAsync());
        var track = (await http.PostFormAsync($"/report?about=organisation:{_subject.Id}", "/report", ("reason", "WrongFact"), ("text", "地址写错了，应为二号。"), ("contact", ""))).Headers.Location!.ToString();
        await _app.DrainOutboxAsync();
        (await _app.Http.GetStringAsync(track, Ct)).ShouldNotContain("/tasks/waiting");   // A visitor with the number does not wait.
        var item = await _app.WithDatabaseAsync(db => db.Set<WorkItem>().SingleAsync(Ct));
        var page = await http.GetStringAsync(track, Ct);
        page.ShouldContain($"name=\"id\" value=\"{item.Id}\"");
        page.ShouldContain($"name=\"back\" value=\"{track}\"");
        var urged = await http.PostFormAsync(track, "/tasks/waiting", ("id", $"{item.Id}"), ("back", track));
        urged.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        urged.Headers.Location!.ToString().ShouldBe(track);
        (await http.GetStringAsync(track, Ct)).ShouldContain("上次催办");
        (await http.PostFormAsync(track, "/tasks/waiting", ("id", $"{item.Id}"), ("back", track))).StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Its_answer_is_due_in_fifteen_working_days()
    {
        await ReportAsync();
        var report = await SingleAsync();
        report.Due.ShouldBe(new Web.Platform.Calendar.Workdays().After(Web.Platform.Face.Dates.Day(report.ReceivedAt), 15));
    }

    private async Task<string> ReportAsync(string? about = null, string reason = "WrongFact", string? contact = null, string? once = null)
    {
        var sent = await PostAsync(about ?? $"organisation:{_subject.Id}", reason, contact, once);
        sent.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        return sent.Headers.Location!.ToString();
    }

    private Task<HttpResponseMessage> PostAsync(string about, string reason, string? contact, string? once)
    {
        var fields = new List<(string, string)> { ("reason", reason), ("text", "地址写错了，应为二号。"), ("contact", contact ?? "") };
        if (once is not null) fields.Add(("once", once));
        return _app.Http.PostFormAsync($"/report?about={about}", "/report", [.. fields]);
    }

    private Task<Report> SingleAsync() => _app.WithDatabaseAsync(db => db.Set<Report>().AsNoTracking().SingleAsync(Ct));
}
