using System.Resources;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.SignIn;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations;

/// <summary>Tells several people the same thing, each in their language and by the ways they have.</summary>
public sealed class PersonMail(PersonMessages messages)
{
    /// <summary>Something that happened to an organisation; its name is the first of the words.</summary>
    public static MessageTemplate About(ResourceManager texts, string key, string subject, string text, params ReadOnlySpan<string> more) => new()
    {
        Key = key,
        Texts = texts,
        SubjectName = subject,
        TextName = text,
        Parameters = ["organisation", .. more],
        Purpose = MessagePurpose.Service,
    };

    public Task TellAsync(AppDbContext db, IReadOnlyCollection<Guid> people, MessageTemplate template, IReadOnlyDictionary<string, string> words, string what, CancellationToken ct) =>
        TellAsync(db, people, template, () => words, what, ct);

    /// <param name="db">The unit of work.</param>
    /// <param name="people">Whom.</param>
    /// <param name="template">The message.</param>
    /// <param name="words">What fills it, asked in the language of each.</param>
    /// <param name="what">What it is about: told once.</param>
    /// <param name="ct">The caller left.</param>
    public async Task TellAsync(AppDbContext db, IReadOnlyCollection<Guid> people, MessageTemplate template, Func<IReadOnlyDictionary<string, string>> words, string what, CancellationToken ct)
    {
        foreach (var person in await db.Set<Person>().AsNoTracking().Where(p => people.Contains(p.Id)).OrderBy(p => p.Id).ToListAsync(ct))
            await messages.QueueAsync(db, person, template, what, words, inApp: true, ct);
    }
}
