using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Marketplace.Web.Platform.Messages;

/// <summary>Links that take somebody off a list without signing in: the token is signed and encrypted with the program's keys, and does not run out.</summary>
public sealed class UnsubscribeLinks(IDataProtectionProvider protection, PublicAddress address)
{
    private readonly IDataProtector _protector = protection.CreateProtector("Messages.Unsubscribe");

    public string For(Message message) => address.Of($"/messages/unsubscribe/{Token(message.RecipientKey, message.Purpose, message.Channel)}");

    public string Token(string recipientKey, string purpose, MessageChannel channel) => _protector.Protect($"{channel}\n{purpose}\n{recipientKey}");

    public MessageOptOut? Read(string token, DateTimeOffset now)
    {
        try
        {
            var parts = _protector.Unprotect(token).Split('\n', 3);
            return new MessageOptOut { Channel = Enum.Parse<MessageChannel>(parts[0]), Purpose = parts[1], RecipientKey = parts[2], CreatedAt = now };
        }
        catch (CryptographicException) { return null; }
    }
}
