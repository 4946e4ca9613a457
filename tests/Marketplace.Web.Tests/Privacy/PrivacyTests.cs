using System.IO.Compression;
using System.Net;
using System.Text.Json;
using Marketplace.Testing;
using Marketplace.Web.Contact;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.SignIn;
using Marketplace.Web.Platform.SignIn.Factors;
using Marketplace.Web.Policies;
using Marketplace.Web.Privacy;
using Marketplace.Web.Reports;
using Marketplace.Web.Tests.Platform.SignIn;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Privacy;

public sealed class PrivacyTests(PostgresServer server) : IAsyncLifetime
{
    private RunningApp _app = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _app = await RunningApp.StartAsync(
        await server.NewDatabaseAsync(), new Dictionary<string, string?>(StringComparer.Ordinal) { ["Messages:Gateway"] = "sandbox" });

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task What_is_held_is_masked_until_opened_and_only_ones_own()
    {
        var phone = Inhabitants.NewPhone();
        var me = await _app.NewPersonAsync("欧阳测试", phone);
        var other = await _app.NewPersonAsync("别人");
        using var http = await _app.SignedInAsync(me);
        var page = await http.GetStringAsync("/account/data", Ct);
        page.ShouldContain($"{phone[..3]}****{phone[^4..]}");
        page.ShouldNotContain(phone);
        (await http.GetStringAsync("/account/data?open=account", Ct)).ShouldContain(phone);
        page.ShouldNotContain(other.Id.ToString());
        page.ShouldContain("第十三条");
    }

    [Fact]
    public async Task The_export_has_every_section_of_this_person_and_is_audited()
    {
        var me = await _app.NewPersonAsync("导出者", mail: "export@example.cn");
        var other = await _app.NewPersonAsync("别人");
        await _app.JoinAsync(me, await _app.NewOrganisationAsync(name: "我的单位"), Role.Operator);
        await WriteEnquiryAsync("export@example.cn", "我的留言");
        await WriteEnquiryAsync("other@example.cn", "别人的留言");
        using var http = await _app.SignedInAsync(me);
        var answer = await http.PostFormAsync("/account/data", "/account/data?handler=Export");
        using var zip = new ZipArchive(await answer.Content.ReadAsStreamAsync(Ct));
        using var json = await JsonDocument.ParseAsync(await zip.GetEntry("data.json")!.OpenAsync(Ct), cancellationToken: Ct);
        var sections = json.RootElement.GetProperty("sections");
        sections.EnumerateObject().Select(s => s.Name).ShouldBe(["favourites", "savedSearches", "patentImports", "patentClaims", "secretPatents", "needs", "talks", "pushes", "inventorLinks", "plans", "filedReports", "reportRounds", "superiorForms", "assessments", "conversionDuplicates", "followUps", "conversionSignals", "conversions", "account", "memberships", "joinRequests", "consents", "work", "messages", "enquiries", "reports", "requests", "sessions", "decisions"]);
        sections.GetProperty("account").GetProperty("records")[0].GetProperty("mail").GetString().ShouldBe("export@example.cn");
        sections.GetProperty("memberships").GetProperty("records")[0].GetProperty("organisation").GetString().ShouldBe("我的单位");
        sections.GetProperty("enquiries").GetProperty("records").EnumerateArray().ShouldHaveSingleItem().GetProperty("text").GetString().ShouldBe("我的留言");
        json.RootElement.GetRawText().ShouldNotContain(other.Id.ToString());
        using var reader = new StreamReader(await zip.GetEntry("data.html")!.OpenAsync(Ct));
        (await reader.ReadToEndAsync(Ct)).ShouldContain("我的留言");
        (await _app.WithDatabaseAsync(db => db.Set<AuditEntry>().AnyAsync(a => a.Act == "person.exported" && a.Subject == $"person:{me.Id}", Ct))).ShouldBeTrue();
        (await _app.Http.PostAsync("/account/data?handler=Export", new FormUrlEncodedContent([]), Ct)).StatusCode.ShouldBe(HttpStatusCode.Redirect);   // To the sign-in page.
    }

