using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.Deals;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Pledges;

/// <summary>质权人同意 to a licence or a transfer of what is pledged (Civil Code Art. 444(2)): whoever gives it away asks, which shows the pledgee the terms; a yes names them by their hash. One who is not here says it on paper, with the deal.</summary>
public sealed class PledgeeConsents(AppDbContext db, PledgeReach reach, PledgeBook pledges, DealReach deals, DealChecks checks, PledgeNotices notices, AuditLog audit, Actor actor, TimeProvider time)
{
    public async Task<Outcome<Deal>> AskAsync(Guid dealId, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (deal, side, refused) = await deals.LockAsync(dealId, Act.KeepLicences, ct);
        if (deal is null) return refused!;
        var check = await checks.OfAsync(deal, ct);
        if (!IsOpen(deal) || check.Proposal is not { } proposal) return new Failure("state_forbids", 409, CaseTexts.StateForbids);
        var held = (await pledges.HeldAsync(Given(check.Terms!, side), ct)).Select(hold => hold.PledgeId).OfType<Guid>().Distinct().ToList();
        var ask = await db.Set<Pledge>().AsNoTracking().Where(p => held.Contains(p.Id) && p.PledgeeId != null).OrderBy(p => p.Id).ToListAsync(ct);
        var there = await db.Set<PledgeeConsent>().Where(c => c.DealId == dealId).ToDictionaryAsync(c => c.PledgeId, ct);
        ask.RemoveAll(p => there.TryGetValue(p.Id, out var given) && given.State == ConsentState.Agreed && given.TermsHash == proposal.Sha256);
        if (ask.Count == 0) return new Failure("nobody_to_ask", 409, PledgeTexts.NobodyToAsk);
        foreach (var pledge in ask)
        {
            if (!there.TryGetValue(pledge.Id, out var consent))
            {
                consent = new() { PledgeId = pledge.Id, DealId = dealId, State = ConsentState.Asked, TermsHash = proposal.Sha256, At = time.GetUtcNow() };
                db.Add(consent);
            }
            (consent.State, consent.TermsHash, consent.Reason, consent.PersonId, consent.At) = (ConsentState.Asked, proposal.Sha256, null, actor.PersonId, time.GetUtcNow());
            await notices.AskPledgeeAsync(pledge, deal, proposal.Number, ct);
        }
        audit.Record(db, "deal.pledgees-asked", $"deal:{dealId}", new { asked = ask.ConvertAll(p => p.Id) });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return deal;
    }

    public async Task<Outcome<Pledge>> AnswerAsync(Guid id, Guid dealId, bool agrees, string? reason, string? termsRead, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // The deal first, as every step of it does.
        await db.Database.ExecuteSqlAsync($"select 1 from deals where id = {dealId} for update", ct);
        var (pledge, _, refused) = await reach.LockAsync(id, Act.DisposePatents, ct, Side.Taker);
        if (pledge is null) return refused!;
        if (await db.Set<PledgeeConsent>().SingleOrDefaultAsync(c => c.PledgeId == id && c.DealId == dealId, ct) is not { } consent) return Failures.OfStatus(404);
        var deal = await db.Set<Deal>().AsNoTracking().SingleAsync(d => d.Id == dealId, ct);
        var check = await checks.OfAsync(deal, ct);
        if (!IsOpen(deal) || pledge.State != PledgeState.Registered) return new Failure("state_forbids", 409, CaseTexts.StateForbids);
        // What was shown is what the holder asked about; other terms are asked about anew.
        if (consent.TermsHash != check.Proposal?.Sha256 || termsRead != consent.TermsHash) return new Failure("terms_changed", 409, DeclareTexts.ConsentTermsChanged);
        if (Consents.Refuse(agrees, reason) is { } unsaid) return unsaid;
        (consent.State, consent.Reason, consent.PersonId, consent.At) = (agrees ? ConsentState.Agreed : ConsentState.Refused, agrees ? null : reason!.Trim(), actor.PersonId, time.GetUtcNow());
        await notices.PledgeeSaidAsync(pledge, deal, agrees, ct);
        audit.Record(db, "pledge.deal-answered", PledgeFiles.Of(id), new { deal = dealId, agrees, hash = termsRead });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return pledge;
    }

    /// <summary>For the page of the pledgee that was asked; null: nobody asked them.</summary>
    public async Task<(Pledge Pledge, Deal Deal, DealCheck Check, PledgeeConsent Consent)?> AskedAsync(Guid id, Guid dealId, CancellationToken ct)
    {
        if (await reach.FindAsync(id, ct) is not (var pledge, Side.Taker)) return null;
        if (await db.Set<PledgeeConsent>().AsNoTracking().SingleOrDefaultAsync(c => c.PledgeId == id && c.DealId == dealId, ct) is not { } consent) return null;
        var deal = await db.Set<Deal>().AsNoTracking().SingleAsync(d => d.Id == dealId, ct);
        return (pledge, deal, await checks.OfAsync(deal, ct), consent);
    }

    /// <summary>What this side gives away: of a cross licence each its own.</summary>
    public static IReadOnlyList<string> Given(DealTerms terms, Side side) => side == Side.Giver ? terms.Patents : terms.Returned;

    public static bool IsOpen(Deal deal) => deal.State is { } state && state != DealState.Effective && !state.IsOver();
}
