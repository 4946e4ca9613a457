using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Messages.Channels;
using Marketplace.Web.Platform.Messages.Reports;
using Marketplace.Web.Platform.Messages.Sandbox;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Platform.Messages;

public static class MessagesSetup
{
    public static void AddMessages(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        var demo = builder.Configuration.GetValue("demo", false);
        // A demonstration sends nothing for real, whatever else is configured.
        var sandbox = demo || builder.Configuration["Messages:Gateway"] == "sandbox";

        services.AddDataProtection();
        AddOptions<MessageOptions>(services, MessageOptions.Section).PostConfigure(o => o.Gateway = sandbox ? "sandbox" : o.Gateway);
        AddOptions<MailOptions>(services, "Messages:Mail");
        AddOptions<SmsOptions>(services, "Messages:Sms");
        AddOptions<WeChatOptions>(services, "Messages:WeChat");
        AddOptions<RobotOptions>(services, "Messages:Robots");
        AddOptions<SandboxOptions>(services, "Messages:Sandbox");

        services.AddHttpContextAccessor();
        services.AddMetrics();
        services.AddSingleton<MessageMetrics>();
        builder.AddMessageTemplates(MessageTemplates.BuiltIn);
        services.AddSingleton<MessageTemplates>();
        services.AddSingleton<Messenger>();
        services.AddSingleton<MessageChannels>();
        services.AddSingleton<PublicAddress>();
        services.AddSingleton<UnsubscribeLinks>();
        services.AddScoped<MessageStore>();
        services.AddScoped<InAppInbox>();
        services.AddSingleton<MessageDispatcher>();
        services.AddHostedService<MessageSender>();

        AddChannels(services, sandbox, mailServer: !demo && (!sandbox || builder.Configuration["Messages:Mail:Host"] is not null));
        if (sandbox) SandboxSetup.AddSandbox(services);
        if (demo) services.AddNavigation(920, "/messages/demo", () => MessagePageTexts.DemoNavigation);
        else services.Configure<RazorPagesOptions>(o => o.Conventions.AddPageRouteModelConvention("/Platform/Messages/Demo", page => page.Selectors.Clear()));
    }

    /// <summary>A feature's own templates; each is checked in every language at start.</summary>
    public static void AddMessageTemplates(this WebApplicationBuilder builder, IEnumerable<MessageTemplate> templates)
    {
        foreach (var template in templates) builder.Services.AddSingleton(template);
    }

    public static void MapMessages(this WebApplication app)
    {
        // Made now, so that a template with a fault stops the start.
        app.Services.GetRequiredService<MessageTemplates>();
        SmsReports.Map(app);
        if (app.Services.GetRequiredService<IOptions<MessageOptions>>().Value.IsSandbox) SandboxSetup.Map(app);
    }

    private static void AddChannels(IServiceCollection services, bool sandbox, bool mailServer)
    {
        if (mailServer) services.AddSingleton<IMessageChannel, MailChannel>();
        else services.AddSingleton<IMessageChannel, SandboxMail>();
        services.AddSingleton<IMessageChannel, InAppChannel>();
        services.AddSingleton<IMessageChannel, SmsChannel>();
        services.AddSingleton<IMessageChannel, WeChatTemplateChannel>();
        services.AddSingleton<WeChatToken>();
        AddClient<SmsOptions>(services, nameof(SmsChannel), "sms", sandbox, o => o.Timeout);
        AddClient<WeChatOptions>(services, nameof(WeChatTemplateChannel), "wechat", sandbox, o => o.Timeout);
        foreach (var protocol in new[] { RobotProtocol.WeCom, RobotProtocol.DingTalk, RobotProtocol.Feishu })
        {
            services.AddSingleton<IMessageChannel>(s => ActivatorUtilities.CreateInstance<GroupRobotChannel>(s, protocol));
            AddClient<RobotOptions>(services, GroupRobotChannel.ClientName(protocol.Channel), protocol.Channel.ToString().ToLowerInvariant(), sandbox, o => o.Timeout);
        }
    }

    private static void AddClient<T>(IServiceCollection services, string name, string gateway, bool sandbox, Func<T, TimeSpan> timeout) where T : class
    {
        var client = services.AddHttpClient(name)
            .ConfigureHttpClient((s, http) => http.Timeout = timeout(s.GetRequiredService<IOptions<T>>().Value))
            // They would write addresses of requests, which hold tokens.
            .RemoveAllLoggers();
        if (sandbox) client.AddHttpMessageHandler(s => new SandboxHandler(s.GetRequiredService<PublicAddress>(), gateway));
    }

    private static OptionsBuilder<T> AddOptions<T>(IServiceCollection services, string section) where T : class, ICheckedOptions
    {
        services.AddSingleton<IValidateOptions<T>, OptionsCheck<T>>();
        return services.AddOptions<T>().BindConfiguration(section).ValidateOnStart();
    }
}
