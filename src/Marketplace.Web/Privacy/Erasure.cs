using System.Globalization;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Outbox;
using Marketplace.Web.Platform.SignIn;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Privacy;

public sealed record PersonErased(Guid PersonId);

/// <summary>注销账号: erases a person from everything the law does not make us keep (PIPL Art. 47). There is no way back.</summary>
public sealed class Erasure(AppDbContext db, IEnumerable<IPersonalData> sections, IEnumerable<IHandOver> handOvers, AuditLog audit, TimeProvider time)
{
    public const string Erased = "person.erased";

    /// <summary>Active organisations that would be left without an administrator.</summary>
    public async Task<IReadOnlyList<string>> LastAdministratorOfAsync(Guid personId, CancellationToken ct) =>
        await (from m in db.Set<Membership>()
               join o in db.Set<Organisation>() on m.OrganisationId equals o.Id
               where m.PersonId == personId && m.Until == null && o.State == OrganisationState.Active
                   // The platform itself is run by others than administrators; without this one nobody could answer for accounts.
                   && (m.Role == Role.Administrator || m.Role == Role.SecurityAdministrator)
                   && !db.Set<Membership>().Any(other => other.OrganisationId == m.OrganisationId && other.PersonId != personId && other.Role == m.Role && other.Until == null
                       && db.Set<Person>().Any(p => p.Id == other.PersonId && p.DisabledAt == null && p.ErasedAt == null))
               orderby o.Name, o.Id
               select o.Name).ToListAsync(ct);

    public async Task<Outcome<string>> EraseAsync(Guid personId, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Two administrators who leave at the same moment: the second one waits and finds itself the last.
        await db.Database.ExecuteSqlAsync($"""
            select 1 from memberships m where m.role in ('Administrator', 'SecurityAdministrator') and m.until is null
              and m.organisation_id in (select organisation_id from memberships where person_id = {personId} and until is null) order by m.id for update
            """, ct);
        var left = await LastAdministratorOfAsync(personId, ct);
        if (left.Count > 0) return LastAdministrator(left);
        await HandOverAsync(personId, ct);
        var now = time.GetUtcNow();
        foreach (var section in sections.OrderBy(s => s is PersonData ? 1 : 0)) await section.EraseAsync(db, personId, now, ct);
        db.Publish(Erased, personId, new PersonErased(personId));
        audit.Record(db, Erased, $"person:{personId}");
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return "erased";
    }

    internal static Failure LastAdministrator(IReadOnlyList<string> of) =>
        new("last_administrator", 409, string.Format(CultureInfo.CurrentCulture, PrivacyTexts.LastAdministrator, string.Join(", ", of)));

    /// <summary>What is open in their hands goes to the administrator who has been there longest; nobody waits for somebody who is gone.</summary>
    private async Task HandOverAsync(Guid personId, CancellationToken ct)
    {
        foreach (var organisation in await db.Set<Membership>().Where(m => m.PersonId == personId && m.Until == null).Select(m => m.OrganisationId).Distinct().ToListAsync(ct))
        {
            var heir = await MissingAdministrator.Administrators(db).Where(m => m.OrganisationId == organisation && m.PersonId != personId)
                .OrderBy(m => m.Since).ThenBy(m => m.Id).Select(m => (Guid?)m.PersonId).FirstOrDefaultAsync(ct);
            if (heir is null) continue;
            foreach (var handOver in handOvers) await handOver.MoveAsync(db, organisation, personId, heir.Value, ct);
        }
    }
}

/// <summary>A feature that keeps copies elsewhere (a search index, say) removes them in a handler of its own; this one takes the event off the list.</summary>
internal sealed class PersonErasedFollower(ILogger<PersonErasedFollower> logger) : IOutboxHandler
{
    public string Kind => Erasure.Erased;

    public Task ApplyAsync(OutboxEvent happened, AppDbContext db, CancellationToken ct)
    {
        logger.LogInformation("The person {Person} was erased at their wish", happened.Read<PersonErased>().PersonId);
        return Task.CompletedTask;
    }
}
