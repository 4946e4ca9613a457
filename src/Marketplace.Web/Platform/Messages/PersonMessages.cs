using Marketplace.Web.Data;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.SignIn;

namespace Marketplace.Web.Platform.Messages;

/// <summary>Writes to somebody who has an account: on the site always, and by mail, or by SMS where no mail address is confirmed.</summary>
public sealed class PersonMessages(Messenger messenger, MessageChannels channels)
{
    /// <summary>What the inbox and the opt-outs of a person go by.</summary>
    public static string KeyOf(Guid personId) => $"person:{personId}";

    /// <summary>Back from such a key.</summary>
    public static Guid? PersonOf(string key) => key.StartsWith("person:", StringComparison.Ordinal) && Guid.TryParse(key["person:".Length..], out var id) ? id : null;

    /// <param name="db">In the transaction of the change it tells about.</param>
    /// <param name="person">To whom.</param>
    /// <param name="template">What is said.</param>
    /// <param name="dedupe">Says what happened; recipient and channel are added.</param>
    /// <param name="parameters">Asked with the person's language as the current one.</param>
    /// <param name="inApp">Also on the site.</param>
    /// <param name="ct">The request ended.</param>
    public async Task QueueAsync(
        AppDbContext db, Person person, MessageTemplate template, string dedupe, Func<IReadOnlyDictionary<string, string>> parameters, bool inApp, CancellationToken ct)
    {
        if (!person.MaySignIn) return;
        var language = MessageLanguages.All.Contains(person.Language, StringComparer.Ordinal) ? person.Language : MessageLanguages.Chinese;
        var words = Language.In(language, parameters);
        foreach (var (channel, address) in Ways(person, inApp))
        {
            await messenger.QueueAsync(db, new()
            {
                Channel = channel,
                Address = address,
                RecipientKey = KeyOf(person.Id),
                Template = template,
                Language = language,
                DedupeKey = $"{dedupe}:{person.Id}:{channel}",
                Parameters = words,
            }, ct);
        }
    }

    private IEnumerable<(MessageChannel, string)> Ways(Person person, bool inApp)
    {
        if (inApp) yield return (MessageChannel.InApp, KeyOf(person.Id));
        if (person is { Email: { } mail, EmailConfirmed: true } && channels.IsOn(MessageChannel.Mail)) yield return (MessageChannel.Mail, mail);
        else if (person is { PhoneNumber: { } phone, PhoneNumberConfirmed: true } && channels.IsOn(MessageChannel.Sms)) yield return (MessageChannel.Sms, phone);
    }
}
