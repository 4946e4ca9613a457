using Marketplace.Testing;
using System.Net;
using System.Text;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.Messages.Channels;
using Marketplace.Web.Platform.Messages.Sandbox;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Tests.Platform.Messages;

public sealed class SmsChannelTests(PostgresServer postgres)
{
    [Theory]
    [InlineData("13800000000", MessageState.Delivered, null)]
    [InlineData("13800000001", MessageState.Delivered, null)]
    [InlineData("13800000002", MessageState.Failed, "REFUSED")]
    [InlineData("13800000003", MessageState.Failed, "INVALID_NUMBER")]
    [InlineData("13800000004", MessageState.Queued, "OVER_QUOTA")]
    [InlineData("13800000005", MessageState.Queued, "http_503")]
    [InlineData("13800000006", MessageState.Failed, "UNREACHABLE")]
    [InlineData("13800000007", MessageState.Accepted, null)]
    public async Task Every_number_of_the_sandbox_behaves_as_documented(string number, MessageState state, string? code)
    {
        await using var world = await MessagesWorld.StartAsync(postgres, ("Messages:Sandbox:SlowFor", "00:00:00.05"));
        var request = MessagesWorld.Request(MessageChannel.Sms, number);
        await world.SentAsync(request);
        await world.Services.GetRequiredService<SandboxSms>().ReportedAsync();
        var message = await world.FindAsync(request);
        (message.State, message.ErrorCode).ShouldBe((state, code));
        if (state is MessageState.Delivered or MessageState.Accepted) message.GatewayId.ShouldBe($"sms-{message.Id:N}");
    }

    [Fact]
    public async Task A_gateway_slower_than_the_timeout_is_tried_again()
    {
        await using var world = await MessagesWorld.StartAsync(postgres, ("Messages:Sandbox:SlowFor", "01:00:00"), ("Messages:Sms:Timeout", "00:00:00.2"));
        (await world.AskAsync(MessagesWorld.Request(MessageChannel.Sms, "13800000001"))).ShouldBe(SendResult.Transient("timeout"));
    }

    [Fact]
    public async Task A_real_gateway_that_is_away_is_tried_again()
    {
        await using var world = await MessagesWorld.StartAsync(postgres,
            ("Messages:Gateway", "real"), ("Messages:Sms:Url", "http://127.0.0.1:1/send"), ("Messages:Sms:AppId", "a"), ("Messages:Sms:Secret", "s"),
            ("Messages:Sms:SignName", "n"), ("Messages:Sms:Templates:message.test:zh-CN", "SMS_1"));
        (await world.AskAsync(MessagesWorld.Request(MessageChannel.Sms, "13800000000"))).ShouldBe(SendResult.Transient("unreachable"));
        (await world.AskAsync(MessagesWorld.Request(MessageChannel.Sms, "13800000000") with { Language = "ug" })).Code.ShouldBe("template_not_registered");
        (await world.AskAsync(MessagesWorld.Request(MessageChannel.WeChat, "o"))).ShouldBe(SendResult.Off);
        (await world.AskAsync(MessagesWorld.Request(MessageChannel.WeCom, "o"))).Code.ShouldBe("robot_unknown");
        // This program has the pages of all features and the services of messages alone: the till of payments is taken away by theirs, and so is the page of signatures.
        world.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .ShouldNotContain(e => e.RoutePattern.RawText!.Contains("sandbox") && !e.RoutePattern.RawText.Contains("sandbox/till") && !e.RoutePattern.RawText.Contains("sandbox/signer"));
    }

    [Theory]
    [InlineData("good", 0, HttpStatusCode.NoContent, MessageState.Delivered)]
    [InlineData("good", 299, HttpStatusCode.NoContent, MessageState.Delivered)]
    [InlineData("good", 301, HttpStatusCode.Unauthorized, MessageState.Accepted)]
    [InlineData("good", -301, HttpStatusCode.Unauthorized, MessageState.Accepted)]
    [InlineData("wrong", 0, HttpStatusCode.Unauthorized, MessageState.Accepted)]
    [InlineData("none", 0, HttpStatusCode.Unauthorized, MessageState.Accepted)]
    [InlineData("othertext", 0, HttpStatusCode.Unauthorized, MessageState.Accepted)]
    public async Task A_report_counts_only_when_signed_just_now(string signature, int age, HttpStatusCode status, MessageState state)
    {
        await using var world = await MessagesWorld.StartAsync(postgres);
        var request = MessagesWorld.Request(MessageChannel.Sms, "13800000007");
        var message = await world.SentAsync(request);
        (await ReportAsync(world, $$"""{"id":"{{message.Id}}","state":"delivered"}""", signature, age)).ShouldBe(status);
        (await world.FindAsync(request)).State.ShouldBe(state);
    }

    [Fact]
    public async Task A_later_report_never_changes_a_final_state_nor_another_channels_message()
    {
        await using var world = await MessagesWorld.StartAsync(postgres);
        var (sms, mail) = (MessagesWorld.Request(MessageChannel.Sms, "13800000007"), MessagesWorld.Request(MessageChannel.Mail, "a@example.cn"));
        var (first, other) = (await world.SentAsync(sms), await world.SentAsync(mail));
        await ReportAsync(world, $$"""{"id":"{{first.Id}}","state":"delivered"}""");
        (await ReportAsync(world, $$"""{"id":"{{first.Id}}","state":"failed","code":"X"}""")).ShouldBe(HttpStatusCode.NoContent);
        (await ReportAsync(world, $$"""{"id":"{{other.Id}}","state":"failed","code":"X"}""")).ShouldBe(HttpStatusCode.NoContent);
        (await world.FindAsync(sms)).State.ShouldBe(MessageState.Delivered);
        (await world.FindAsync(mail)).State.ShouldBe(MessageState.Accepted);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("""{"id":"x","state":"delivered"}""")]
    [InlineData("""{"id":"0195571e-0000-7000-8000-000000000000","state":"perhaps"}""")]
    public async Task Rubbish_is_a_bad_request(string body)
    {
        await using var world = await MessagesWorld.StartAsync(postgres);
        (await ReportAsync(world, body)).ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_body_larger_than_any_report_is_refused()
    {
        await using var world = await MessagesWorld.StartAsync(postgres);
        (await ReportAsync(world, new string(' ', 5000))).ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    private static async Task<HttpStatusCode> ReportAsync(MessagesWorld world, string body, string signature = "good", int age = 0)
    {
        var secret = signature == "wrong" ? "guess" : world.Services.GetRequiredService<IOptions<SmsOptions>>().Value.Secret;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/messages/reports/sms") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        var signed = Encoding.UTF8.GetBytes(signature == "othertext" ? body + " " : body);
        if (signature != "none") SmsSignature.Sign(request, secret, signed, world.Time.GetUtcNow().AddSeconds(-age));
        using var response = await world.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
