using System.Buffers.Text;
using System.Security.Cryptography;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Payments;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Delegations;
using Marketplace.Web.Organisations.Units;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Income;

/// <summary>收益分配 on the holder's side: begun from a receipt, drafted, proposed, answered, paid.</summary>
public sealed class SharingDesk(AppDbContext db, CaseBook book, IncomeNotices notices, AccessCheck access, DelegationCheck delegation, AuditLog audit, Actor actor, Workdays workdays, TimeProvider time)
{
    public async Task<Sharing?> FindAsync(Guid id, CancellationToken ct) =>
        await db.Set<Sharing>().AsNoTracking().Include(s => s.Costs).Include(s => s.Shares.OrderBy(share => share.Ordinal)).SingleOrDefaultAsync(s => s.Id == id, ct) is { } sharing && access.May(Act.KeepLicences, new(sharing.HolderId)) ? sharing : null;

    /// <summary>Of one receipt there is one sharing: asked again, it is the one there is.</summary>
    public async Task<Outcome<Sharing>> BeginAsync(Guid paymentId, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Its licence, as every step of a payment does: a lock of the payment alone would wait for them while they wait for it.
        await db.Database.ExecuteSqlAsync($"select 1 from licences where id = (select licence_id from payments where id = {paymentId}) for update", ct);
        var found = await (from p in db.Set<Payment>().AsNoTracking() join l in db.Set<Licence>().AsNoTracking() on p.LicenceId equals l.Id where p.Id == paymentId select new { p, l }).SingleOrDefaultAsync(ct);
        if (found is not { p: var payment, l: { HolderId: { } holder } licence } || !access.May(Act.KeepLicences, new(holder))) return Failures.OfStatus(404);
        if (await delegation.RefuseAsync(db, Act.KeepLicences, holder, null, ct) is { } ended) return ended;
        if (await db.Set<Sharing>().Where(s => s.PaymentId == paymentId && s.State != SharingState.Dropped).SingleOrDefaultAsync(ct) is { } there) return there;
        if (payment.State is not { } state || !state.Counts() || payment.Amount <= 0) return new Failure("no_income", 409, IncomeTexts.NoIncome);
        var unit = await db.Set<Sharing>().Where(s => s.LicenceId == licence.Id).OrderByDescending(s => s.Id).Select(s => s.UnitId).FirstOrDefaultAsync(ct);
        var (organisation, rule) = await RuleAsync(holder, licence.Id, payment, ct);
        var sharing = new Sharing { HolderId = holder, LicenceId = licence.Id, PaymentId = payment.Id, Gross = payment.Amount, Net = payment.Amount, Basis = ShareBasis.Percent, UnitId = unit, RuleId = rule?.Id, Floor = ShareFloor.Of(organisation.Kind, rule), At = time.GetUtcNow() };
        if (book.Take(SharingMachine.Machine, sharing, SharingCause.Begin, new(Facts: new { payment.Amount })) is { } no) return no;
        db.Add(sharing);
        Fill(sharing, await DefaultsAsync(sharing, licence, organisation, ct));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return sharing;
    }

    public Task<Outcome<Sharing>> SaveAsync(Guid id, int revision, SharingDraft draft, CancellationToken ct) => ChangeAsync(id, async (sharing, _) =>
    {
        if (sharing.State != SharingState.Draft) return [new("state_forbids", 409, CaseTexts.StateForbids)];
        if (sharing.Revision != revision) return [new("conflict", 409, IncomeTexts.ChangedMeanwhile)];
        if (draft.UnitId is { } unit && !await db.Set<OrganisationUnit>().AnyAsync(u => u.Id == unit && u.OrganisationId == sharing.HolderId, ct)) return [new("unit_unknown", 400, IncomeTexts.UnitUnknown, "unit")];
        if (draft.Check(sharing.Gross) is { Count: > 0 } failures) return failures;
        await AnewAsync(sharing, draft, ct);
        return [];
    }, ct);

