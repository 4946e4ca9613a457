using System.Net.Mail;
using Marketplace.Web.Platform.Messages.Channels;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Platform.Messages.Sandbox;

/// <summary>Stands in for a mail server in the demonstration, and in a sandbox that has none configured.</summary>
public sealed class SandboxMail(IOptions<SandboxOptions> options, TimeProvider time) : IMessageChannel
{
    public MessageChannel Channel => MessageChannel.Mail;

    public bool IsOn => true;

    public async Task<SendResult> SendAsync(OutgoingMessage message, CancellationToken ct)
    {
        if (!MailAddress.TryCreate(message.Message.Address, out var to)) return SendResult.Permanent("wrong_address");
        var behaviour = SandboxSteering.Of(to.User);
        if (behaviour == SandboxBehaviour.Slow) await Task.Delay(options.Value.SlowFor, time, ct);
        return behaviour switch
        {
            SandboxBehaviour.Refused => SendResult.Permanent("smtp_554"),
            SandboxBehaviour.WrongNumber => SendResult.Permanent("smtp_550"),
            SandboxBehaviour.OverQuota => SendResult.OverQuota("smtp_452"),
            SandboxBehaviour.Broken => SendResult.Transient("smtp_451"),
            _ => SendResult.Accepted($"<{message.Message.Id:N}@sandbox>"),
        };
    }
}
