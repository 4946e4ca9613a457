using Marketplace.Web.Catalogue.Import;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Names;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.Claims;

/// <summary>
/// The claim queue: the importer explains, the holder answers, the bureau decides with a reason. A portfolio brings hundreds of patents under one former name, so each step is
/// taken for all claims that the same organisation has on the same name.
/// </summary>
public sealed class ClaimDesk(AppDbContext db, Actor actor, AccessCheck access, AuditLog audit, WorkDesk work, FileStore files, TimeProvider time)
{
    public const int TextMax = 2000;
    public const string Explain = "patent.claim.explain";
    public const string Answer = "patent.claim.answer";
    public const string Settle = "patent.claim.settle";

    /// <summary>At the end of an import, in its transaction: whoever brought other people's patents is asked why.</summary>
    internal static Task AskToExplainAsync(AppDbContext db, WorkDesk work, PatentImport import, CancellationToken ct) => import.OrganisationId is not { } claimant ? Task.CompletedTask
        : work.AddAsync(db, new(Explain, $"{Explain}:{import.Id}", new Audience.Holders(claimant, Role.Operator), "/portfolio/claims",
            new Dictionary<string, string>(StringComparer.Ordinal) { ["count"] = import.Claimed.ToString(System.Globalization.CultureInfo.InvariantCulture), ["file"] = import.FileName }), ct);

