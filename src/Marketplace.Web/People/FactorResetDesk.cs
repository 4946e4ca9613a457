using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.SignIn;
using Marketplace.Web.Platform.SignIn.Factors;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.People;

/// <summary>
/// The way back in without the second factor. The rule: two people (who asks never decides), the person is told on every way they have, and a day
/// goes by before it works, in which any right code stops it.
/// </summary>
public sealed class FactorResetDesk(
    AppDbContext db, SecondFactorDesk factors, AccountMessages messages, PersonMail mail, WorkDesk work, Workdays workdays, AuditLog audit, IOptions<SignInOptions> options, Actor actor, TimeProvider time)
{
    public const string Work = "factor-reset.decide";

    /// <summary>Somebody waits before a closed door; the same as for codes that do not arrive would be too short to recognise anybody.</summary>
    private const int AnswerWithinWorkdays = 2;

    /// <summary>More in a month is no bad luck any more.</summary>
    private const int AskedAtMost = 3;

    /// <summary>Whoever does not come for it by then has found their phone.</summary>
    private static readonly TimeSpan s_goodFor = TimeSpan.FromDays(14);

    public Task<FactorReset?> OpenAsync(Guid person, CancellationToken ct) => Open(person).AsNoTracking().SingleOrDefaultAsync(ct);

    /// <summary>By whoever has shown the first factor and stands before the second.</summary>
    public async Task<Outcome<FactorReset>> AskAsync(Guid personId, string? reason, CancellationToken ct)
    {
        if (AccountDesk.Reason(reason) is { } missing) return missing;
        var now = time.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"select 1 from people where id = {personId} for update", ct);
        if (await db.Set<Person>().SingleOrDefaultAsync(p => p.Id == personId, ct) is not { MaySignIn: true } person) return SignInDesk.Closed();
        if (await Open(personId).SingleOrDefaultAsync(ct) is { } open) return open;   // A double click, or asked again: that one stands.
        var month = now.AddDays(-30);
        if (await db.Set<FactorReset>().CountAsync(r => r.PersonId == personId && r.AskedAt > month, ct) >= AskedAtMost)
            return new Failure("too_many_resets", 429, PeopleTexts.ResetTooMany, "reason");
        var reset = new FactorReset { PersonId = personId, Reason = reason!.Trim(), AskedAt = now, State = FactorResetState.Asked };
        db.Add(reset);
        audit.Record(db, "factor-reset.asked", $"person:{personId}", new { reset = reset.Id });
        await db.SaveChangesAsync(ct);
        await work.AddAsync(db, new(Work, Key(reset.Id), new Audience.Holders(await PlatformOperator.IdAsync(db, ct), Role.SecurityAdministrator), $"/people/resets/{reset.Id}",
            new Dictionary<string, string>(StringComparer.Ordinal), workdays.After(Dates.Day(now), AnswerWithinWorkdays), WaitingPersonId: personId), ct);
        await messages.TellAsync(person, AccountMessages.ResetAsked, $"factor-reset.asked:{reset.Id}", [("when", Dates.Minute(now))], ct);
        await TellColleaguesAsync(person, reset, ct);
        await transaction.CommitAsync(ct);
        return reset;
    }

    public async Task<Outcome<FactorReset>> DecideAsync(Guid id, bool? granted, string? answer, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"select 1 from factor_resets where id = {id} for update", ct);
        if (await db.Set<FactorReset>().SingleOrDefaultAsync(r => r.Id == id, ct) is not { } reset) return Failures.OfStatus(StatusCodes.Status404NotFound);
        if (reset.PersonId == actor.Id) return new Failure("separation_of_duties", 409, AccessTexts.SeparationOfDuties);
        if (reset.State != FactorResetState.Asked) return Failures.Conflict();
        if (granted is null) return new Failure("decision_missing", 400, PeopleTexts.DecisionMissing, "decision");
        if (AccountDesk.Reason(answer, "answer") is { } missing) return missing;
        var now = time.GetUtcNow();
        (reset.DecidedBy, reset.DecidedAt, reset.Answer) = (actor.Id, now, answer!.Trim());
        reset.State = granted.Value ? FactorResetState.Granted : FactorResetState.Refused;
        if (granted.Value) reset.EffectiveAt = now + options.Value.FactorResetWait;
        audit.Record(db, granted.Value ? "factor-reset.granted" : "factor-reset.refused", $"person:{reset.PersonId}", new { reset = id });
        await db.SaveChangesAsync(ct);
        await work.DoneAsync(db, Key(id), actor.Id, ct);
        var person = await db.Set<Person>().AsNoTracking().SingleAsync(p => p.Id == reset.PersonId, ct);
        if (reset.EffectiveAt is { } from)
            await messages.TellAsync(person, AccountMessages.ResetGranted, $"factor-reset.granted:{id}", [("from", Dates.Minute(from)), ("until", Dates.Minute(from + s_goodFor))], ct);
        else
            await messages.TellAsync(person, AccountMessages.ResetRefused, $"factor-reset.refused:{id}", [("reason", reset.Answer)], ct);
        await transaction.CommitAsync(ct);
        return reset;
    }

    /// <summary>A right code was shown, the person says no, or the account was closed. In the caller's transaction, or by itself.</summary>
    public async Task StopAsync(Guid personId, Guid? by, CancellationToken ct)
    {
        if (await Open(personId).SingleOrDefaultAsync(ct) is not { } reset) return;
        reset.State = FactorResetState.Stopped;
        audit.Record(db, "factor-reset.stopped", $"person:{personId}", new { reset = reset.Id });
        await db.SaveChangesAsync(ct);
        await work.DoneAsync(db, Key(reset.Id), by, ct);
    }

    /// <summary>True when a granted one has waited long enough: the old second factor is off then, and every session of it ended.</summary>
    public async Task<bool> TakeAsync(Person person, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (await db.Set<FactorReset>().SingleOrDefaultAsync(r => r.PersonId == person.Id && r.State == FactorResetState.Granted && r.EffectiveAt <= now, ct) is not { } reset) return false;
        if (now > reset.EffectiveAt + s_goodFor)
        {
            await StopAsync(person.Id, null, ct);
            return false;
        }
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Stopped or taken in another window at this moment: then there is nothing left to take.
        if (await db.Set<FactorReset>().Where(r => r.Id == reset.Id && r.State == FactorResetState.Granted).ExecuteUpdateAsync(set => set.SetProperty(r => r.State, FactorResetState.Done), ct) == 0) return false;
        db.Entry(reset).State = EntityState.Detached;
        audit.Record(db, "factor-reset.done", $"person:{person.Id}", new { reset = reset.Id });
        await factors.RemoveAsync(person, ct);
        await db.Set<SignInSession>().Where(s => s.PersonId == person.Id && s.EndedAt == null).ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now), ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    private async Task TellColleaguesAsync(Person person, FactorReset reset, CancellationToken ct)
    {
        var organisations = db.Set<Membership>().Where(m => m.PersonId == person.Id && m.Until == null).Select(m => m.OrganisationId);
        var administrators = await db.Set<Membership>()
            .Where(m => organisations.Contains(m.OrganisationId) && m.Role == Role.Administrator && m.Until == null && m.PersonId != person.Id).Select(m => m.PersonId).Distinct().ToListAsync(ct);
        await mail.TellAsync(db, administrators, AccountMessages.ResetColleague, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["person"] = WorkActions.OneLine(person.DisplayName),
            ["when"] = Dates.Minute(reset.AskedAt),
        }, $"factor-reset.colleague:{reset.Id}", ct);
    }

    private IQueryable<FactorReset> Open(Guid person) =>
        db.Set<FactorReset>().Where(r => r.PersonId == person && (r.State == FactorResetState.Asked || r.State == FactorResetState.Granted));

    private static string Key(Guid id) => $"{Work}:{id}";
}
