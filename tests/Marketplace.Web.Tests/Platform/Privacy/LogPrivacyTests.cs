using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Marketplace.Testing;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Tests.Platform.Messages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Platform.Privacy;

/// <summary>Whatever the log level: who wrote, what they wrote and the links that open it stay out of the log.</summary>
public sealed partial class LogPrivacyTests(PostgresServer server)
{
    private const string Phone = "13871235648";
    private const string Mail = "zhangweimin@secret.example";
    private const string Name = "张卫民";
    private const string Text = "配方里的催化剂比例";
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Debug")]
    [InlineData("Information")]
    public async Task An_enquiry_and_an_unsubscription_leave_no_personal_data_and_no_link(string level)
    {
        using var log = new CapturedLog();
        await using var app = await RunningApp.StartAsync(
            await server.NewDatabaseAsync(),
            new Dictionary<string, string?> { ["Logging:LogLevel:Default"] = level, ["Messages:Gateway"] = "sandbox", ["Messages:PollEvery"] = "00:00:00.2", ["Site:ContactMail"] = "operator@secret.example" },
            map: web => web.MapGet("/bug/{token}", string (string token) => throw new InvalidOperationException(Text + token)).For(Act.ReadPublic), logs: log);

        var sent = (await SendAsync(app)).Split('/')[^1];
        var file = FileLink.Match(await app.Http.GetStringAsync("/contact/sent/" + sent, Ct)).Groups["token"].Value;
        (await app.Http.GetAsync("/files/" + file, Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        // Refusals talk more than successes do.
        await app.Http.PostAsJsonAsync("/api/v1/enquiries", new { text = Text, name = Name, phone = Phone + "x", mail = Mail + "@" }, Ct);
        await app.Http.PostAsync("/api/v1/enquiries", new StringContent($"{{\"role\":\"{Name}\"}}", System.Text.Encoding.UTF8, "application/json"), Ct);
        await app.Http.GetAsync("/bug/" + sent, Ct);
        var unsubscribe = app.Services.GetRequiredService<UnsubscribeLinks>().Token("person:" + Mail, "notices", MessageChannel.Mail);
        (await app.Http.GetAsync("/messages/unsubscribe/" + unsubscribe, Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await app.Http.PostAsync("/messages/unsubscribe/" + unsubscribe, null, Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await MessagesAreOutAsync(app);

        var lines = log.Lines.ToList();
        lines.ShouldContain(line => line.Contains("Message ", StringComparison.Ordinal));
        lines.ShouldContain(line => line.Contains("A bug at /bug/{token}: System.InvalidOperationException", StringComparison.Ordinal));
        foreach (var secret in (string[])[Phone, "zhangweimin", "secret.example", Name, Text, sent, file, unsubscribe])
            lines.ShouldNotContain(line => line.Contains(secret, StringComparison.Ordinal), secret);
    }

    private static async Task<string> SendAsync(RunningApp app)
    {
        var page = await app.Http.GetStringAsync("/contact", Ct);
        using var form = new MultipartFormDataContent
        {
            { new StringContent(Token.Match(page).Groups["value"].Value), "__RequestVerificationToken" },
            { new StringContent(Once.Match(page).Groups["value"].Value), "once" },
            { new StringContent("Enterprise"), "role" },
            { new StringContent(Text), "text" },
            { new StringContent(Name), "name" },
            { new StringContent(Phone), "phone" },
            { new StringContent(Mail), "mail" },
            { new ByteArrayContent("%PDF-1.7"u8.ToArray()), "attachments", Name + ".pdf" },
        };
        return (await app.Http.PostAsync("/contact", form, Ct)).Headers.Location!.OriginalString;
    }

    private static async Task MessagesAreOutAsync(RunningApp app)
    {
        await app.DrainOutboxAsync();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        while (await app.WithDatabaseAsync(db => db.Set<Message>().CountAsync(m => m.State == MessageState.Accepted, patience.Token)) < 2) await Task.Delay(50, patience.Token);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"(?<value>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Token { get; }

    [GeneratedRegex("name=\"once\" value=\"(?<value>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Once { get; }

    [GeneratedRegex("href=\"/files/(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FileLink { get; }
}
