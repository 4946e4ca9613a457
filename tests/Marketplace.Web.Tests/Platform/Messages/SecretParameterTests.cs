using Marketplace.Testing;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Tests.Platform.SignIn;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Platform.Messages;

/// <summary>A code in the log of messages is as good as the phone it was sent to; so it does not stay there.</summary>
public sealed class SecretParameterTests(PostgresServer server, SmtpServer smtp) : IClassFixture<SmtpServer>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sent_for_real_the_code_is_gone_from_the_row_and_in_the_mail()
    {
        await using var app = await StartAsync([("Messages:Gateway", "real"), .. smtp.Settings]);
        const string address = "secret@example.cn";
        using var visitor = new Visitor(app);
        await visitor.AskCodeAsync(address);
        var mail = await smtp.ReadAsync(address, Ct);
        var row = await UntilAsync(app, m => m.State == MessageState.Accepted);
        row.Parameters.Keys.ShouldBe(["minutes"]);
        mail.Body.ShouldContain(row.Parameters["minutes"]);
        mail.Body.ShouldMatch("[0-9]{6}");
    }

    [Fact]
    public async Task What_is_refused_for_good_is_forgotten_too()
    {
        await using var app = await StartAsync([("Messages:Gateway", "real"), .. smtp.Settings]);
        using var visitor = new Visitor(app);
        await visitor.AskCodeAsync("refused@example.cn");
        (await UntilAsync(app, m => m.State == MessageState.Failed)).Parameters.Keys.ShouldNotContain("code");
    }

    [Fact]
    public async Task In_a_demonstration_it_can_be_read_while_it_is_good_and_no_longer()
    {
        var time = new ManualTime();
        await using var app = await StartAsync([("demo", "true")], services => services.AddSingleton<TimeProvider>(time));
        using var visitor = new Visitor(app);
        await visitor.AskCodeAsync("demo@example.cn");
        var code = await visitor.CodeForAsync("demo@example.cn");
        (await app.Http.GetStringAsync(await PageAsync(app), Ct)).ShouldContain(code);
        await UntilAsync(app, m => m.State == MessageState.Accepted);
        time.Advance(TimeSpan.FromMinutes(5));
        (await app.Http.GetStringAsync(await PageAsync(app), Ct)).ShouldNotContain(code);
        // And then from the row itself.
        await app.Services.GetRequiredService<MessageDispatcher>().ForgetSecretsAsync(Ct);
        (await UntilAsync(app, _ => true)).Parameters.Keys.ShouldNotContain("code");
    }

    /// <summary>The page that begins with the code: what the demonstration itself sends meanwhile is newer, and more than one page of it.</summary>
    private static Task<string> PageAsync(RunningApp app) => app.WithDatabaseAsync(async db =>
    {
        var code = await db.Set<Message>().Where(m => m.Template == "sign-in.code").Select(m => m.Id).SingleAsync(Ct);
        var newer = await db.Set<Message>().Where(m => m.Id > code).OrderBy(m => m.Id).Select(m => (Guid?)m.Id).FirstOrDefaultAsync(Ct);
        return newer is null ? "/messages/demo" : $"/messages/demo?after={newer}";
    });

    private async Task<RunningApp> StartAsync((string Key, string Value)[] settings, Action<IServiceCollection>? services = null) =>
        await RunningApp.StartAsync(await server.NewDatabaseAsync(), settings.ToDictionary(s => s.Key, s => (string?)s.Value, StringComparer.Ordinal), services);

    private static async Task<Message> UntilAsync(RunningApp app, Func<Message, bool> isThere)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        deadline.CancelAfter(TimeSpan.FromSeconds(30));
        while (true)
        {
            var row = await app.WithDatabaseAsync(db => db.Set<Message>().AsNoTracking().SingleAsync(m => m.Template == "sign-in.code", deadline.Token));
            if (isThere(row)) return row;
            await Task.Delay(50, deadline.Token);   // The dispatcher works by itself; nobody is told when a row of the log has changed.
        }
    }
}
