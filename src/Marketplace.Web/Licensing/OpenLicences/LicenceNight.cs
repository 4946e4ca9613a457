using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Licensing.Recordal;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace Marketplace.Web.Licensing.OpenLicences;

/// <summary>Each night: what only the calendar, the register and the guards change about declarations, licences and recordals. Run twice it does nothing twice.</summary>
public sealed class LicenceNight(AppDbContext db, CaseBook book, Guards guards, LicenceEffect effect, LicenceNotices notices, TimeProvider time)
{
    /// <summary>Days before the three months end on which both sides are reminded.</summary>
    private static readonly int[] s_remind = [30, 7];

    private static readonly DeclarationState?[] s_standing = [DeclarationState.Announced, DeclarationState.Hold, DeclarationState.WithdrawalFiled, DeclarationState.Transferred];

    private static readonly LicenceState?[] s_running = [LicenceState.NoticeSent, LicenceState.NoticeReceived, LicenceState.Effective, LicenceState.Performing, LicenceState.Breach, LicenceState.Disputed];

    public async Task<int> RunAsync(CancellationToken ct) => await DeclarationsAsync(ct) + await LicencesAsync(ct) + await RecordalsAsync(ct);

    private async Task<int> DeclarationsAsync(CancellationToken ct)
    {
        var today = Dates.Today(time);
        return await EachAsync(db.Set<Declaration>().Where(d => s_standing.Contains(d.State)), id => $"select * from declarations where id = {id} for update", async declaration =>
        {
            var patent = (await ListingFacts.OfAsync(db, [new(declaration.ApplicationNo, null)], declaration.OwnerId, ct)).SingleOrDefault();
            var listing = await db.Set<Listing>().AsNoTracking().SingleAsync(l => l.Id == declaration.ListingId, ct);
            if (patent is null || patent.State.Ended() || patent.LastDay < today) return Took(declaration, DeclarationCause.EndPatent);
            if (listing.ExpiresOn < today) return Took(declaration, DeclarationCause.Expire);
            var blocking = guards.Daily(patent.Facts(today)).Where(guard => guard.Blocks).ToDictionary(guard => guard.Code, guard => guard.Reason!, StringComparer.Ordinal);
            if (declaration.State == DeclarationState.Announced && blocking.Count > 0)
                return book.Take(DeclarationMachine.Machine, declaration, DeclarationCause.FailGuard, new(Facts: new { guards = blocking.Keys })) is null;
            return declaration.State == DeclarationState.Hold && book.Take(DeclarationMachine.Machine, declaration, DeclarationCause.PassGuards, new(blocking)) is null;
        }, ct);

        bool Took(Declaration declaration, DeclarationCause cause) => book.Take(DeclarationMachine.Machine, declaration, cause) is null;
    }

    private async Task<int> LicencesAsync(CancellationToken ct)
    {
        var today = Dates.Today(time);
        return await EachAsync(db.Set<Licence>().Where(l => s_running.Contains(l.State)), id => $"select * from licences where id = {id} for update", async licence =>
        {
            var state = licence.State!.Value;
            var patent = await db.Set<Patent>().AsNoTracking().SingleAsync(p => p.ApplicationNo == licence.ApplicationNo, ct);
            LicenceCause? cause = patent.State.Ended() || patent.LastDay < today ? LicenceCause.EndPatent
                : state.IsLive() ? licence.EndsOn < today ? LicenceCause.Expire : null
                : Dates.Day(licence.NoticeAt).AddDays(30) < today && await effect.CountedAsync(licence, ct) < licence.FirstFee ? LicenceCause.LapseUnpaid : null;
            if (cause is not { } happened || book.Take(LicenceMachine.Machine, licence, happened) is not null) return false;
            await notices.EndedAsync(licence, ct);
            return true;
        }, ct);
    }

    private async Task<int> RecordalsAsync(CancellationToken ct)
    {
        var today = Dates.Today(time);
        return await EachAsync(db.Set<LicenceRecordal>().Where(r => r.State == RecordalState.Open), id => $"select * from licence_recordals where id = {id} for update", async recordal =>
        {
            var late = recordal.DueOn < today;
            if (!late && !s_remind.Contains(recordal.DueOn.DayNumber - today.DayNumber)) return false;
            if (late) book.Take(RecordalMachine.Machine, recordal, RecordalCause.FallLate);
            await notices.RemindRecordalAsync(await db.Set<Licence>().AsNoTracking().SingleAsync(l => l.Id == recordal.LicenceId, ct), ct);
            return true;
        }, ct);
    }

    /// <summary>Each in a transaction of its own, so that one that fails holds up no other.</summary>
    private async Task<int> EachAsync<T>(IQueryable<T> which, Func<Guid, FormattableString> locked, Func<T, Task<bool>> act, CancellationToken ct) where T : class, ICase
    {
        var moved = 0;
        foreach (var id in await which.OrderBy(one => one.Id).Select(one => one.Id).ToListAsync(ct))
        {
            db.ChangeTracker.Clear();
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            var one = await db.Set<T>().FromSql(locked(id)).SingleAsync(ct);
            if (!await which.AnyAsync(still => still.Id == id, ct) || !await act(one)) continue;
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            moved++;
        }
        return moved;
    }
}

[DisallowConcurrentExecution]
public sealed class LicenceNightJob(LicenceNight night, ILogger<LicenceNightJob> logger) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        logger.LogInformation("Licensing of the night: {Count} cases moved", await night.RunAsync(cancellationToken));
}
