using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Files;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Deals;

/// <summary>共有人同意 to a deal (Art. 14(2)): asked of those who are here, shown on paper of the others. An agreement names the terms by their hash; others are agreed to anew.</summary>
public sealed class DealConsents(AppDbContext db, DealReach reach, DealChecks checks, DealNotices notices, AccessCheck access, AuditLog audit, FileStore files, Actor actor, TimeProvider time)
{
    public async Task<Outcome<Deal>> AskAsync(Guid id, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (deal, _, refused) = await reach.LockAsync(id, Act.KeepLicences, ct);
        if (deal is null) return refused!;
        if (!IsOpen(deal)) return Closed();
        var check = await checks.OfAsync(deal, ct);
        var ask = check.Others.Where(holder => holder.OrganisationId is not null && (check.ConsentOf(holder) is not { } given || !check.Holds(given))).ToList();
        if (ask.Count == 0) return new Failure("nobody_to_ask", 409, DeclareTexts.NobodyToAsk);
        foreach (var holder in ask)
        {
            Keep(deal, check, holder, ConsentState.Asked, null);
            await notices.AskConsentAsync(deal, holder.OrganisationId!.Value, ct);
        }
        return await DoneAsync(deal, "deal.consents-asked", new { asked = ask.Count }, transaction, ct);
    }

    /// <summary>What another patentee signed.</summary>
    public async Task<Outcome<Deal>> ShowAsync(Guid id, string? name, IFormFile? paper, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (deal, _, refused) = await reach.LockAsync(id, Act.KeepLicences, ct);
        if (deal is null) return refused!;
        if (!IsOpen(deal)) return Closed();
        var check = await checks.OfAsync(deal, ct);
        if (check.Others.FirstOrDefault(other => other.FoldedName == name) is not { } holder) return Failures.OfStatus(404);
        if (paper is null) return new Failure("paper_missing", 400, DeclareTexts.ConsentPaperMissing, "consentPaper");
        var file = await files.AddAsync(db, paper, DealFiles.Of(id), ct);
        if (!file.Succeeded) return file.Failures.Select(f => f with { Field = "consentPaper" }).ToList();
        Keep(deal, check, holder, ConsentState.Agreed, file.Value.Id);
        await notices.ConsentSettledAsync(deal, holder.OrganisationId, ct);
        return await DoneAsync(deal, "deal.consent-shown", new { holder.Name, file = file.Value.Id }, transaction, ct);
    }

    /// <summary>By the one who was asked.</summary>
    public async Task<Outcome<Deal>> AnswerAsync(Guid id, bool agrees, string? reason, string? termsRead, CancellationToken ct)
    {
        if (await AskedAsync(id, ct) is not var (_, check, _)) return Failures.OfStatus(404);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"select 1 from deals where id = {id} for update", ct);
        var deal = await db.Set<Deal>().SingleAsync(d => d.Id == id, ct);
        check = await checks.OfAsync(deal, ct);
        if (!IsOpen(deal)) return Closed();
        if (termsRead != check.Proposal?.Sha256) return new Failure("terms_changed", 409, DeclareTexts.ConsentTermsChanged);
        if (Consents.Refuse(agrees, reason) is { } unsaid) return unsaid;
        var consent = await db.Set<DealConsent>().SingleAsync(c => c.DealId == id && c.OrganisationId == actor.ActingFor, ct);
        Say(consent, check, agrees ? ConsentState.Agreed : ConsentState.Refused, agrees ? null : reason!.Trim(), null);
        await notices.ConsentSettledAsync(deal, actor.ActingFor, ct);
        return await DoneAsync(deal, "deal.consent-answered", new { organisation = actor.ActingFor, agrees }, transaction, ct);
    }

    /// <summary>For the page of the one who was asked; null: nobody asked them.</summary>
    public async Task<(Deal Deal, DealCheck Check, DealConsent Consent)?> AskedAsync(Guid id, CancellationToken ct)
    {
        if (actor.ActingFor is not { } own || await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.Id == own, ct) is not { } organisation || !access.May(Act.DisposePatents, organisation.Target)) return null;
        if (await db.Set<DealConsent>().AsNoTracking().SingleOrDefaultAsync(c => c.DealId == id && c.OrganisationId == own, ct) is not { } consent) return null;
        var deal = await db.Set<Deal>().AsNoTracking().SingleAsync(d => d.Id == id, ct);
        return (deal, await checks.OfAsync(deal, ct), consent);
    }

    /// <summary>From the first terms on, until both sides are bound to what they read.</summary>
    public static bool IsOpen(Deal deal) => deal.State is DealState.Negotiating or DealState.Agreed or DealState.Drafted or DealState.Publicity;

    private void Keep(Deal deal, DealCheck check, PatentHolder holder, ConsentState state, Guid? paper)
    {
        var consent = check.ConsentOf(holder);
        if (consent is not null) db.Attach(consent);
        else
        {
            consent = new() { DealId = deal.Id, FoldedName = holder.FoldedName, Name = holder.Name, OrganisationId = holder.OrganisationId, State = state, At = time.GetUtcNow() };
            db.Add(consent);
        }
        Say(consent, check, state, null, paper);
    }

    private void Say(DealConsent consent, DealCheck check, ConsentState state, string? reason, Guid? paper) =>
        consent.Say(state, check.Proposal!.Sha256, reason, paper, actor.PersonId, time.GetUtcNow());

    private async Task<Outcome<Deal>> DoneAsync(Deal deal, string what, object facts, Microsoft.EntityFrameworkCore.Storage.IDbContextTransaction transaction, CancellationToken ct)
    {
        audit.Record(db, what, DealFiles.Of(deal.Id), facts);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return deal;
    }

    private static Failure Closed() => new("state_forbids", 409, CaseTexts.StateForbids);
}
