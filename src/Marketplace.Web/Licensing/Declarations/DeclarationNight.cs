using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Declarations;

/// <summary>Each night: publicity and corrections that are over, rights that ended or changed hands, guards that changed their mind. Run twice it does nothing twice.</summary>
public sealed class DeclarationNight(AppDbContext db, CaseBook book, DeclarationBook declarations, DeclarationNotices notices, Guards guards, TimeProvider time)
{
    /// <summary>Days before the office's patience ends on which the holder is reminded.</summary>
    private static readonly int[] s_remind = [14, 3];

    private static readonly DeclarationState?[] s_over = [.. Enum.GetValues<DeclarationState>().Where(state => state.IsOver() || state == DeclarationState.Refused).Select(state => (DeclarationState?)state)];

    public Task<int> RunAsync(CancellationToken ct) => db.EachAsync(db.Set<Declaration>().Where(d => !s_over.Contains(d.State)), id => $"select * from declarations where id = {id} for update", async declaration =>
    {
        await db.LockRightsAsync([declaration.ApplicationNo], ct);
        if (await CauseAsync(declaration, ct) is not { } cause) return Reminds(declaration) && await RemindAsync(declaration, ct);
        var blocking = cause is DeclarationCause.PassGuards or DeclarationCause.FailGuard ? await BlockingAsync(declaration, ct) : [];
        if (cause == DeclarationCause.PublicityOver && await db.Set<DeclarationObjection>().CountAsync(o => o.DeclarationId == declaration.Id && o.State == ObjectionState.Open, ct) is > 0 and var open)
            blocking[DeclarationMachine.Objections] = DeclareTexts.ObjectionsOpen.Fill(open);
        var shown = cause == DeclarationCause.FailGuard ? new StepShown(Facts: new { guards = blocking.Keys }) : new(blocking, ByRegister: cause == DeclarationCause.ChangeOwner);
        if (book.Take(DeclarationMachine.Machine, declaration, cause, shown) is not null) return false;
        if (cause == DeclarationCause.ChangeOwner) await HandOverAsync(declaration, ct);
        await db.SaveChangesAsync(ct);
        if (declaration.State!.Value.IsOver()) await declarations.EndAsync(declaration, ct);
        await notices.MovedAsync(declaration, cause, ct);
        return true;
    }, ct);

    private async Task<DeclarationCause?> CauseAsync(Declaration declaration, CancellationToken ct)
    {
        var today = Dates.Today(time);
        var state = declaration.State!.Value;
        var patent = await db.Set<Patent>().AsNoTracking().SingleAsync(p => p.ApplicationNo == declaration.ApplicationNo, ct);
        if (patent.State.Ended() || patent.LastDay < today) return DeclarationCause.EndPatent;
        if (state == DeclarationState.Publicity) return DeclarationChecks.WasPublic(declaration, today) ? DeclarationCause.PublicityOver : null;
        if (state == DeclarationState.Defect) return declaration.CorrectBy < today ? DeclarationCause.MissCorrection : null;
        if (!DeclarationBook.Stands(state)) return null;
        if (Until(declaration, await db.Set<Listing>().AsNoTracking().SingleAsync(l => l.Id == declaration.ListingId, ct)) < today) return DeclarationCause.Expire;
        if (state != DeclarationState.Transferred && declaration.OwnerId is { } owner && !await db.Set<PatentHolder>().AnyAsync(h => h.ApplicationNo == declaration.ApplicationNo && h.OrganisationId == owner, ct)) return DeclarationCause.ChangeOwner;
        if (state is not (DeclarationState.Announced or DeclarationState.Hold)) return null;
        var failed = (await BlockingAsync(declaration, ct)).Count > 0;
        return failed == (state == DeclarationState.Hold) ? null : failed ? DeclarationCause.FailGuard : DeclarationCause.PassGuards;
    }

    /// <summary>G1 to G4, asked each day of what is announced.</summary>
    private async Task<Dictionary<string, string>> BlockingAsync(Declaration declaration, CancellationToken ct)
    {
        var patent = (await ListingFacts.OfAsync(db, [new(declaration.ApplicationNo, null)], declaration.OwnerId, ct)).SingleOrDefault();
        // Not to be shown any more: nothing new is begun on it.
        if (patent is null) return new(StringComparer.Ordinal) { ["G5"] = ListingTexts.PatentRemoved };
        var blocking = guards.Daily(patent.Facts(Dates.Today(time))).Where(guard => guard.Blocks).ToDictionary(guard => guard.Code, guard => guard.Reason!, StringComparer.Ordinal);
        // The gazette announced it all the same; a contract made here may not be recorded yet.
        if (await DeclarationChecks.AloneAsync(db, declaration.ApplicationNo, ct) is { } alone && DeclarationChecks.ShutOut(alone) is { } shutOut) blocking[shutOut.Code] = shutOut.Reason!;
        return blocking;
    }

    /// <summary>
    /// To whom the patent went, if they are here: they stand by the declaration or withdraw it, and answer for its licences, which go on. The offer stays with whoever made it, so what it said is
    /// kept with the declaration.
    /// </summary>
    private async Task HandOverAsync(Declaration declaration, CancellationToken ct)
    {
        declaration.Terms ??= (await declarations.TermsAsync(declaration, ct))?.Write();
        if (await db.Set<PatentHolder>().Where(h => h.ApplicationNo == declaration.ApplicationNo && h.OrganisationId != null).OrderBy(h => h.Place).Select(h => h.OrganisationId).FirstOrDefaultAsync(ct) is not { } next) return;
        declaration.OwnerId = next;
        await db.Database.ExecuteSqlAsync($"select 1 from licences where declaration_id = {declaration.Id} order by id for update", ct);
        await db.Set<Licence>().Where(l => l.DeclarationId == declaration.Id && l.LicenseeId != next).ExecuteUpdateAsync(set => set.SetProperty(l => l.HolderId, next), ct);
    }

    private bool Reminds(Declaration declaration) => declaration is { State: DeclarationState.Defect, CorrectBy: { } until } && s_remind.Contains(until.DayNumber - Dates.Today(time).DayNumber);

    private async Task<bool> RemindAsync(Declaration declaration, CancellationToken ct)
    {
        await notices.RemindCorrectionAsync(declaration, ct);
        return true;
    }

    private static DateOnly? Until(Declaration declaration, Listing listing) => declaration.Terms is { } terms ? FrozenTerms.Read(terms).Until : listing.ExpiresOn;
}
