using System.Globalization;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations.ApiClients;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.SignIn;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.People;

/// <summary>What a security administrator does with other people's accounts: closes one that is misused, opens it again, signs everybody out.</summary>
public sealed class AccountDesk(AppDbContext db, FactorResetDesk resets, AccountMessages messages, MissingAdministrator administrators, ApiClientDesk keys, AuditLog audit, Actor actor, TimeProvider time)
{
    public const int ReasonMin = 5;
    public const int ReasonMax = 500;

    /// <summary>By number or address in full, or by id: nobody leafs through people.</summary>
    public async Task<Guid?> FindAsync(string? typed, CancellationToken ct)
    {
        var found = Guid.TryParse(typed?.Trim(), out var id) ? await db.Set<Person>().SingleOrDefaultAsync(p => p.Id == id, ct)
            : LoginName.Parse(typed) is { } login ? await login.FindAsync(db, ct) : null;
        audit.Record(db, "person.looked-up", found is null ? "person:unknown" : $"person:{found.Id}", succeeded: found is not null);
        await db.SaveChangesAsync(ct);
        return found?.Id;
    }

    public async Task<Outcome<Person>> CloseAsync(Guid id, string? reason, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await LockedAsync(id, ct) is not { } person) return Failures.OfStatus(StatusCodes.Status404NotFound);
        // Nobody locks themselves out by mistake; and so one security administrator is always left.
        if (id == actor.Id) return new Failure("own_account", 409, PeopleTexts.OwnAccount);
        if (person.DisabledAt is not null) return Failures.Conflict();
        if (Reason(reason) is { } missing) return missing;
        var now = time.GetUtcNow();
        person.DisabledAt = now;
        db.Add(new AccountClosing { PersonId = id, Reason = reason!.Trim(), ClosedBy = actor.Id, ClosedAt = now });
        audit.Record(db, "person.closed", $"person:{id}");
        await db.SaveChangesAsync(ct);
        await EndSessionsAsync(db.Set<SignInSession>().Where(s => s.PersonId == id), ct);
        await resets.StopAsync(id, null, ct);
        await administrators.AskAfterAsync(id, ct);
        await keys.AskToCheckAsync(id, ct);
        await messages.TellAsync(person, AccountMessages.Closed, $"account.closed:{id}:{now.UtcTicks}", [("when", Dates.Minute(now)), ("reason", reason.Trim())], ct);
        await transaction.CommitAsync(ct);
        return person;
    }

    public async Task<Outcome<Person>> ReopenAsync(Guid id, string? reason, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await LockedAsync(id, ct) is not { } person) return Failures.OfStatus(StatusCodes.Status404NotFound);
        if (person.DisabledAt is null) return Failures.Conflict();
        if (Reason(reason) is { } missing) return missing;
        var now = time.GetUtcNow();
        person.DisabledAt = null;
        if (await db.Set<AccountClosing>().SingleOrDefaultAsync(c => c.PersonId == id && c.ReopenedAt == null, ct) is { } closing)
            (closing.ReopenReason, closing.ReopenedBy, closing.ReopenedAt) = (reason!.Trim(), actor.Id, now);
        audit.Record(db, "person.reopened", $"person:{id}");
        await db.SaveChangesAsync(ct);
        await messages.TellAsync(person, AccountMessages.Reopened, $"account.reopened:{id}:{now.UtcTicks}", [("when", Dates.Minute(now))], ct);
        await transaction.CommitAsync(ct);
        return person;
    }

    /// <summary>After a leak: everybody but the one who says so signs in anew.</summary>
    public async Task<int> SignEverybodyOutAsync(Guid? mine, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var ended = await EndSessionsAsync(db.Set<SignInSession>().Where(s => s.Id != mine), ct);
        audit.Record(db, "person.everybody-signed-out", "people", new { ended });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return ended;
    }

    internal static Failure? Reason(string? reason, string field = "reason") => reason?.Trim().Length is >= ReasonMin and <= ReasonMax ? null
        : new("reason_wrong", 400, string.Format(CultureInfo.CurrentCulture, PeopleTexts.ReasonWrong, ReasonMin, ReasonMax), field);

    private Task<int> EndSessionsAsync(IQueryable<SignInSession> which, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        return which.Where(s => s.EndedAt == null).ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now), ct);
    }

    /// <summary>Two administrators at once: the second waits and sees what the first did.</summary>
    private async Task<Person?> LockedAsync(Guid id, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"select 1 from people where id = {id} for update", ct);
        return await db.Set<Person>().SingleOrDefaultAsync(p => p.Id == id && p.ErasedAt == null, ct);
    }
}
