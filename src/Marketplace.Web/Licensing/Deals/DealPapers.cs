using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Deals;

/// <summary>What guards ask for beside the terms: papers, and how a public unit came to its price.</summary>
public sealed class DealPapers(AppDbContext db, DealReach reach, AuditLog audit, FileStore files, Actor actor, TimeProvider time)
{
    public Task<Outcome<Deal>> KeepAsync(Guid id, string? code, IFormFile? paper, CancellationToken ct) => StepAsync(id, async (deal, _) =>
    {
        if (code is null || !DealPaper.Codes.Contains(code, StringComparer.Ordinal)) return [new("paper_kind_missing", 400, DealTexts.PaperKindMissing, "code")];
        if (paper is null) return [new("paper_missing", 400, CaseTexts.PaperMissing.Fill(DealWords.Paper(code)), "paper")];
        var file = await files.AddAsync(db, paper, DealFiles.Of(id), ct);
        if (!file.Succeeded) return [.. file.Failures.Select(f => f with { Field = "paper" })];
        if (await db.Set<DealPaper>().SingleOrDefaultAsync(p => p.DealId == id && p.Code == code, ct) is { } there) (there.FileId, there.PersonId, there.At) = (file.Value.Id, actor.PersonId, time.GetUtcNow());
        else db.Add(new DealPaper { DealId = id, Code = code, FileId = file.Value.Id, PersonId = actor.PersonId, At = time.GetUtcNow() });
        audit.Record(db, "deal.paper-shown", DealFiles.Of(id), new { code, file = file.Value.Id, deal.State });
        return [];
    }, ct);

    public Task<Outcome<Deal>> PriceAsync(Guid id, PriceWay? way, CancellationToken ct) => StepAsync(id, (deal, side) =>
    {
        if (side != Side.Giver) return Task.FromResult<List<Failure>>([new("holder_only", 403, DealTexts.HolderOnly)]);
        if (way is null) return Task.FromResult<List<Failure>>([new("price_by_missing", 400, DealTexts.PriceByMissing, "priceBy")]);
        deal.PriceBy = way;
        audit.Record(db, "deal.price-way", DealFiles.Of(id), new { way });
        return Task.FromResult<List<Failure>>([]);
    }, ct);

    private async Task<Outcome<Deal>> StepAsync(Guid id, Func<Deal, Side, Task<List<Failure>>> step, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (deal, side, refused) = await reach.LockAsync(id, Act.KeepLicences, ct);
        if (deal is null) return refused!;
        if (!DealConsents.IsOpen(deal) && deal.State != DealState.Requested) return new Failure("state_forbids", 409, CaseTexts.StateForbids);
        if (await step(deal, side) is { Count: > 0 } failures) return db.Dropped(failures);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return deal;
    }
}
