using System.Net;
using System.Net.Security;
using Marketplace.Testing;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.Messages.Channels;

namespace Marketplace.Web.Tests.Platform.Messages;

/// <summary>Mail is encrypted on the way to the server, and only to the server it is meant for.</summary>
public sealed class StartTlsTests(PostgresServer postgres, SecureSmtpServer secure, SmtpServer plain) : IClassFixture<SecureSmtpServer>, IClassFixture<SmtpServer>
{
    static StartTlsTests()
    {
#pragma warning disable SYSLIB0014, MA0039 // The only way to tell SmtpClient which certificate to trust.
        // For the name only: under its number the server keeps the certificate nobody trusts.
        ServicePointManager.ServerCertificateValidationCallback = (sender, _, _, errors) => errors == SslPolicyErrors.None || sender is SslStream { TargetHostName: "localhost" };
#pragma warning restore SYSLIB0014, MA0039
    }

    [Fact]
    public async Task Mail_and_password_go_over_it()
    {
        await using var world = await MessagesWorld.StartAsync(postgres, Settings(secure, "localhost"));
        (await world.SentAsync(MessagesWorld.Request(MessageChannel.Mail, "a@example.cn"))).State.ShouldBe(MessageState.Accepted);
        var mail = await secure.ReadAsync("a@example.cn", TestContext.Current.CancellationToken);
        (mail.Secure, mail.User).ShouldBe((true, "mailer"));
    }

    [Fact]
    public async Task To_a_server_whose_certificate_is_not_trusted_nothing_is_said()
    {
        await using var world = await MessagesWorld.StartAsync(postgres, Settings(secure, "127.0.0.1"));
        (await world.AskAsync(MessagesWorld.Request(MessageChannel.Mail, "a@example.cn"))).Outcome.ShouldBe(SendOutcome.Transient);
    }

    [Fact]
    public async Task To_a_server_that_does_not_offer_it_nothing_is_said()
    {
        await using var world = await MessagesWorld.StartAsync(postgres, Settings(plain, "localhost"));
        (await world.AskAsync(MessagesWorld.Request(MessageChannel.Mail, "a@example.cn"))).Outcome.ShouldBe(SendOutcome.Transient);
    }

    private static (string, string)[] Settings(SmtpServer smtp, string host) =>
    [
        .. smtp.Settings.Where(s => s.Key is not ("Messages:Mail:Host" or "Messages:Mail:StartTls")),
        ("Messages:Mail:Host", host), ("Messages:Mail:StartTls", "true"), ("Messages:Mail:User", "mailer"), ("Messages:Mail:Password", "secret"),
    ];
}
