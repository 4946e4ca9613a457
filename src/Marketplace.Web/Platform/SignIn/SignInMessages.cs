using Marketplace.Web.Data;
using Marketplace.Web.Platform.Messages;

namespace Marketplace.Web.Platform.SignIn;

/// <summary>What is told about an account by message.</summary>
public static class SignInMessages
{
    /// <summary>A code that arrives later than it is good for only confuses; quiet hours do not hold for somebody who waits.</summary>
    public static readonly MessageTemplate Code = Make("sign-in.code", nameof(SignInTexts.MessageCodeSubject), nameof(SignInTexts.MessageCodeText), "code", "minutes") with { GoodFor = TimeSpan.FromMinutes(5), Secrets = ["code"] };

    public static readonly MessageTemplate PasswordChanged = Make("account.password", nameof(SignInTexts.MessagePasswordSubject), nameof(SignInTexts.MessagePasswordText), "when");
    public static readonly MessageTemplate ContactChanged = Make("account.contact", nameof(SignInTexts.MessageContactSubject), nameof(SignInTexts.MessageContactText), "when", "to");
    public static readonly MessageTemplate FactorChanged = Make("account.factor", nameof(SignInTexts.MessageFactorSubject), nameof(SignInTexts.MessageFactorText), "when");

    public static readonly IReadOnlyList<MessageTemplate> All = [Code, PasswordChanged, ContactChanged, FactorChanged];

    /// <summary>To the person, by the way they are surest to see; in the caller's transaction.</summary>
    public static async Task TellAsync(this Messenger messenger, AppDbContext db, Person person, MessageTemplate template, DateTimeOffset at, CancellationToken ct)
    {
        if ((person.PhoneNumber ?? person.Email) is not { } address) return;
        await messenger.QueueAsync(db, new()
        {
            Channel = person.PhoneNumber is null ? MessageChannel.Mail : MessageChannel.Sms,
            Address = address,
            RecipientKey = $"person:{person.Id}",
            Template = template,
            Language = MessageLanguages.All.Contains(person.Language, StringComparer.Ordinal) ? person.Language : MessageLanguages.Chinese,
            DedupeKey = $"{template.Key}:{person.Id}:{at.UtcTicks}",
            Parameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["when"] = Face.Dates.Minute(at) },
        }, ct);
    }

    private static MessageTemplate Make(string key, string subject, string text, params string[] parameters) => new()
    {
        Key = key,
        Texts = SignInTexts.ResourceManager,
        SubjectName = subject,
        TextName = text,
        Parameters = parameters,
        Purpose = MessagePurpose.Service,
        // Whoever did not do it themselves must hear of it at night, too.
        Urgent = true,
    };
}
