using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Marketplace.Testing;
using Marketplace.Web.Contact;
using Marketplace.Web.Platform.Files;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Tests.Contact;

public sealed partial class ContactPageTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sent_with_a_file_it_gives_a_receipt_whose_link_opens_that_file_and_no_script()
    {
        await using var app = await StartAsync();
        using var form = await FormAsync(app);
        form.Add(new ByteArrayContent("%PDF-1.7 内容"u8.ToArray()), "attachments", "营业执照.pdf");
        var sent = await app.Http.PostAsync("/contact", form, Ct);
        sent.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var receipt = await app.Http.GetStringAsync(sent.Headers.Location, Ct);
        receipt.ShouldContain("138****1234");
        receipt.ShouldNotContain("13800001234");
        var file = await app.Http.GetAsync(FileLink.Match(receipt).Groups["link"].Value, Ct);
        (await file.Content.ReadAsStringAsync(Ct)).ShouldBe("%PDF-1.7 内容");
        file.Headers.GetValues("Content-Security-Policy").Single().ShouldBe("default-src 'none'; sandbox");
        file.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        (await app.Http.GetAsync("/files/forged", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await app.Http.GetAsync("/contact/sent/forged", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_form_sent_twice_is_one_enquiry_with_one_receipt()
    {
        await using var app = await StartAsync();
        var fields = await FieldsAsync(app);
        var answers = new List<HttpResponseMessage>();
        for (var n = 0; n < 2; n++) answers.Add(await app.Http.PostAsync("/contact", new FormUrlEncodedContent(fields), Ct));
        answers.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.Redirect);
        (await app.WithDatabaseAsync(db => db.Set<Enquiry>().CountAsync(Ct))).ShouldBe(1);
    }

    [Fact]
    public async Task What_was_typed_stays_and_nothing_is_half_saved_when_a_file_is_refused()
    {
        await using var app = await StartAsync();
        using var form = await FormAsync(app);
        form.Add(new ByteArrayContent("%PDF-1.7"u8.ToArray()), "attachments", "好.pdf");
        form.Add(new ByteArrayContent("<script>"u8.ToArray()), "attachments", "坏.pdf");
        var refused = await app.Http.PostAsync("/contact", form, Ct);
        refused.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        var page = await refused.Content.ReadAsStringAsync(Ct);
        page.ShouldContain("“坏.pdf”的内容与文件名不符");
        page.ShouldContain("奇异果贮藏时软化太快");
        page.ShouldContain("checked");
        (await app.WithDatabaseAsync(db => db.Set<Enquiry>().CountAsync(Ct))).ShouldBe(0);
        (await app.WithDatabaseAsync(db => db.Set<StoredContent>().CountAsync(Ct))).ShouldBe(0);
    }

    [Fact]
    public async Task A_file_or_a_body_too_large_is_said_so()
    {
        await using var app = await StartAsync(("Files:MaxBytes", "1000"), ("Files:MaxFilesAtOnce", "2"));
        using var large = await FormAsync(app);
        large.Add(new ByteArrayContent(Encoding.UTF8.GetBytes("%PDF-" + new string('x', 2000))), "attachments", "大.pdf");
        (await app.Http.PostAsync("/contact", large, Ct)).StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);

        using var huge = await FormAsync(app);
        huge.Add(new ByteArrayContent(new byte[3_000_000]), "attachments", "huge.pdf");
        var response = await app.Http.PostAsync("/contact", huge, Ct);
        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await response.Content.ReadAsStringAsync(Ct)).ShouldContain("E413-");
    }

    [Theory]
    [InlineData("?role=enterprise", "Enterprise")]
    [InlineData("?role=bureau", "Bureau")]
    [InlineData("?role=nobody", null)]
    [InlineData("", null)]
    public async Task The_link_may_say_who_comes(string query, string? role)
    {
        await using var app = await StartAsync();
        var page = await app.Http.GetStringAsync("/contact" + query, Ct);
        Checked.Matches(page).Select(match => match.Groups["value"].Value).ShouldBe(role is null ? [] : [role]);
        (await app.Http.GetStringAsync("/", Ct)).ShouldContain("href=\"/contact?role=enterprise\"");
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public async Task Only_a_demonstration_leads_to_its_messages(string demo, bool there)
    {
        await using var app = await StartAsync(("demo", demo));
        (await app.Http.GetStringAsync("/", Ct)).Contains("href=\"/messages/demo\"", StringComparison.Ordinal).ShouldBe(there);
    }

    [Fact]
    public async Task Without_the_forms_token_nothing_is_taken()
    {
        await using var app = await StartAsync();
        var response = await app.Http.PostAsync("/contact", new FormUrlEncodedContent([new("role", "Other")]), Ct);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync(Ct)).ShouldContain("E400-");
    }

    private async Task<RunningApp> StartAsync(params (string Key, string Value)[] settings) =>
        await RunningApp.StartAsync(await server.NewDatabaseAsync(), settings.ToDictionary(s => s.Key, s => (string?)s.Value, StringComparer.Ordinal));

    private static async Task<Dictionary<string, string>> FieldsAsync(RunningApp app)
    {
        var page = await app.Http.GetStringAsync("/contact", Ct);
        return new(StringComparer.Ordinal)
        {
            ["__RequestVerificationToken"] = Token.Match(page).Groups["value"].Value,
            ["once"] = Once.Match(page).Groups["value"].Value,
            ["role"] = "Enterprise",
            ["text"] = "奇异果贮藏时软化太快",
            ["name"] = "买买提·艾力",
            ["phone"] = "13800001234",
        };
    }

    private static async Task<MultipartFormDataContent> FormAsync(RunningApp app)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in await FieldsAsync(app)) form.Add(new StringContent(value), name);
        return form;
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"(?<value>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Token { get; }

    [GeneratedRegex("checked=[^>]* value=\"(?<value>[A-Za-z]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Checked { get; }

    [GeneratedRegex("name=\"once\" value=\"(?<value>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Once { get; }

    [GeneratedRegex("href=\"(?<link>/files/[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FileLink { get; }
}
