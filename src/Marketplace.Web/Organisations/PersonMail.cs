using Marketplace.Web.Data;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.SignIn;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations;

/// <summary>Tells people something: on the site, and by mail where they confirmed an address; in their language.</summary>
public sealed class PersonMail(Messenger messenger)
{
    public async Task TellAsync(
        AppDbContext db, IReadOnlyCollection<Guid> people, MessageTemplate template, IReadOnlyDictionary<string, string> words, string what, CancellationToken ct)
    {
        var readers = await db.Set<Person>().AsNoTracking().Where(p => people.Contains(p.Id) && p.ErasedAt == null)
            .Select(p => new { p.Id, p.Language, Mail = p.EmailConfirmed ? p.Email : null }).OrderBy(p => p.Id).ToListAsync(ct);
        foreach (var reader in readers)
        {
            var key = $"person:{reader.Id}";
            await QueueAsync(MessageChannel.InApp, key);
            if (reader.Mail is { } address) await QueueAsync(MessageChannel.Mail, address);

            Task<bool> QueueAsync(MessageChannel channel, string address) => messenger.QueueAsync(db, new()
            {
                Channel = channel,
                Address = address,
                RecipientKey = key,
                Template = template,
                Language = MessageLanguages.All.Contains(reader.Language, StringComparer.Ordinal) ? reader.Language : MessageLanguages.Chinese,
                DedupeKey = $"{what}:{channel}:{reader.Id:N}",
                Parameters = words,
            }, ct);
        }
    }
}
