using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Pledges;

/// <summary>共有人同意 to a pledge (Art. 14(2)): asked of those who are here, shown on paper of the others. An agreement names the terms by their hash; others are agreed to anew.</summary>
public sealed class PledgeConsents(AppDbContext db, PledgeReach reach, PledgeChecks checks, PledgeNotices notices, AccessCheck access, AuditLog audit, FileStore files, Actor actor, TimeProvider time)
{
    public async Task<Outcome<Pledge>> AskAsync(Guid id, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (pledge, _, refused) = await reach.LockAsync(id, Act.KeepLicences, ct, Side.Giver);
        if (pledge is null) return refused!;
        if (!IsOpen(pledge)) return Closed();
        var check = await checks.OfAsync(pledge, ct);
        var ask = check.Others.Where(holder => holder.OrganisationId is not null && (check.ConsentOf(holder) is not { } given || !check.Holds(given))).ToList();
        if (ask.Count == 0) return new Failure("nobody_to_ask", 409, DeclareTexts.NobodyToAsk);
        foreach (var holder in ask)
        {
            Keep(check, holder, ConsentState.Asked, null);
            await notices.AskConsentAsync(pledge, holder.OrganisationId!.Value, ct);
        }
        return await DoneAsync(pledge, "pledge.consents-asked", new { asked = ask.Count }, transaction, ct);
    }

    /// <summary>What another patentee signed.</summary>
    public async Task<Outcome<Pledge>> ShowAsync(Guid id, string? name, IFormFile? paper, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (pledge, _, refused) = await reach.LockAsync(id, Act.KeepLicences, ct, Side.Giver);
        if (pledge is null) return refused!;
        if (!IsOpen(pledge)) return Closed();
        var check = await checks.OfAsync(pledge, ct);
        if (check.Others.FirstOrDefault(other => other.FoldedName == name) is not { } holder) return Failures.OfStatus(404);
        if (paper is null) return new Failure("paper_missing", 400, DeclareTexts.ConsentPaperMissing, "consentPaper");
        var file = await files.AddAsync(db, paper, PledgeFiles.Of(id), ct);
        if (!file.Succeeded) return file.Failures.Select(f => f with { Field = "consentPaper" }).ToList();
        Keep(check, holder, ConsentState.Agreed, file.Value.Id);
        await notices.ConsentSettledAsync(pledge, holder.OrganisationId, ct);
        return await DoneAsync(pledge, "pledge.consent-shown", new { holder.Name, file = file.Value.Id }, transaction, ct);
    }

    /// <summary>By the one who was asked.</summary>
    public async Task<Outcome<Pledge>> AnswerAsync(Guid id, bool agrees, string? reason, string? termsRead, CancellationToken ct)
    {
        if (await AskedAsync(id, ct) is null) return Failures.OfStatus(404);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"select 1 from pledges where id = {id} for update", ct);
        var pledge = await db.Set<Pledge>().SingleAsync(p => p.Id == id, ct);
        var check = await checks.OfAsync(pledge, ct);
        if (!IsOpen(pledge)) return Closed();
        if (termsRead != check.Version.Sha256) return new Failure("terms_changed", 409, DeclareTexts.ConsentTermsChanged);
        if (Consents.Refuse(agrees, reason) is { } unsaid) return unsaid;
        var consent = await db.Set<PledgeConsent>().SingleAsync(c => c.PledgeId == id && c.OrganisationId == actor.ActingFor, ct);
        Say(consent, check, agrees ? ConsentState.Agreed : ConsentState.Refused, agrees ? null : reason!.Trim(), null);
        await notices.ConsentSettledAsync(pledge, actor.ActingFor, ct);
        return await DoneAsync(pledge, "pledge.consent-answered", new { organisation = actor.ActingFor, agrees }, transaction, ct);
    }

    /// <summary>For the page of the one who was asked; null: nobody asked them.</summary>
    public async Task<(Pledge Pledge, PledgeCheck Check, PledgeConsent Consent)?> AskedAsync(Guid id, CancellationToken ct)
    {
        if (actor.ActingFor is not { } own || !access.May(Act.DisposePatents, (await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.Id == own, ct)).Target)) return null;
        if (await db.Set<PledgeConsent>().AsNoTracking().SingleOrDefaultAsync(c => c.PledgeId == id && c.OrganisationId == own, ct) is not { } consent) return null;
        var pledge = await db.Set<Pledge>().AsNoTracking().SingleAsync(p => p.Id == id, ct);
        return (pledge, await checks.OfAsync(pledge, ct), consent);
    }

    /// <summary>Until the office has what it registers.</summary>
    public static bool IsOpen(Pledge pledge) => pledge.State is PledgeState.Draft or PledgeState.Offered or PledgeState.Agreed or PledgeState.Returned or PledgeState.Refused;

    private void Keep(PledgeCheck check, PatentHolder holder, ConsentState state, Guid? paper)
    {
        var consent = check.ConsentOf(holder);
        if (consent is not null) db.Attach(consent);
        else
        {
            consent = new() { PledgeId = check.Pledge.Id, FoldedName = holder.FoldedName, Name = holder.Name, OrganisationId = holder.OrganisationId, State = state, At = time.GetUtcNow() };
            db.Add(consent);
        }
        Say(consent, check, state, null, paper);
    }

    private void Say(PledgeConsent consent, PledgeCheck check, ConsentState state, string? reason, Guid? paper) =>
        consent.Say(state, check.Version.Sha256, reason, paper, actor.PersonId, time.GetUtcNow());

    private async Task<Outcome<Pledge>> DoneAsync(Pledge pledge, string what, object facts, Microsoft.EntityFrameworkCore.Storage.IDbContextTransaction transaction, CancellationToken ct)
    {
        audit.Record(db, what, PledgeFiles.Of(pledge.Id), facts);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return pledge;
    }

    private static Failure Closed() => new("state_forbids", 409, CaseTexts.StateForbids);
}