    /// <summary>As the college shares as a rule, with the costs that were entered.</summary>
    public Task<Outcome<Sharing>> DefaultsAsync(Guid id, Guid? unit, CancellationToken ct) => ChangeAsync(id, async (sharing, licence) =>
    {
        if (sharing.State != SharingState.Draft) return [new("state_forbids", 409, CaseTexts.StateForbids)];
        if (unit is not null && !await db.Set<OrganisationUnit>().AnyAsync(u => u.Id == unit && u.OrganisationId == sharing.HolderId, ct)) return [new("unit_unknown", 400, IncomeTexts.UnitUnknown, "unit")];
        sharing.UnitId = unit;
        await AnewAsync(sharing, await DefaultsAsync(sharing, licence, await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.Id == sharing.HolderId, ct), ct), ct);
        return [];
    }, ct);

    /// <summary>Steps of the holder.</summary>
    public Task<Outcome<Sharing>> StepAsync(Guid id, SharingCause cause, string? reason, DateOnly? on, CancellationToken ct) => ChangeAsync(id, async (sharing, licence) =>
    {
        var today = Dates.Today(time);
        if (SharingMachine.Machine.Find(sharing.State, cause) is { By: not Act.KeepLicences }) return [Failures.OfStatus(404)];
        if (cause == SharingCause.Pay && (on is null || on > today || on < sharing.Since)) return [new("on_wrong", 400, IncomeTexts.PaidOnWrong.Fill(Dates.InWords(sharing.Since)), "on")];
        var blocking = cause switch { SharingCause.Propose => await ProposalAsync(sharing, licence, ct), SharingCause.Pay when sharing.PayrollAt is null => new(StringComparer.Ordinal) { [SharingMachine.NotExported] = IncomeTexts.NotExported }, _ => new Dictionary<string, string>(StringComparer.Ordinal) };
        if (book.Take(SharingMachine.Machine, sharing, cause, new(blocking, Reason: reason, On: cause == SharingCause.Pay ? on : null, Facts: new { sharing.Net })) is { } no) return [no];
        if (cause is SharingCause.Propose or SharingCause.Answer) sharing.ObjectUntil = workdays.After(today, SharingMachine.ObjectionWorkdays);
        if (cause is SharingCause.Reopen or SharingCause.TakeBack or SharingCause.Uphold or SharingCause.Drop) (sharing.ObjectUntil, sharing.PayrollAt) = (null, null);
        sharing.PaidOn = cause switch { SharingCause.Pay => on, SharingCause.Reverse => null, _ => sharing.PaidOn };
        foreach (var share in sharing.Shares)
        {
            if (cause is not (SharingCause.Pay or SharingCause.Reverse)) (share.ObjectedAt, share.Objection) = (null, null);
            if (sharing.State is SharingState.Draft or SharingState.Dropped) (share.AgreedAt, share.VerifyToken) = (null, null);
        }
        await notices.FollowAsync(sharing, licence, cause, ct);
        return [];
    }, ct);

    /// <summary>Once nothing stands against it any more; false: something does.</summary>
    public async Task<bool> ConfirmAsync(Sharing sharing, Licence licence, CancellationToken ct)
    {
        var open = sharing.ObjectUntil >= Dates.Today(time) && sharing.Shares.Exists(share => share is { ToPerson: true, AgreedAt: null });
        var blocking = open ? new Dictionary<string, string>(StringComparer.Ordinal) { [SharingMachine.TermRuns] = IncomeTexts.TermRuns.Fill(Dates.InWords(sharing.ObjectUntil)) } : null;
        if (book.Take(SharingMachine.Machine, sharing, SharingCause.Confirm, new(blocking)) is not null) return false;
        foreach (var share in sharing.Shares.Where(share => share.ToPerson)) share.VerifyToken = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(18));
        await notices.FollowAsync(sharing, licence, SharingCause.Confirm, ct);
        return true;
    }

    /// <summary>Locks it with all that belongs to it, for a step of whoever was asked before.</summary>
    public async Task<(Sharing Sharing, Licence Licence)?> LockAsync(Guid id, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"select 1 from sharings where id = {id} for update", ct);
        if (await db.Set<Sharing>().Include(s => s.Costs).Include(s => s.Shares).SingleOrDefaultAsync(s => s.Id == id, ct) is not { } sharing) return null;
        return (sharing, await db.Set<Licence>().AsNoTracking().SingleAsync(l => l.Id == sharing.LicenceId, ct));
    }

    private async Task<Outcome<Sharing>> ChangeAsync(Guid id, Func<Sharing, Licence, Task<List<Failure>>> change, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await LockAsync(id, ct) is not var (sharing, licence) || !access.May(Act.KeepLicences, new(sharing.HolderId))) return Failures.OfStatus(404);
        if (await delegation.RefuseAsync(db, Act.KeepLicences, sharing.HolderId, null, ct) is { } ended) return ended;
        if (await change(sharing, licence) is { Count: > 0 } failures) return db.Dropped(failures);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return sharing;
    }

    private async Task<Dictionary<string, string>> ProposalAsync(Sharing sharing, Licence licence, CancellationToken ct)
    {
        var blocking = new Dictionary<string, string>(StringComparer.Ordinal);
        var payment = await db.Set<Payment>().AsNoTracking().SingleAsync(p => p.Id == sharing.PaymentId, ct);
        if (payment.State != PaymentState.Confirmed) blocking[SharingMachine.NotReceived] = IncomeTexts.NotReceived;
        var (organisation, rule) = await RuleAsync(sharing.HolderId, licence.Id, payment, ct);
        (sharing.RuleId, sharing.Floor) = (rule?.Id, ShareFloor.Of(organisation.Kind, rule));
        if (sharing.Net > 0 && !sharing.Shares.Exists(share => share.ToPerson)) blocking[SharingMachine.NobodyNamed] = IncomeTexts.NobodyNamed;
        var (least, given) = (ShareSplit.Least(sharing.Net, sharing.Floor), sharing.Shares.Where(share => share.ToPerson).Sum(share => share.Amount));
        if (given < least) blocking[SharingMachine.BelowFloor] = IncomeTexts.BelowFloor.Fill(Money.Exact(given), Money.Exact(least), Fees.Typed.Plain(sharing.Floor)!);
        return blocking;
    }

    private async Task<(Organisation Holder, IncomeRule? Rule)> RuleAsync(Guid holder, Guid licence, Payment payment, CancellationToken ct)
    {
        var rules = await db.Set<IncomeRule>().AsNoTracking().Where(r => r.HolderId == holder).ToListAsync(ct);
        return (await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.Id == holder, ct), ShareFloor.Pick(rules, licence, payment.PaidOn ?? Dates.Day(payment.At)));
    }

    private async Task<SharingDraft> DefaultsAsync(Sharing sharing, Licence licence, Organisation holder, CancellationToken ct)
    {
        var all = await db.Set<ShareDefault>().AsNoTracking().Where(d => d.HolderId == sharing.HolderId && (d.UnitId == null || d.UnitId == sharing.UnitId)).ToListAsync(ct);
        var rule = all.Find(d => d.UnitId is not null) ?? all.FirstOrDefault();
        var people = Math.Max(rule?.Contributors ?? ShareFloor.Law, sharing.Floor);
        var department = sharing.UnitId is null ? 0 : Math.Min(rule?.Department ?? 0, 100 - people);
        var names = (await db.Set<Patent>().AsNoTracking().Where(p => p.ApplicationNo == licence.ApplicationNo).Select(p => p.Inventors).SingleAsync(ct)).Select(name => name.Trim()).Where(name => name.Length is > 0 and <= SharingShareTable.NameMax).Distinct(StringComparer.Ordinal).ToList();
        if (names.Count == 0) people = 0;
        var splits = names.Count == 0 ? [] : ShareSplit.Even(people, names.Count).Zip(names, (part, name) => new Split(ShareKind.Inventor, name, part)).ToList();
        if (department > 0) splits.Add(new(ShareKind.Department, await db.Set<OrganisationUnit>().Where(u => u.Id == sharing.UnitId).Select(u => u.Name).SingleAsync(ct), department));
        if (people + department < 100) splits.Add(new(ShareKind.Unit, holder.Name.Length <= SharingShareTable.NameMax ? holder.Name : holder.Name[..SharingShareTable.NameMax], 100 - people - department));
        return new(ShareBasis.Percent, sharing.UnitId, [.. sharing.Costs.Select(cost => new DraftCost(cost.Kind, cost.Amount, cost.Reason))], splits);
    }

    private async Task AnewAsync(Sharing sharing, SharingDraft draft, CancellationToken ct)
    {
        db.RemoveRange(sharing.Costs);
        db.RemoveRange(sharing.Shares);
        sharing.Costs.Clear();
        sharing.Shares.Clear();
        // First away, then anew: the same name may come again.
        await db.SaveChangesAsync(ct);
        Fill(sharing, draft);
        sharing.Revision++;
        audit.Record(db, "sharing.saved", $"sharing:{sharing.Id}", new { sharing.Gross, sharing.Net, costs = draft.Costs, shares = sharing.Shares.Select(share => new { kind = share.Kind.ToString(), share.Percent, share.Amount }), by = actor.PersonId });
    }

    private static void Fill(Sharing sharing, SharingDraft draft)
    {
        (sharing.Basis, sharing.UnitId, sharing.Net) = (draft.Basis, draft.UnitId, draft.Net(sharing.Gross));
        foreach (var cost in draft.Costs) sharing.Costs.Add(new() { SharingId = sharing.Id, Kind = cost.Kind, Amount = cost.Amount, Reason = cost.Reason });
        foreach (var (place, (split, amount)) in draft.Splits.Zip(ShareSplit.Amounts(sharing.Net, draft.Basis, draft.Splits)).Index())
            sharing.Shares.Add(new() { SharingId = sharing.Id, Ordinal = place + 1, Kind = split.Kind, Name = split.Name, Percent = draft.Basis == ShareBasis.Percent ? split.Part : null, Amount = amount });
    }
}
