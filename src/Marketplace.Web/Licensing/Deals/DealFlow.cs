using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Approvals;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.Signing;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Deals;

/// <summary>From the drafted contract through both houses to its signatures.</summary>
public sealed class DealFlow(AppDbContext db, DealReach reach, DealChecks checks, DealNotices notices, ApprovalBook approvals, SigningBook signings, CaseBook book, Workdays workdays, TimeProvider time)
{
    public const string Kind = "deal";

    /// <summary>Days to sign in: seals are kept by people who travel (own decision).</summary>
    public static readonly Period Signing = new(Days: 30);

    /// <summary>提交审批: every guard is asked, then each side by its own route. Where neither has one, it goes on to be signed at once.</summary>
    /// <param name="id">Of the deal.</param>
    /// <param name="code">版本码 of the contract that was read.</param>
    /// <param name="ct">The caller left.</param>
    public async Task<Outcome<Deal>> SubmitAsync(Guid id, string? code, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (deal, _, refused) = await reach.LockAsync(id, Act.DisposePatents, ct);
        if (deal is null) return refused!;
        if (deal.State is DealState.Approving or DealState.Signing) return deal;   // A double click.
        if (deal.State != DealState.Drafted || deal.ContractId is not { } contractId) return new Failure("state_forbids", 409, CaseTexts.StateForbids);
        var contract = await db.Set<DealContract>().AsNoTracking().SingleAsync(c => c.Id == contractId, ct);
        if (contract.VersionCode != code) return new Failure("contract_passed", 409, DealTexts.ContractPassed.Fill(contract.VersionCode));
        if (book.Take(DealMachine.Machine, deal, DealCause.Submit, new((await checks.OfAsync(deal, ct)).Blocking, Facts: new { contract = contract.Number, contract.VersionCode })) is { } no) return db.Dropped(no);
        await db.SaveChangesAsync(ct);
        foreach (var side in (Side[])[Side.Giver, Side.Taker]) await approvals.BeginAsync(new(deal.Id, deal.Own(side), Kind, deal.Amount, Title(deal), DealNotices.At(deal)), ct);
        await notices.MovedAsync(deal, DealCause.Submit, ct);
        if (await ApproveAsync(deal, ct) is { } held) return db.Dropped(held);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return deal;
    }

    /// <summary>Once the latest approval of each side is a yes. The deal is locked by the caller.</summary>
    public async Task<Failure?> ApproveAsync(Deal deal, CancellationToken ct)
    {
        var runs = (await db.Set<ApprovalRun>().Where(r => r.CaseId == deal.Id).ToListAsync(ct)).GroupBy(r => r.OrganisationId).Select(group => group.MaxBy(r => r.Id)!).ToList();
        if (deal.State != DealState.Approving || runs.Count < 2 || !runs.TrueForAll(run => run.State == ApprovalState.Approved)) return null;
        if (book.Take(DealMachine.Machine, deal, DealCause.Approve, new((await checks.OfAsync(deal, ct)).Blocking)) is { } no) return no;
        var contract = await db.Set<DealContract>().AsNoTracking().SingleAsync(c => c.Id == deal.ContractId, ct);
        await db.SaveChangesAsync(ct);
        await signings.BeginAsync(new(deal.Id, Kind, Title(deal), DealNotices.At(deal), contract.FileId, contract.Sha256, contract.VersionCode, [new(deal.HolderId, deal.HolderName), new(deal.TakerId, deal.TakerName)], Signing.LastDay(Dates.Today(time), workdays), deal.Amount), ct);
        await notices.MovedAsync(deal, DealCause.Approve, ct);
        return null;
    }

    /// <summary>A house said no: what the other still looks at is withdrawn, and the terms are open again, first for whoever said no.</summary>
    public async Task<Failure?> RefuseAsync(Deal deal, Guid organisation, CancellationToken ct)
    {
        if (deal.State != DealState.Approving) return null;
        var side = organisation == deal.HolderId ? Side.Giver : Side.Taker;
        if (book.Take(DealMachine.Machine, deal, DealCause.RefuseApproval, new(Facts: new { by = side.ToString() })) is { } no) return no;
        BackToTerms(deal, side);
        await db.SaveChangesAsync(ct);
        await approvals.WithdrawAsync(deal.Id, side == Side.Giver ? deal.TakerId : deal.HolderId, DealTexts.OtherSaidNo, ct);
        await notices.MovedAsync(deal, DealCause.RefuseApproval, ct);
        return null;
    }

    /// <summary>Nothing is agreed any more; versions and contracts that were, stay on record.</summary>
    internal static void BackToTerms(Deal deal, Side ball) => (deal.AgreedVersion, deal.ContractId, deal.Ball, deal.PublicFrom, deal.PublicUntil) = (null, null, ball, null, null);

    private static string Title(Deal deal) => $"{deal.Number} {deal.HolderName} · {deal.TakerName}";
}

/// <summary>Hears what each house decided.</summary>
internal sealed class DealApprovals(AppDbContext db, DealFlow flow) : IApprovalFollower
{
    public string Kind => DealFlow.Kind;

    public Task LockAsync(Guid caseId, CancellationToken ct) => db.Database.ExecuteSqlAsync($"select 1 from deals where id = {caseId} for update", ct);

    public async Task<Failure?> DecidedAsync(Guid caseId, Guid organisation, bool approved, CancellationToken ct)
    {
        await LockAsync(caseId, ct);
        var deal = await db.Set<Deal>().SingleAsync(d => d.Id == caseId, ct);
        return approved ? await flow.ApproveAsync(deal, ct) : await flow.RefuseAsync(deal, organisation, ct);
    }
}
