using System.Text.Json.Nodes;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Messages.Channels;

namespace Marketplace.Web.Platform.Messages.Sandbox;

/// <summary>The gateways that cannot be had on a developer's machine, behind the same protocols.</summary>
public static class SandboxSetup
{
    public static void AddSandbox(IServiceCollection services)
    {
        services.AddSingleton<SandboxSms>();
        services.AddSingleton<SandboxWeChat>();
        services.AddSingleton<SandboxRobots>();
        services.AddHttpClient(nameof(SandboxSms)).RemoveAllLoggers();
        services.AddOptions<SmsOptions>().PostConfigure<MessageTemplates>((sms, templates) =>
        {
            // A placeholder: SandboxHandler puts this program's own address in its place.
            sms.Url ??= new Uri("http://sandbox.invalid/send");
            if (sms.AppId == "") sms.AppId = "sandbox";
            if (sms.Secret == "") sms.Secret = SandboxSecret.Value;
            if (sms.SignName == "") sms.SignName = "专利转化";
            foreach (var template in templates.All)
                sms.Templates.TryAdd(template.Key, MessageLanguages.All.ToDictionary(l => l, l => $"SANDBOX_{template.Key}_{l}", StringComparer.Ordinal));
        });
        services.AddOptions<WeChatOptions>().PostConfigure<MessageTemplates>((weChat, templates) =>
        {
            if (weChat.AppId == "") weChat.AppId = "wxsandbox";
            if (weChat.Secret == "") weChat.Secret = SandboxSecret.Value;
            foreach (var template in templates.All)
                weChat.Templates.TryAdd(template.Key, MessageLanguages.All.ToDictionary(l => l, l => Template(template, l), StringComparer.Ordinal));
        });
    }

    public static void Map(WebApplication app)
    {
        var sandbox = app.MapGroup("/sandbox").DisableAntiforgery().ExcludeFromDescription().For(Act.CallSigned);
        sandbox.MapPost("/sms/{**path}", (HttpRequest request, SandboxSms sms, CancellationToken ct) => sms.SendAsync(request, ct));
        sandbox.MapPost("/wechat/cgi-bin/stable_token", (JsonObject body, SandboxWeChat weChat) => weChat.Token(body));
        sandbox.MapPost("/wechat/cgi-bin/message/template/send", (string? access_token, JsonObject body, SandboxWeChat weChat, CancellationToken ct) =>
            weChat.SendAsync(access_token, body, ct));
        sandbox.MapPost("/wecom/cgi-bin/webhook/send", (string? key, JsonObject body, SandboxRobots robots, CancellationToken ct) => robots.WeComAsync(key, body, ct));
        sandbox.MapPost("/dingtalk/robot/send", (string? access_token, string? timestamp, string? sign, JsonObject body, SandboxRobots robots, CancellationToken ct) =>
            robots.DingTalkAsync(access_token, timestamp, sign, body, ct));
        sandbox.MapPost("/feishu/open-apis/bot/v2/hook/{token}", (string token, JsonObject body, SandboxRobots robots, CancellationToken ct) =>
            robots.FeishuAsync(token, body, ct));
    }

    private static WeChatTemplate Template(MessageTemplate template, string language)
    {
        var made = new WeChatTemplate { Id = $"SANDBOX_{template.Key}_{language}" };
        foreach (var (parameter, index) in template.Parameters.Select((p, i) => (p, i + 1))) made.Fields[$"thing{index}"] = parameter;
        return made;
    }
}
