using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Delegations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Security;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Trials;

/// <summary>From the first terms to what both agreed on: whoever has not spoken last agrees to exactly a version, answers with another, or declines. What happens while it runs is <see cref="TrialConduct"/>.</summary>
public sealed class TrialDesk(AppDbContext db, TrialSteps steps, TrialReach reach, TrialBook trials, TrialNotices notices, CaseBook book, Offers offers, Actor actor, AccessCheck access, DelegationCheck delegation, TimeProvider time)
{
    /// <summary>Whose offer the patent has, and on which side of it the reader would stand; null: it is offered by nobody here.</summary>
    public async Task<(Organisation Holder, Side Side)?> FindAsync(string no, CancellationToken ct)
    {
        if (actor.ActingFor is not { } own || !access.May(Act.KeepLicences, new(own))) return null;
        if (!await db.Set<Patent>().AnyAsync(p => p.ApplicationNo == no && p.RemovedAt == null, ct)) return null;
        if ((await offers.OffersOf(no, ct)).FirstOrDefault(offer => offer.OwnerId is not null) is not { OwnerId: { } owner }) return null;
        var holder = await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.Id == owner, ct);
        return holder.State == OrganisationState.Active ? (holder, own == owner ? Side.Giver : Side.Taker) : null;
    }

    public async Task<Outcome<Trial>> OfferAsync(string no, TrialForm given, ListingForm fee, CancellationToken ct)
    {
        if (actor.ActingFor is not { } own || await FindAsync(no, ct) is not var (holder, side)) return Failures.OfStatus(404);
        if (await delegation.RefuseAsync(db, Act.KeepLicences, own, null, ct) is { } ended) return ended;
        if (side == Side.Giver && await reach.RefuseDisposalAsync(holder.Id, ct) is { } refused) return refused;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Two offers of one patent follow each other.
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({"trial:" + no}, 0))", ct);
        if (await db.Set<Trial>().SingleOrDefaultAsync(t => t.Id == given.Once, ct) is { } sent) return reach.Of(sent) == side && sent.By == side ? sent : Failures.OfStatus(404);
        var failures = new List<Failure>();
        var taker = side == Side.Taker ? await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.Id == own, ct) : await NamedAsync(given.Taker, holder.Id, failures, ct);
        var terms = given.Read(fee, Dates.Today(time), await LastDayAsync(no, ct), failures);
        Signed(given.SignedBy, given.Confirmed, side == Side.Giver ? holder.Name : taker?.Name, failures);
        if (taker is not null && await db.Set<Trial>().FirstOrDefaultAsync(t => t.ApplicationNo == no && t.TakerId == taker.Id && (t.State == TrialState.Offered || t.State == TrialState.Agreed || t.State == TrialState.Running), ct) is { } live)
            failures.Add(new("trial_there", 409, TrialTexts.TrialThere.Fill(live.Number)));
        if (failures.Count > 0) return failures;
        var trial = new Trial
        {
            Id = given.Once,
            Reference = SpokenCode.New(8),
            ApplicationNo = no,
            HolderId = holder.Id,
            TakerId = taker!.Id,
            HolderName = holder.Name,
            TakerName = taker.Name,
            TakerCode = taker.Uscc,
            RegionPath = taker.RegionPath,
            By = side,
            Version = 1,
            StartsOn = terms!.StartsOn,
            FreeUntil = terms.FreeUntil,
        };
        if (book.Take(TrialMachine.Machine, trial, TrialCause.Offer, new(await steps.BlockingAsync(trial, side, ct), Facts: new { by = side, terms.FreeUntil })) is { } no1) return db.Dropped([no1]);
        db.Add(trial);
        Keep(trial, terms, given.SignedBy!);
        await db.SaveChangesAsync(ct);
        await notices.SyncAsync(trial, ct);
        await notices.TellAsync(trial, Other(side), TrialNotice.Offered, ct);
        await transaction.CommitAsync(ct);
        return trial;
    }

    /// <summary>Other terms than the other side's.</summary>
    public Task<Outcome<Trial>> CounterAsync(Guid id, TrialForm given, ListingForm fee, CancellationToken ct) => VersionAsync(id, TrialCause.Counter, TrialNotice.Countered, given, fee, trial => Dates.Today(time), ct);

    /// <summary>延长: by terms that begin on the same day and end later; they bind once the other side agrees.</summary>
    public Task<Outcome<Trial>> AskLongerAsync(Guid id, TrialForm given, ListingForm fee, CancellationToken ct) => VersionAsync(id, TrialCause.AskLonger, TrialNotice.LongerAsked, given, fee, trial => trial.StartsOn, ct);

    /// <summary>To exactly the version that was read: named by its hash.</summary>
    public Task<Outcome<Trial>> AgreeAsync(Guid id, string? termsRead, string? signedBy, string? confirmed, CancellationToken ct) => steps.TakeAsync(id, TrialSteps.Parties, TrialNotice.Agreed, async (trial, side) =>
    {
        if (side == Side.Giver && await reach.RefuseDisposalAsync(trial.HolderId, ct) is { } refused) return [refused];
        var version = await db.Set<TrialVersion>().SingleAsync(v => v.TrialId == id && v.Number == trial.Version, ct);
        var failures = new List<Failure>();
        if (!string.Equals(termsRead, Convert.ToHexString(version.Sha256), StringComparison.Ordinal)) failures.Add(new("terms_changed", 409, TrialTexts.TermsChanged));
        var terms = version.Read();
        if (trial.State == TrialState.Offered && terms.FreeUntil <= Dates.Today(time)) failures.Add(new("terms_late", 409, TrialTexts.TermsLate));
        Signed(signedBy, confirmed, side == Side.Giver ? trial.HolderName : trial.TakerName, failures);
        if (failures.Count > 0) return failures;
        var cause = trial.State == TrialState.Running ? TrialCause.Extend : TrialCause.Agree;
        if (await steps.StepAsync(trial, side, cause, new(Facts: new { version = trial.Version, sha256 = termsRead, terms.FreeUntil }), "", ct) is { Count: > 0 } no) return no;
        (version.AgreedBy, version.AgreedPersonId, version.AgreedAt) = (signedBy!.Trim(), actor.PersonId, time.GetUtcNow());
        await trials.BindAsync(trial, terms, ct);
        return [];
    }, ct);

    public Task<Outcome<Trial>> DeclineAsync(Guid id, string? reason, CancellationToken ct) => steps.TakeAsync(id, TrialSteps.Parties, TrialNotice.Declined, async (trial, side) =>
    {
        if (trial.State != TrialState.Running) return await steps.StepAsync(trial, side, TrialCause.Decline, new(Reason: reason), "declineReason", ct);
        // Whose proposal it is takes it back, the other refuses it: the trial goes on as agreed either way.
        var failures = await steps.StepAsync(trial, side, TrialCause.RefuseLonger, new(Reason: reason), "declineReason", ct);
        if (failures.Count == 0) trial.Version = trial.AgreedVersion!.Value;
        return failures;
    }, ct);

    public Task<Outcome<Trial>> TakeBackAsync(Guid id, CancellationToken ct) => steps.TakeAsync(id, TrialSteps.Parties, TrialNotice.TakenBack, (trial, side) => steps.StepAsync(trial, side, TrialCause.TakeBack, StepShown.Nothing, "", ct), ct);

    private Task<Outcome<Trial>> VersionAsync(Guid id, TrialCause cause, TrialNotice notice, TrialForm given, ListingForm fee, Func<Trial, DateOnly> from, CancellationToken ct) => steps.TakeAsync(id, TrialSteps.Parties, notice, async (trial, side) =>
    {
        if (side == Side.Giver && await reach.RefuseDisposalAsync(trial.HolderId, ct) is { } refused) return [refused];
        var failures = new List<Failure>();
        var terms = given.Read(fee, from(trial), await LastDayAsync(trial.ApplicationNo, ct), failures);
        if (cause == TrialCause.AskLonger && terms is not null && (terms.StartsOn != trial.StartsOn || terms.FreeUntil <= trial.FreeUntil)) failures.Add(new("longer_wrong", 400, TrialTexts.LongerWrong.Fill(Dates.InWords(trial.FreeUntil)), "lastFree"));
        Signed(given.SignedBy, given.Confirmed, side == Side.Giver ? trial.HolderName : trial.TakerName, failures);
        if (failures.Count > 0) return failures;
        // Sent twice it is one.
        if (trial.By == side && (await db.Set<TrialVersion>().AsNoTracking().SingleAsync(v => v.TrialId == id && v.Number == trial.Version, ct)).Terms == terms!.Write()) return [];
        if (await steps.StepAsync(trial, side, cause, new(Facts: new { by = side, terms!.FreeUntil }), "", ct) is { Count: > 0 } no) return no;
        // A number that was refused is not given to other words.
        trial.Version = await db.Set<TrialVersion>().Where(v => v.TrialId == id).MaxAsync(v => v.Number, ct) + 1;
        trial.By = side;
        Keep(trial, terms, given.SignedBy!);
        return [];
    }, ct);

    private void Keep(Trial trial, TrialTerms terms, string signedBy)
    {
        var text = terms.Write();
        db.Add(new TrialVersion { TrialId = trial.Id, Number = trial.Version, By = trial.By, Terms = text, Sha256 = TrialTerms.Hash(text), SignedBy = signedBy.Trim(), PersonId = actor.PersonId, At = time.GetUtcNow() });
    }

    private async Task<Organisation?> NamedAsync(string? typed, Guid holder, List<Failure> failures, CancellationToken ct)
    {
        var (code, name) = (typed?.Trim().ToUpperInvariant() ?? "", NameFolding.Fold(typed ?? ""));
        var found = name.Length == 0 ? [] : await db.Set<Organisation>().AsNoTracking().Where(o => (o.Uscc == code || o.FoldedName == name) && o.State == OrganisationState.Active && o.Id != holder).Take(2).ToListAsync(ct);
        if (found.Count == 1) return found[0];
        failures.Add(new("taker_unknown", 400, TrialTexts.TakerUnknown, "taker"));
        return null;
    }

    private static void Signed(string? signedBy, string? confirmed, string? organisation, List<Failure> failures)
    {
        if (signedBy?.Trim() is not { Length: > 0 and <= 50 }) failures.Add(new("signed_by_missing", 400, TrialTexts.SignedByMissing, "signedBy"));
        if (organisation is not null && NameFolding.Fold(confirmed ?? "") != NameFolding.Fold(organisation)) failures.Add(new("confirm_wrong", 400, TrialTexts.ConfirmWrong.Fill(organisation), "confirmed"));
    }

    private Task<DateOnly> LastDayAsync(string no, CancellationToken ct) => db.Set<Patent>().Where(p => p.ApplicationNo == no).Select(p => p.LastDay).SingleAsync(ct);

    private static Side Other(Side side) => side == Side.Taker ? Side.Giver : Side.Taker;
}
