using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Marketplace.Testing;
using Marketplace.Web.Contact;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Api;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Messages;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Tests.Contact;

public sealed class ContactApiTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;
    private static readonly object s_enquiry = new { role = "enterprise", text = "奇异果贮藏时软化太快，想找保鲜办法", name = "买买提·艾力", phone = "13800001234" };

    [Fact]
    public async Task An_enquiry_is_kept_audited_and_acknowledged()
    {
        await using var app = await StartAsync();
        var response = await app.Http.PostAsJsonAsync("/api/v1/enquiries", s_enquiry, Ct);
        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        var reference = (await response.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("reference").GetString();
        var enquiry = await app.WithDatabaseAsync(db => db.Set<Enquiry>().SingleAsync(Ct));
        enquiry.Reference.ShouldBe(reference);
        (await app.WithDatabaseAsync(db => db.Set<AuditEntry>().SingleAsync(Ct))).ShouldSatisfyAllConditions(
            entry => entry.Act.ShouldBe("enquiry.received"), entry => entry.Subject.ShouldBe($"enquiry:{enquiry.Id}"), entry => entry.Details.ShouldNotContain("13800001234"));
        await app.DrainOutboxAsync();
        (await app.WithDatabaseAsync(db => db.Set<Message>().Select(m => new { m.Channel, m.Template, m.Address }).OrderBy(m => m.Template).ToListAsync(Ct))).ShouldBe(
        [
            new { Channel = MessageChannel.Mail, Template = "contact.operator", Address = "operator@example.cn" },
            new { Channel = MessageChannel.Sms, Template = "contact.received", Address = "13800001234" },
        ]);
    }

    [Fact]
    public async Task Every_mistake_is_named_at_once_with_its_field_in_the_callers_language()
    {
        await using var app = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/enquiries")
        {
            Content = JsonContent.Create(new { text = "x", name = new string('长', 51), phone = "12", mail = "nobody" }),
            Headers = { { "Accept-Language", "en" } },
        };
        var response = await app.Http.SendAsync(request, Ct);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Ct);
        problem.GetProperty("code").GetString().ShouldBe("validation_failed");
        problem.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("code").GetString()).ShouldBe(
            ["role_missing", "text_too_short", "name_too_long", "phone_wrong", "mail_wrong"]);
        problem.GetProperty("errors")[0].GetProperty("message").GetString().ShouldBe("Please choose who you are.");
        (await app.WithDatabaseAsync(db => db.Set<Enquiry>().CountAsync(Ct))).ShouldBe(0);
    }

    [Theory]
    [InlineData("13800001234")]
    [InlineData("138 0000 1234")]
    [InlineData("0909-2318888")]
    [InlineData("0909-2318888-801")]
    [InlineData("400-810-8888")]
    [InlineData("+86 13800001234")]
    public void Numbers_as_people_write_them_are_taken(string phone) =>
        ContactRules.Check(new() { Role = EnquirerRole.Other, Text = "想咨询一下", Name = "王五", Phone = phone }).ShouldBeEmpty();

    [Fact]
    public async Task The_same_request_again_gets_the_same_answer_and_is_done_once()
    {
        await using var app = await StartAsync();
        var first = await SendAsync(app, "key-1", s_enquiry);
        var second = await SendAsync(app, "key-1", s_enquiry);
        second.StatusCode.ShouldBe(HttpStatusCode.Created);
        second.Headers.GetValues("Idempotency-Replayed").ShouldBe(["true"]);
        (await second.Content.ReadAsStringAsync(Ct)).ShouldBe(await first.Content.ReadAsStringAsync(Ct));
        (await app.WithDatabaseAsync(db => db.Set<Enquiry>().CountAsync(Ct))).ShouldBe(1);
    }

    [Fact]
    public async Task Many_at_once_with_one_key_are_one_enquiry()
    {
        await using var app = await StartAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => SendAsync(app, "key-2", s_enquiry)));
        answers.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.Created);
        (await app.WithDatabaseAsync(db => db.Set<Enquiry>().CountAsync(Ct))).ShouldBe(1);
    }

    [Fact]
    public async Task A_key_used_for_something_else_is_refused_and_a_refused_request_may_be_mended()
    {
        await using var app = await StartAsync();
        (await SendAsync(app, "key-3", new { role = "other", text = "坏了" })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await SendAsync(app, "key-3", s_enquiry)).StatusCode.ShouldBe(HttpStatusCode.Created);
        var reused = await SendAsync(app, "key-3", new { role = "other", text = "换了内容", name = "王五", phone = "13800001234" });
        reused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await CodeAsync(reused)).ShouldBe("idempotency_key_reused");
        (await CodeAsync(await SendAsync(app, new string('k', 201), s_enquiry))).ShouldBe("idempotency_key_wrong");
    }

    [Fact]
    public async Task Whoever_guesses_a_key_without_knowing_the_request_does_not_read_its_answer()
    {
        await using var app = await StartAsync();
        var key = new string('k', 200);
        var reference = (await (await SendAsync(app, key, s_enquiry)).Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("reference").GetString()!;
        var stranger = await SendAsync(app, key, new { role = "other", text = "猜到了别人的编号", name = "王五", phone = "13800009999" });
        stranger.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await stranger.Content.ReadAsStringAsync(Ct)).ShouldNotContain(reference);
        (await SendAsync(app, key, s_enquiry, "?x=1")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task A_repeated_answer_is_written_like_the_first_one()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync(), map: web =>
            web.MapPost("/api/v1/echo", () => Microsoft.AspNetCore.Http.TypedResults.Json(new { role = EnquirerRole.Bureau })).For(Act.ReadPublic).TakesIdempotencyKey());
        var answers = new List<string>();
        for (var n = 0; n < 2; n++) answers.Add(await (await SendAsync(app, "key-4", new { }, path: "/api/v1/echo")).Content.ReadAsStringAsync(Ct));
        answers.ShouldBe(["{\"role\":\"bureau\"}", "{\"role\":\"bureau\"}"]);
    }

    [Fact]
    public async Task Without_a_mail_server_the_receipt_goes_by_text_message()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync(), new Dictionary<string, string?>
        {
            ["Site:ContactMail"] = "operator@example.cn",
            ["Messages:Sms:Url"] = "http://127.0.0.1:1/",
            ["Messages:Sms:AppId"] = "a",
            ["Messages:Sms:Secret"] = "s",
            ["Messages:Sms:SignName"] = "n",
        });
        var both = new { role = "other", text = "两种方式都留了", name = "王五", phone = "13800001234", mail = "wang@example.cn" };
        (await app.Http.PostAsJsonAsync("/api/v1/enquiries", both, Ct)).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await app.Http.PostAsJsonAsync("/api/v1/enquiries", new { role = "other", text = "只留了邮箱", name = "王五", mail = "wang@example.cn" }, Ct)).StatusCode.ShouldBe(HttpStatusCode.Created);
        await app.DrainOutboxAsync();
        (await app.WithDatabaseAsync(db => db.Set<Message>().Select(m => m.Channel).ToListAsync(Ct))).ShouldBe([MessageChannel.Sms]);
    }

    [Theory]
    [InlineData("{\"role\":", "malformed_json", 400)]
    [InlineData("{\"role\": \"nobody\"}", "malformed_json", 400)]
    [InlineData("[1,2]", "malformed_json", 400)]
    public async Task What_is_not_the_json_we_take_says_so(string body, string code, int status)
    {
        await using var app = await StartAsync();
        var response = await app.Http.PostAsync("/api/v1/enquiries", new StringContent(body, Encoding.UTF8, "application/json"), Ct);
        ((int)response.StatusCode).ShouldBe(status);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await CodeAsync(response)).ShouldBe(code);
    }

    private async Task<RunningApp> StartAsync() => await RunningApp.StartAsync(
        await server.NewDatabaseAsync(), new Dictionary<string, string?> { ["Site:ContactMail"] = "operator@example.cn", ["Messages:Gateway"] = "sandbox" });

    private static async Task<HttpResponseMessage> SendAsync(RunningApp app, string key, object enquiry, string query = "", string path = "/api/v1/enquiries")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path + query) { Content = JsonContent.Create(enquiry), Headers = { { "Idempotency-Key", key } } };
        return await app.Http.SendAsync(request, Ct);
    }

    private static async Task<string?> CodeAsync(HttpResponseMessage response) =>
        (await response.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("code").GetString();
}
