using Marketplace.Web.Data;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Messages;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.Web.Platform.SignIn.Account;

/// <summary>Puts a proven number or address in place of the old one.</summary>
public sealed class ContactChange(AppDbContext db, UserManager<Person> people, Messenger messenger, AuditLog audit, TimeProvider time)
{
    public async Task<Failure?> ApplyAsync(Guid id, LoginName proven, CancellationToken ct)
    {
        var person = await db.Set<Person>().SingleAsync(p => p.Id == id, ct);
        var mobile = proven.Channel == MessageChannel.Sms;
        var before = mobile ? person.PhoneNumber : person.Email;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (mobile) (person.PhoneNumber, person.PhoneNumberConfirmed) = (proven.Address, true);
        else (person.Email, person.NormalizedEmail, person.EmailConfirmed) = (proven.Address, people.NormalizeEmail(proven.Address), true);
        audit.Record(db, "person.contact-changed", $"person:{id}", new { kind = mobile ? "phone" : "mail" });
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            // Said only to whoever has just proven the number to be theirs.
            return new("contact_taken", 409, SignInTexts.ContactTaken, "code");
        }
        if (before is not null && before != proven.Address) await TellOldAsync(person, before, proven, ct);
        await transaction.CommitAsync(ct);
        return null;
    }

    private Task<bool> TellOldAsync(Person person, string before, LoginName proven, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        return messenger.QueueAsync(db, new()
        {
            Channel = proven.Channel,
            Address = before,
            RecipientKey = $"person:{person.Id}",
            Template = SignInMessages.ContactChanged,
            Language = MessageLanguages.All.Contains(person.Language, StringComparer.Ordinal) ? person.Language : MessageLanguages.Chinese,
            DedupeKey = $"account.contact:{person.Id}:{now.UtcTicks}",
            Parameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["when"] = Dates.Minute(now), ["to"] = proven.Masked },
        }, ct);
    }
}