    /// <summary>Null when there is none, or none for this reader: the claimant, and the holder once asked.</summary>
    public async Task<PatentClaim?> FindAsync(Guid id, CancellationToken ct)
    {
        var claim = await db.Set<PatentClaim>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, ct);
        if (claim is null) return null;
        var seers = await db.Set<Organisation>().AsNoTracking().Where(o => o.Id == claim.ClaimantId || o.Id == claim.HolderId && claim.State != ClaimState.Open && claim.State != ClaimState.Dropped).ToListAsync(ct);
        return seers.Exists(o => access.May(Act.KeepPatents, o.Target)) ? claim : null;
    }

    /// <summary>Null when there is none before this bureau.</summary>
    public async Task<PatentClaim?> FindForBureauAsync(Guid id, CancellationToken ct) =>
        await db.Set<PatentClaim>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == id && c.State != ClaimState.Open && c.State != ClaimState.Dropped, ct) is { } claim
            && access.May(Act.SettleClaims, new(claim.ClaimantId, claim.RegionPath)) ? claim : null;

    /// <summary>Claims on the same name that stand where this one stands.</summary>
    public IQueryable<PatentClaim> Together(PatentClaim claim) =>
        db.Set<PatentClaim>().Where(c => c.ClaimantId == claim.ClaimantId && c.HolderName == claim.HolderName && c.HolderId == claim.HolderId && c.State == claim.State).OrderBy(c => c.ApplicationNo);

    /// <summary>这是本单位的另一名称</summary>
    public async Task<Failure?> ExplainAsync(Guid id, string? evidence, IFormFile? paper, CancellationToken ct)
    {
        if (Check(evidence, "evidence") is { } missing) return missing;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await FindAsync(id, ct) is not { } claim || !await IsOfAsync(claim.ClaimantId, ct)) return Failures.OfStatus(404);
        if (claim.State is not (ClaimState.Open or ClaimState.Dropped)) return Moved();
        Guid? paperId = null;
        if (paper is not null)
        {
            var stored = await files.AddAsync(db, paper, "patent-claim:" + id, ct);
            if (!stored.Succeeded) return stored.Failures[0] with { Field = "paper" };
            paperId = stored.Value.Id;
        }
        var next = claim.HolderId is null ? ClaimState.WithBureau : ClaimState.Asked;
        foreach (var one in await Together(claim).ToListAsync(ct))
            (one.State, one.Evidence, one.PaperId, one.ClaimedBy, one.ClaimedAt) = (next, evidence!.Trim(), paperId, actor.PersonId, time.GetUtcNow());
        await AskAsync(claim, next, ct);
        return await SavedAsync(claim, "patent.claim.explained", transaction, ct);
    }

    /// <summary>It is not ours.</summary>
    public async Task<Failure?> DropAsync(Guid id, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await FindAsync(id, ct) is not { } claim || !await IsOfAsync(claim.ClaimantId, ct)) return Failures.OfStatus(404);
        if (!claim.IsLive) return Moved();
        foreach (var one in await Together(claim).ToListAsync(ct)) one.State = ClaimState.Dropped;
        await DoneAsync(claim, ct);
        return await SavedAsync(claim, "patent.claim.dropped", transaction, ct);
    }

    /// <summary>The holder agrees, and it is settled; or says otherwise, and the bureau hears both.</summary>
    public async Task<Failure?> AnswerAsync(Guid id, bool agrees, string? answer, CancellationToken ct)
    {
        if (!agrees && Check(answer, "answer") is { } missing) return missing;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await FindAsync(id, ct) is not { HolderId: { } holder } claim || !await IsOfAsync(holder, ct)) return Failures.OfStatus(404);
        if (claim.State != ClaimState.Asked) return Moved();
        var all = await Together(claim).ToListAsync(ct);
        foreach (var one in all)
            (one.State, one.Answer, one.AnsweredBy, one.AnsweredAt) = (agrees ? ClaimState.Granted : ClaimState.WithBureau, answer?.Trim(), actor.PersonId, time.GetUtcNow());
        await DoneAsync(claim, ct);
        if (agrees) await LinkAsync(claim, [.. all.Select(c => c.ApplicationNo)], ct);
        else await AskAsync(claim, ClaimState.WithBureau, ct);
        return await SavedAsync(claim, agrees ? "patent.claim.agreed" : "patent.claim.disputed", transaction, ct);
    }

    public async Task<Failure?> DecideAsync(Guid id, bool granted, string? reason, CancellationToken ct)
    {
        if (Check(reason, "reason") is { } missing) return missing;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await FindForBureauAsync(id, ct) is not { } claim) return Failures.OfStatus(404);
        if (claim.State != ClaimState.WithBureau) return Moved();
        var all = await Together(claim).ToListAsync(ct);
        foreach (var one in all)
            (one.State, one.Reason, one.DecidedBy, one.DecidedAt) = (granted ? ClaimState.Granted : ClaimState.Refused, reason!.Trim(), actor.PersonId, time.GetUtcNow());
        await DoneAsync(claim, ct);
        if (granted) await LinkAsync(claim, [.. all.Select(c => c.ApplicationNo)], ct);
        return await SavedAsync(claim, granted ? "patent.claim.granted" : "patent.claim.refused", transaction, ct);
    }

    private async Task LinkAsync(PatentClaim claim, string[] numbers, CancellationToken ct)
    {
        var folded = NameFolding.Fold(claim.HolderName ?? "");
        await db.Set<PatentHolder>().Where(h => numbers.Contains(h.ApplicationNo) && h.FoldedName == folded).ExecuteUpdateAsync(set => set.SetProperty(h => h.OrganisationId, claim.ClaimantId), ct);
        // A name nobody else here bears is from now on known as one of theirs, and links by itself.
        if (claim.HolderId is null && !await db.Set<OrganisationName>().AnyAsync(n => n.OrganisationId == claim.ClaimantId && n.FoldedName == folded, ct))
            db.Add(new OrganisationName { OrganisationId = claim.ClaimantId, Name = claim.HolderName!, FoldedName = folded, ProofFile = claim.PaperId, AddedAt = time.GetUtcNow() });
        await CatalogueChanges.TouchAsync(db, numbers, ct);
    }

    private async Task AskAsync(PatentClaim claim, ClaimState next, CancellationToken ct)
    {
        await DoneAsync(claim, ct);
        var claimant = await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.Id == claim.ClaimantId, ct);
        var words = new Dictionary<string, string>(StringComparer.Ordinal) { ["claimant"] = claimant.Name, ["holder"] = claim.HolderName ?? "" };
        if (next == ClaimState.Asked)
            await work.AddAsync(db, new(Answer, Key(claim), new Audience.Holders(claim.HolderId!.Value, Role.Operator), $"/portfolio/claims/{claim.Id}", words, WaitingOrganisationId: claimant.Id), ct);
        else if (await BureauOf.RegionAsync(db, claim.RegionPath, ct) is { } bureau)
            await work.AddAsync(db, new(Settle, Key(claim), new Audience.Holders(bureau.Id, Role.BureauReviewer), $"/claims/{claim.Id}", words, WaitingOrganisationId: claimant.Id), ct);
    }

    private Task DoneAsync(PatentClaim claim, CancellationToken ct) => work.DoneAsync(db, Key(claim), actor.PersonId, ct);

    /// <summary>One for all that is asked together: whichever of them a page was opened for.</summary>
    private static string Key(PatentClaim claim) => $"patent.claim:{claim.ClaimantId:N}:{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(claim.HolderName ?? "")).AsSpan(0, 12))}";

    private async Task<bool> IsOfAsync(Guid organisation, CancellationToken ct) =>
        access.May(Act.KeepPatents, (await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.Id == organisation, ct)).Target);

    private static Failure? Check(string? text, string field) => string.IsNullOrWhiteSpace(text) ? new(field + "_missing", 400, ClaimTexts.TextMissing, field)
        : text.Length > TextMax ? new(field + "_long", 400, string.Format(System.Globalization.CultureInfo.CurrentCulture, ClaimTexts.TextLong, TextMax), field) : null;

    private static Failure Moved() => new("claim_changed", 409, ClaimTexts.Moved);

    private async Task<Failure?> SavedAsync(PatentClaim claim, string act, Microsoft.EntityFrameworkCore.Storage.IDbContextTransaction transaction, CancellationToken ct)
    {
        audit.Record(db, act, "patent-claim:" + claim.Id, new { claimant = claim.ClaimantId, holder = claim.HolderId });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return null;
    }
}