    [Fact]
    public async Task Ones_own_fields_are_corrected_and_others_asked_for()
    {
        var operatorOf = await _app.NewOrganisationAsync(OrganisationKind.PlatformOperator);
        var (_, security) = await _app.NewMemberAsync(operatorOf, Role.SecurityAdministrator);
        var me = await _app.NewPersonAsync();
        using var http = await _app.SignedInAsync(me);
        (await http.PostFormAsync("/account/data", "/account/data?handler=Correct", ("name", ""), ("language", "ug"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await http.PostFormAsync("/account/data", "/account/data?handler=Correct", ("name", "新名字"), ("language", "ug"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await _app.WithDatabaseAsync(db => db.Set<Person>().SingleAsync(p => p.Id == me.Id, Ct))).DisplayName.ShouldBe("新名字");
        (await http.PostFormAsync("/account/data", "/account/data?handler=Ask", ("text", "我的手机号不是这个。"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await security.GetStringAsync("/tasks", Ct)).ShouldContain("办理更正个人信息的请求");
        var request = await _app.WithDatabaseAsync(db => db.Set<DataRequest>().SingleAsync(Ct));
        (await http.GetAsync($"/privacy/requests/{request.Id}", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await security.PostFormAsync($"/privacy/requests/{request.Id}", null, ("answer", "已核实并更正。"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await http.GetStringAsync("/account/data", Ct)).ShouldContain("已核实并更正。");
        (await security.GetStringAsync("/tasks", Ct)).ShouldNotContain("办理更正个人信息的请求");
    }

    [Fact]
    public async Task Erased_nothing_leads_to_the_person_any_more()
    {
        var phone = Inhabitants.NewPhone();
        var me = await _app.NewPersonAsync("要注销的人", phone, "erase@example.cn", "long-enough-password");
        var organisation = await _app.NewOrganisationAsync();
        await _app.JoinAsync(me, organisation, Role.Operator);
        await WriteEnquiryAsync("erase@example.cn", "我的留言");
        await _app.DrainOutboxAsync();
        await _app.WithDatabaseAsync(async db =>
        {
            await _app.Services.GetRequiredService<ConsentLog>().GiveAsync(db, me.Id, ConsentKind.Terms, ConsentVersions.Of(ConsentKind.Terms), Ct);
            await _app.Services.GetRequiredService<WorkDesk>().AddAsync(db, new(ReportsSetup.Work, "test:erase", new Audience.One(me.Id), "/", new Dictionary<string, string>(StringComparer.Ordinal)), Ct);
            return 0;
        });
        using var http = await _app.SignedInAsync(me);
        (await http.PostFormAsync("/account/data/erase", null, ("typed", "不对"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        // The word alone is not enough: an unlocked screen knows it too.
        (await http.PostFormAsync("/account/data/erase", null, ("typed", "注销"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var erased = await http.PostFormAsync("/account/data/erase", null, ("typed", "注销"), ("code", await AskCodeAsync(http, phone)));
        erased.Headers.Location!.ToString().ShouldBe("/account/erased");
        (await http.GetAsync("/account/data", Ct)).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        await _app.WithDatabaseAsync(async db =>
        {
            var left = await db.Set<Person>().AsNoTracking().SingleAsync(p => p.Id == me.Id, Ct);
            left.ErasedAt.ShouldNotBeNull();
            left.DisabledAt.ShouldNotBeNull();
            (left.DisplayName, left.PhoneNumber, left.Email, left.PasswordHash).ShouldBe(("—", null, null, null));
            (await db.Set<Membership>().SingleAsync(m => m.PersonId == me.Id, Ct)).Until.ShouldNotBeNull();
            (await db.Set<SignInSession>().AnyAsync(s => s.PersonId == me.Id, Ct)).ShouldBeFalse();
            (await db.Set<Enquiry>().AnyAsync(Ct)).ShouldBeFalse();
            (await db.Set<Message>().AnyAsync(m => m.Address == "erase@example.cn" || m.Address == phone, Ct)).ShouldBeFalse();
            (await db.Set<Consent>().SingleAsync(Ct)).WithdrawnAt.ShouldNotBeNull();
            (await db.Set<WorkItem>().SingleAsync(Ct)).DoneAt.ShouldNotBeNull();
            var entry = await db.Set<AuditEntry>().SingleAsync(a => a.Act == Erasure.Erased, Ct);
            (entry.Subject + entry.Details).ShouldNotContain(phone);
            return 0;
        });
    }

    [Fact]
    public async Task The_last_administrator_hands_over_first()
    {
        var organisation = await _app.NewOrganisationAsync(name: "只有我的单位");
        var (me, http) = await _app.NewMemberAsync(organisation, Role.Administrator);
        (await http.GetStringAsync("/account/data/erase", Ct)).ShouldContain("只有我的单位");
        var refused = await http.PostFormAsync("/account/data", "/account/data/erase", ("typed", "注销"));
        refused.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await _app.WithDatabaseAsync(db => db.Set<Person>().SingleAsync(p => p.Id == me.Id, Ct))).ErasedAt.ShouldBeNull();
        await _app.NewMemberAsync(organisation, Role.Administrator);
        var code = await AskCodeAsync(http, me.PhoneNumber!);
        (await http.PostFormAsync("/account/data/erase", null, ("typed", "注销"), ("code", code))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Whoever_has_a_second_factor_shows_it_and_none_of_it_is_left()
    {
        var me = await _app.NewPersonAsync();
        await using var scope = _app.Services.CreateAsyncScope();
        var desk = scope.ServiceProvider.GetRequiredService<SecondFactorDesk>();
        var secret = await desk.SecretToSetUpAsync(me.Id, Ct);
        var tracked = await scope.ServiceProvider.GetRequiredService<Data.AppDbContext>().Set<Person>().SingleAsync(p => p.Id == me.Id, Ct);
        var codes = (await desk.ConfirmAsync(tracked, Totp.Code(secret, Totp.StepAt(TimeProvider.System.GetUtcNow())), null, Ct)).Value.Codes;
        using var http = await _app.SignedInAsync(me);
        (await http.PostFormAsync("/account/data/erase", null, ("typed", "注销"), ("code", "000000"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await http.PostFormAsync("/account/data/erase", null, ("typed", "注销"), ("code", codes[0]))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await _app.WithDatabaseAsync(async db => await db.Set<SecondFactor>().AnyAsync(Ct) || await db.Set<RecoveryCode>().AnyAsync(Ct))).ShouldBeFalse();
    }

    [Fact]
    public async Task What_was_open_in_their_hands_goes_to_the_administrator()
    {
        var organisation = await _app.NewOrganisationAsync();
        var (boss, _) = await _app.NewMemberAsync(organisation, Role.Administrator);
        var (me, http) = await _app.NewMemberAsync(organisation, Role.Operator);
        await _app.WithDatabaseAsync(async db =>
        {
            await _app.Services.GetRequiredService<WorkDesk>().AddAsync(db, new(ReportsSetup.Work, "test:heir", new Audience.One(me.Id, organisation.Id, Role.Operator), "/", new Dictionary<string, string>(StringComparer.Ordinal)), Ct);
            return 0;
        });
        await http.PostFormAsync("/account/data/erase", null, ("typed", "注销"), ("code", await AskCodeAsync(http, me.PhoneNumber!)));
        var item = await _app.WithDatabaseAsync(db => db.Set<WorkItem>().AsNoTracking().SingleAsync(Ct));
        (item.PersonId, item.DoneAt).ShouldBe((boss.Id, null));
    }

    [Fact]
    public async Task Pushes_are_given_and_withdrawn_and_the_history_stays()
    {
        var me = await _app.NewPersonAsync();
        using var http = await _app.SignedInAsync(me);
        foreach (var on in (string[])["true", "false", "true"]) await http.PostFormAsync("/account/data", "/account/data?handler=Pushes", ("on", on));
        var history = await _app.WithDatabaseAsync(db => db.Set<Consent>().OrderBy(c => c.Id).ToListAsync(Ct));
        history.Select(c => c.WithdrawnAt is null).ShouldBe([false, true]);
        (await _app.WithDatabaseAsync(db => db.Set<MessageOptOut>().AnyAsync(Ct))).ShouldBeFalse();
        await http.PostFormAsync("/account/data", "/account/data?handler=Pushes", ("on", "false"));
        (await _app.WithDatabaseAsync(db => db.Set<MessageOptOut>().AnyAsync(o => o.Purpose == "matches" && o.Channel == MessageChannel.Mail, Ct))).ShouldBeTrue();
    }

    [Fact]
    public async Task Notices_can_be_switched_off_by_purpose_and_channel()
    {
        var me = await _app.NewPersonAsync();
        using var http = await _app.SignedInAsync(me);
        (await http.PostFormAsync("/account/notices", null, ("on", "work-summary.Mail"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var off = await _app.WithDatabaseAsync(db => db.Set<MessageOptOut>().Where(o => o.RecipientKey == PersonMessages.KeyOf(me.Id)).ToListAsync(Ct));
        off.ShouldContain(o => o.Purpose == "work-summary" && o.Channel == MessageChannel.Sms);
        off.ShouldNotContain(o => o.Purpose == "work-summary" && o.Channel == MessageChannel.Mail);
    }

    [Fact]
    public void Consents_are_to_the_versions_the_policy_pages_show() =>
        ConsentVersions.Of(ConsentKind.Privacy).ShouldBe(Policy.InForceFrom.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public async Task The_nightly_retention_erases_what_is_past_its_time_and_nothing_else()
    {
        var me = await _app.NewPersonAsync();
        await WriteEnquiryAsync("old@example.cn", "旧留言");
        await _app.DrainOutboxAsync();
        await _app.WithDatabaseAsync(db => db.Database.ExecuteSqlAsync($"update enquiries set received_at = received_at - interval '800 days'; update messages set created_at = created_at - interval '200 days'", Ct));
        await WriteEnquiryAsync("new@example.cn", "新留言");
        await _app.DrainOutboxAsync();
        var now = _app.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        await _app.WithDatabaseAsync(db =>
        {
            foreach (var days in (int[])[10, 200]) db.Add(new SignInSession { PersonId = me.Id, Method = "test", SecondFactor = false, StartedAt = now.AddDays(-days), SeenAt = now.AddDays(-days) });
            return db.SaveChangesAsync(Ct);
        });
        await using var scope = _app.Services.CreateAsyncScope();
        await ActivatorUtilities.CreateInstance<Retention>(scope.ServiceProvider).ApplyAsync(Ct);
        (await _app.WithDatabaseAsync(db => db.Set<Enquiry>().SingleAsync(Ct))).Mail.ShouldBe("new@example.cn");
        (await _app.WithDatabaseAsync(db => db.Set<Message>().OrderBy(m => m.Id).Select(m => m.Address).ToListAsync(Ct))).ShouldBe(["", "new@example.cn"]);
        (await _app.WithDatabaseAsync(db => db.Set<SignInSession>().CountAsync(Ct))).ShouldBe(1);
    }

    private Task<int> WriteEnquiryAsync(string mail, string text) => _app.WithDatabaseAsync(async db =>
    {
        await using var scope = _app.Services.CreateAsyncScope();
        var sent = await scope.ServiceProvider.GetRequiredService<ContactDesk>().ReceiveAsync(new() { Role = EnquirerRole.Other, Text = text + "，请答复", Name = "某人", Mail = mail }, [], Guid.CreateVersion7(), Ct);
        sent.Succeeded.ShouldBeTrue();
        return await db.Set<Enquiry>().Where(e => e.Mail == mail).ExecuteUpdateAsync(set => set.SetProperty(e => e.Text, text), Ct);
    });

    private async Task<string> AskCodeAsync(HttpClient http, string phone)
    {
        (await http.PostFormAsync("/account/data/erase", "/account/data/erase?handler=Code", ("typed", "注销"))).StatusCode.ShouldBe(HttpStatusCode.OK);
        return await Visitor.CodeAsync(_app, phone);
    }
}
