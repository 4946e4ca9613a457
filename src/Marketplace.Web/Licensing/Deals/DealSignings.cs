using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.Signing;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Deals;

/// <summary>Hears how the signatures went: with the last one a licence takes effect, and a transfer waits for the register. Told twice it does nothing twice.</summary>
internal sealed class DealSignings(AppDbContext db, DealChecks checks, DealEffect effect, DealNotices notices, CaseBook book) : ISigningFollower
{
    public string Kind => DealFlow.Kind;

    public Task LockAsync(Guid caseId, CancellationToken ct) => db.Database.ExecuteSqlAsync($"select 1 from deals where id = {caseId} for update", ct);

    public async Task<Failure?> CompletedAsync(Guid signingId, Guid caseId, DateOnly on, CancellationToken ct)
    {
        var deal = await LockedAsync(caseId, ct);
        if (deal.State?.IsSigned() == true) return null;
        await db.LockRightsAsync(await db.Set<DealPatent>().Where(p => p.DealId == caseId).Select(p => p.ApplicationNo).ToListAsync(ct), ct);
        var check = await checks.OfAsync(deal, on, ct);
        var cause = deal.Kind.IsTransfer() ? DealCause.AwaitRegistration : DealCause.TakeEffect;
        if (book.Take(DealMachine.Machine, deal, cause, new(check.Blocking, On: on, Facts: new { signing = signingId })) is { } refused) return refused;
        deal.SignedOn = on;
        if (cause == DealCause.TakeEffect)
        {
            deal.EffectiveOn = on;
            await effect.MakeAsync(deal, check.Terms!, on, ct);
        }
        await db.SaveChangesAsync(ct);
        await notices.MovedAsync(deal, cause, ct);
        return null;
    }

    public async Task<Failure?> FailedAsync(Guid signingId, Guid caseId, string why, CancellationToken ct)
    {
        var deal = await LockedAsync(caseId, ct);
        if (deal.State != DealState.Signing) return null;
        if (book.Take(DealMachine.Machine, deal, DealCause.FailSignature, new(Reason: why.Length > CaseBook.ReasonMax ? why[..CaseBook.ReasonMax] : why, Facts: new { signing = signingId })) is { } refused) return refused;
        DealFlow.BackToTerms(deal, Side.Either);
        await db.SaveChangesAsync(ct);
        await notices.MovedAsync(deal, DealCause.FailSignature, ct);
        return null;
    }

    private async Task<Deal> LockedAsync(Guid id, CancellationToken ct)
    {
        await LockAsync(id, ct);
        return await db.Set<Deal>().SingleAsync(d => d.Id == id, ct);
    }
}
