using System.Net;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.StateMachines;
using Marketplace.Web.Reports;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Deals;

/// <summary>公示 of name and price that a public unit agreed on (Conversion Law Art. 18), and what is said against them. The other terms stay between the two.</summary>
public sealed class DealPublicity(AppDbContext db, DealReach reach, DealChecks checks, DealNotices notices, CaseBook book, ReportLimiter limiter, Workdays workdays, AuditLog audit, Actor actor, TimeProvider time)
{
    public Task<Outcome<Deal>> PubliciseAsync(Guid id, CancellationToken ct) => StepAsync(id, async deal =>
    {
        if (!(await checks.OfAsync(deal, ct)).IsPublicised) return [new("not_publicised", 409, DealTexts.NoPublicityNeeded)];
        if (book.Take(DealMachine.Machine, deal, DealCause.Publicise) is { } refused) return [refused];
        var today = Dates.Today(time);
        (deal.PublicFrom, deal.PublicUntil) = (today, DeclarationSteps.Publicity.LastDay(today, workdays));
        await db.SaveChangesAsync(ct);
        await notices.MovedAsync(deal, DealCause.Publicise, ct);
        return [];
    }, ct);

    /// <summary>Right: back to the terms.</summary>
    public Task<Outcome<Deal>> UpholdAsync(Guid id, string? reason, CancellationToken ct) => StepAsync(id, async deal =>
    {
        if (!await db.Set<DealObjection>().AnyAsync(o => o.DealId == id && o.State == ObjectionState.Open, ct)) return [new("state_forbids", 409, CaseTexts.StateForbids)];
        if (book.Take(DealMachine.Machine, deal, DealCause.UpholdObjection, new(Reason: reason)) is { } refused) return [refused];
        await db.Set<DealObjection>().Where(o => o.DealId == id && o.State == ObjectionState.Open)
            .ExecuteUpdateAsync(set => set.SetProperty(o => o.State, ObjectionState.Upheld).SetProperty(o => o.Answer, reason!.Trim()).SetProperty(o => o.AnsweredBy, actor.PersonId).SetProperty(o => o.AnsweredAt, time.GetUtcNow()), ct);
        DealFlow.BackToTerms(deal, Side.Either);
        await db.SaveChangesAsync(ct);
        await notices.MovedAsync(deal, DealCause.UpholdObjection, ct);
        return [];
    }, ct);

    public Task<Outcome<Deal>> DismissAsync(Guid id, Guid objection, string? answer, CancellationToken ct) => StepAsync(id, async deal =>
    {
        if (await db.Set<DealObjection>().SingleOrDefaultAsync(o => o.Id == objection && o.DealId == id, ct) is not { } one) return [Failures.OfStatus(404)];
        if (one.State != ObjectionState.Open) return [new("state_forbids", 409, CaseTexts.StateForbids)];
        if (string.IsNullOrWhiteSpace(answer) || answer.Trim().Length > DeclarationObjectionTable.TextMax) return [new("answer_missing", 400, DealTexts.AnswerMissing, "answer")];
        (one.State, one.Answer, one.AnsweredBy, one.AnsweredAt) = (ObjectionState.Dismissed, answer.Trim(), actor.PersonId, time.GetUtcNow());
        audit.Record(db, "deal.objection-dismissed", DealFiles.Of(id), new { objection });
        await db.SaveChangesAsync(ct);
        if (!await db.Set<DealObjection>().AnyAsync(o => o.DealId == id && o.State == ObjectionState.Open, ct)) await notices.ObjectionsSettledAsync(deal, ct);
        return [];
    }, ct);

    /// <summary>In public now, or whoever objected looks what became of it; null for everybody else.</summary>
    public async Task<(Deal Deal, DealCheck Check, DealObjection? Objection)?> FindAsync(Guid id, Guid? objection, CancellationToken ct)
    {
        if (await db.Set<Deal>().AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, ct) is not { } deal) return null;
        var own = objection is { } sent ? await db.Set<DealObjection>().AsNoTracking().SingleOrDefaultAsync(o => o.Id == sent && o.DealId == id, ct) : null;
        return deal.State == DealState.Publicity || own is not null ? (deal, await checks.OfAsync(deal, ct), own) : null;
    }

    public async Task<Outcome<DealObjection>> ObjectAsync(Guid id, NewObjection given, IPAddress? from, CancellationToken ct)
    {
        if (await db.Set<DealObjection>().AsNoTracking().SingleOrDefaultAsync(o => o.Id == given.Once && o.DealId == id, ct) is { } sent) return sent;
        if (given.Check() is { Count: > 0 } failures) return failures;
        if (!limiter.Admits(from)) return Failures.RateLimited();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // The night that ends the publicity waits, or was first.
        await db.Database.ExecuteSqlAsync($"select 1 from deals where id = {id} for update", ct);
        if (await db.Set<Deal>().SingleOrDefaultAsync(d => d.Id == id, ct) is not { State: DealState.Publicity } deal) return new Failure("publicity_over", 409, DeclareTexts.PublicityIsOver);
        var objection = new DealObjection { Id = given.Once, DealId = id, Name = given.Name!.Trim(), Contact = given.Contact!.Trim(), Text = given.Text!.Trim(), At = time.GetUtcNow() };
        db.Add(objection);
        audit.Record(db, "deal.objected", DealFiles.Of(id), new { objection = objection.Id });
        await db.SaveChangesAsync(ct);
        await notices.ObjectedAsync(deal, objection.Id, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return objection;
    }

    private async Task<Outcome<Deal>> StepAsync(Guid id, Func<Deal, Task<List<Failure>>> step, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (deal, side, refused) = await reach.LockAsync(id, Act.DisposePatents, ct);
        if (deal is null) return refused!;
        if (side != Side.Giver) return new Failure("holder_only", 403, DealTexts.HolderOnly);
        if (await step(deal) is { Count: > 0 } failures) return db.Dropped(failures);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return deal;
    }
}
