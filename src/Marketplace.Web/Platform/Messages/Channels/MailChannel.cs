using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Text;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Platform.Messages.Channels;

/// <summary>Section <c>Messages:Mail</c>. Without a host the channel is off.</summary>
public sealed class MailOptions : ICheckedOptions
{
    public string? Host { get; set; }
    public int Port { get; set; } = 587;
    public string? User { get; set; }
    public string? Password { get; set; }
    public string From { get; set; } = "";
    public string FromName { get; set; } = "专利转化供需对接平台";
    public bool StartTls { get; set; } = true;
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    public string? Fault() => Host is null ? null
        : !MailAddress.TryCreate(From, out _) ? "Messages:Mail:From is not a mail address."
        : Port is < 1 or > 65535 ? "Messages:Mail:Port is 1 to 65535."
        : (User is null) != (Password is null) ? "Messages:Mail needs both User and Password, or neither."
        : User is not null && !StartTls ? "Messages:Mail sends a password only over STARTTLS."
        : Timeout <= TimeSpan.Zero ? "Messages:Mail:Timeout must be positive."
        : null;
}

/// <summary>Mail over SMTP; the text goes out plain and as the same words in simple HTML.</summary>
public sealed class MailChannel(IOptions<MailOptions> options, TimeProvider time) : IMessageChannel
{
    public MessageChannel Channel => MessageChannel.Mail;

    public bool IsOn => options.Value.Host is not null;

    public async Task<SendResult> SendAsync(OutgoingMessage message, CancellationToken ct)
    {
        var mail = options.Value;
        if (mail.Host is null) return SendResult.Off;
        if (!MailAddress.TryCreate(message.Message.Address, out var to)) return SendResult.Permanent("wrong_address");
        using var timeout = new CancellationTokenSource(mail.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, ct);
        using var letter = Letter(message, new MailAddress(mail.From, mail.FromName), to);
        using var smtp = new SmtpClient(mail.Host, mail.Port) { EnableSsl = mail.StartTls };
        if (mail.User is not null) smtp.Credentials = new NetworkCredential(mail.User, mail.Password);
        try
        {
            await smtp.SendMailAsync(letter, either.Token);
            return SendResult.Accepted(letter.Headers["Message-ID"]);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested) { return SendResult.Transient("timeout"); }
        catch (SmtpException e) { return OfStatus((int)e.StatusCode); }
    }

    private static SendResult OfStatus(int status) => status switch
    {
        452 => SendResult.OverQuota("smtp_452"),
        // Our own credentials or encryption are at fault: once somebody puts them right, the mail can go.
        530 or 534 or 535 => SendResult.Transient($"smtp_{status}"),
        >= 500 and < 600 => SendResult.Permanent($"smtp_{status}"),
        > 0 => SendResult.Transient($"smtp_{status}"),
        _ => SendResult.Transient("unreachable"),
    };

    private static MailMessage Letter(OutgoingMessage message, MailAddress from, MailAddress to)
    {
        // SmtpClient refuses line breaks in a subject by itself; this keeps the second lock in our hands.
        if (message.Text.Subject.Any(char.IsControl)) throw new InvalidOperationException("A subject has a control character.");
        var label = MessageTexts.ResourceManager.GetString(nameof(MessageTexts.Unsubscribe), System.Globalization.CultureInfo.GetCultureInfo(message.Text.Language));
        var text = message.UnsubscribeUrl is null ? message.Text.Text : $"{message.Text.Text}\n\n{label}: {message.UnsubscribeUrl}";
        var letter = new MailMessage(from, to) { Subject = message.Text.Subject, SubjectEncoding = Encoding.UTF8 };
        letter.AlternateViews.Add(AlternateView.CreateAlternateViewFromString(text, Encoding.UTF8, MediaTypeNames.Text.Plain));
        letter.AlternateViews.Add(AlternateView.CreateAlternateViewFromString(
            message.Text.ToHtml(message.UnsubscribeUrl, label), Encoding.UTF8, MediaTypeNames.Text.Html));
        // The same id on every attempt: a mailbox that gets it twice can tell.
        letter.Headers["Message-ID"] = $"<{message.Message.Id:N}@{from.Host}>";
        letter.Headers["Auto-Submitted"] = "auto-generated";
        if (message.UnsubscribeUrl is not null)
        {
            letter.Headers["List-Unsubscribe"] = $"<{message.UnsubscribeUrl}>";
            // RFC 8058: the mailbox's own button may do it.
            letter.Headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click";
        }
        return letter;
    }
}
