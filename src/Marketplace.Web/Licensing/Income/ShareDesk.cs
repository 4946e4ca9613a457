using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.SignIn;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Income;

/// <summary>One's own share, with what it is of.</summary>
public sealed record OwnShare(SharingShare Share, Sharing Sharing, Licence Licence, string Holder, string Title);

/// <summary>What somebody who contributed sees and does: their own shares, whoever else gets one is not shown.</summary>
public sealed class ShareDesk(AppDbContext db, SharingDesk sharings, CaseBook book, IncomeNotices notices, AuditLog audit, Actor actor, TimeProvider time)
{
    private static readonly SharingState?[] s_shown = [SharingState.Proposed, SharingState.Objected, SharingState.Confirmed, SharingState.Paid];

    public async Task<IReadOnlyList<OwnShare>> MineAsync(CancellationToken ct)
    {
        await ComeAsync(ct);
        var me = actor.Id;
        return await (from share in db.Set<SharingShare>().AsNoTracking()
                      join sharing in db.Set<Sharing>().AsNoTracking() on share.SharingId equals sharing.Id
                      join licence in db.Set<Licence>().AsNoTracking() on sharing.LicenceId equals licence.Id
                      join patent in db.Set<Patent>() on licence.ApplicationNo equals patent.ApplicationNo
                      join holder in db.Set<Organisation>() on sharing.HolderId equals holder.Id
                      where s_shown.Contains(sharing.State) && (share.Kind == ShareKind.Inventor || share.Kind == ShareKind.Contributor)
                          && db.Set<InventorLink>().Any(l => l.PersonId == me && l.EndedAt == null && l.HolderId == sharing.HolderId && l.ApplicationNo == licence.ApplicationNo && l.Name == share.Name)
                      orderby sharing.Id descending, share.Ordinal, share.Id
                      select new OwnShare(share, sharing, licence, holder.Name, patent.Title)).ToListAsync(ct);
    }

    public Task<Outcome<Sharing>> ObjectAsync(Guid shareId, string? reason, CancellationToken ct) => ChangeAsync(shareId, async (sharing, licence, share) =>
    {
        if (share.ObjectedAt is not null) return null;
        if (sharing.ObjectUntil < Dates.Today(time)) return new("object_late", 409, IncomeTexts.ObjectLate.Fill(Dates.InWords(sharing.ObjectUntil)));
        if (book.Take(SharingMachine.Machine, sharing, SharingCause.Challenge, new(Reason: reason)) is { } no) return no;
        (share.ObjectedAt, share.Objection, share.AgreedAt) = (time.GetUtcNow(), reason!.Trim(), null);
        await notices.FollowAsync(sharing, licence, SharingCause.Challenge, ct);
        return null;
    }, ct);

    public Task<Outcome<Sharing>> WithdrawAsync(Guid shareId, CancellationToken ct) => ChangeAsync(shareId, async (sharing, licence, share) =>
    {
        if (share.ObjectedAt is null) return new("state_forbids", 409, CaseTexts.StateForbids);
        var others = sharing.Shares.Exists(other => other.Id != share.Id && other.ObjectedAt is not null);
        var cause = others ? SharingCause.WithdrawOne : SharingCause.Withdraw;
        if (book.Take(SharingMachine.Machine, sharing, cause) is { } no) return no;
        (share.ObjectedAt, share.Objection) = (null, null);
        await notices.FollowAsync(sharing, licence, cause, ct);
        return null;
    }, ct);

    /// <summary>Once everybody who is named has agreed, nobody has to wait for the term.</summary>
    public Task<Outcome<Sharing>> AgreeAsync(Guid shareId, CancellationToken ct) => ChangeAsync(shareId, async (sharing, licence, share) =>
    {
        if (sharing.State != SharingState.Proposed) return new("state_forbids", 409, CaseTexts.StateForbids);
        if (share.AgreedAt is not null) return null;
        share.AgreedAt = time.GetUtcNow();
        audit.Record(db, "sharing.agreed", $"sharing:{sharing.Id}", new { share = share.Id });
        await sharings.ConfirmAsync(sharing, licence, ct);
        return null;
    }, ct);

    private async Task<Outcome<Sharing>> ChangeAsync(Guid shareId, Func<Sharing, Licence, SharingShare, Task<Failure?>> change, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // What one sees is what one may touch.
        if ((await MineAsync(ct)).FirstOrDefault(own => own.Share.Id == shareId) is not { } own || await sharings.LockAsync(own.Sharing.Id, ct) is not var (sharing, licence)) return Failures.OfStatus(404);
        if (sharing.Shares.Find(share => share.Id == shareId) is not { } share) return Failures.OfStatus(404);
        if (await change(sharing, licence, share) is { } no) return db.Dropped(no);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return sharing;
    }

    /// <summary>Links that wait for a number or address the reader has proven become theirs.</summary>
    private async Task ComeAsync(CancellationToken ct)
    {
        var me = await db.Set<Person>().AsNoTracking().SingleAsync(p => p.Id == actor.Id, ct);
        var phone = me.PhoneNumberConfirmed ? me.PhoneNumber : null;
        var mail = me.EmailConfirmed ? me.Email?.ToLowerInvariant() : null;
        await db.Set<InventorLink>().Where(l => l.PersonId == null && l.EndedAt == null && l.Contact != null && (l.Contact == phone || l.Contact == mail))
            .ExecuteUpdateAsync(set => set.SetProperty(l => l.PersonId, (Guid?)me.Id).SetProperty(l => l.Contact, (string?)null), ct);
    }
}
