using Marketplace.Web.Data;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.SignIn;

namespace Marketplace.Web.People;

/// <summary>What is told about an account when somebody else decides about it: by text message and by mail, so that one stolen way hides nothing.</summary>
public sealed class AccountMessages(AppDbContext db, Messenger messenger, MessageChannels channels)
{
    public static readonly MessageTemplate Closed = Make("account.closed", nameof(PeopleTexts.MessageClosedSubject), nameof(PeopleTexts.MessageClosedText), "when", "reason");
    public static readonly MessageTemplate Reopened = Make("account.reopened", nameof(PeopleTexts.MessageReopenedSubject), nameof(PeopleTexts.MessageReopenedText), "when");
    public static readonly MessageTemplate ResetAsked = Make("factor-reset.asked", nameof(PeopleTexts.MessageAskedSubject), nameof(PeopleTexts.MessageAskedText), "when");
    public static readonly MessageTemplate ResetGranted = Make("factor-reset.granted", nameof(PeopleTexts.MessageGrantedSubject), nameof(PeopleTexts.MessageGrantedText), "from", "until");
    public static readonly MessageTemplate ResetRefused = Make("factor-reset.refused", nameof(PeopleTexts.MessageRefusedSubject), nameof(PeopleTexts.MessageRefusedText), "reason");

    /// <summary>To the administrators of their organisations: whoever knows better can say so before it is decided.</summary>
    public static readonly MessageTemplate ResetColleague = Make("factor-reset.colleague", nameof(PeopleTexts.MessageColleagueSubject), nameof(PeopleTexts.MessageColleagueText), "person", "when");

    public static readonly IReadOnlyList<MessageTemplate> All = [Closed, Reopened, ResetAsked, ResetGranted, ResetRefused, ResetColleague];

    /// <summary>In the caller's transaction; also to whoever may not sign in any more.</summary>
    public async Task TellAsync(Person person, MessageTemplate template, string dedupe, IReadOnlyList<(string Name, string Value)> words, CancellationToken ct)
    {
        foreach (var (channel, address) in Ways(person))
        {
            await messenger.QueueAsync(db, new()
            {
                Channel = channel,
                Address = address,
                RecipientKey = PersonMessages.KeyOf(person.Id),
                Template = template,
                Language = MessageLanguages.All.Contains(person.Language, StringComparer.Ordinal) ? person.Language : MessageLanguages.Chinese,
                DedupeKey = $"{dedupe}:{channel}",
                Parameters = words.ToDictionary(w => w.Name, w => w.Value, StringComparer.Ordinal),
            }, ct);
        }
    }

    private IEnumerable<(MessageChannel, string)> Ways(Person person)
    {
        if (person is { PhoneNumber: { } phone, PhoneNumberConfirmed: true } && channels.IsOn(MessageChannel.Sms)) yield return (MessageChannel.Sms, phone);
        if (person is { Email: { } mail, EmailConfirmed: true } && channels.IsOn(MessageChannel.Mail)) yield return (MessageChannel.Mail, mail);
    }

    private static MessageTemplate Make(string key, string subject, string text, params string[] parameters) => new()
    {
        Key = key,
        Texts = PeopleTexts.ResourceManager,
        SubjectName = subject,
        TextName = text,
        Parameters = parameters,
        Purpose = MessagePurpose.Service,
        // Whoever did not ask for it must hear of it at night, too.
        Urgent = true,
    };
}
