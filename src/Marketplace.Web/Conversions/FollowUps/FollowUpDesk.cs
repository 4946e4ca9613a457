using System.Text.Json;
using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.Fees;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Files;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Conversions.FollowUps;

/// <summary>A question with what it is about.</summary>
/// <param name="Filing">What counts of the conversion, or was said last of one that counts no more.</param>
public sealed record FoundFollowUp(FollowUp FollowUp, Conversion Conversion, Filing Filing);

/// <param name="Photos">Of the product or the place where it is made.</param>
/// <param name="Invoices">And other proof of what was sold.</param>
/// <param name="Remove">Places of papers that go.</param>
public sealed record FollowUpPapers(IReadOnlyList<IFormFile> Photos, IReadOnlyList<IFormFile> Invoices, IReadOnlyList<int> Remove);

/// <summary>答复: by whoever has the link, by the taker's members, by the bureau for it. Whether they may was asked before, by how they found it.</summary>
public sealed class FollowUpDesk(AppDbContext db, FollowUpCodes codes, FollowUpNotices notices, FilingReach reach, FileStore files, CaseBook book, AccessCheck access, Actor actor, TimeProvider time)
{
    /// <summary>By a link; null: there is no such code.</summary>
    public async Task<(FoundFollowUp Found, bool Over)?> ByCodeAsync(string code, CancellationToken ct) =>
        await codes.FindAsync(code, ct) is { } known && await FindAsync(known.FollowUpId, ct) is { } found ? (found, codes.IsOver(known)) : null;

    /// <summary>By a member of the taker; null: not theirs.</summary>
    public async Task<FoundFollowUp?> ByTakerAsync(Guid id, CancellationToken ct) =>
        await FindAsync(id, ct) is { } found && (await notices.TakersAsync(found.Filing, ct)).Exists(o => access.May(Act.KeepLicences, new(OrganisationId: o.Id))) ? found : null;

    /// <summary>By a bureau that sees the conversion; null: not there for it.</summary>
    public async Task<FoundFollowUp?> ByBureauAsync(Guid id, CancellationToken ct) =>
        await FindAsync(id, ct) is { } found && await reach.FindAsync(found.Conversion.Id, ct) is not null ? found : null;

    private async Task<FoundFollowUp?> FindAsync(Guid id, CancellationToken ct)
    {
        if (await db.Set<FollowUp>().AsNoTracking().Include(f => f.Papers.OrderBy(p => p.Place)).SingleOrDefaultAsync(f => f.Id == id, ct) is not { } one) return null;
        var conversion = await db.Set<Conversion>().AsNoTracking().SingleAsync(c => c.Id == one.ConversionId, ct);
        return new(one, conversion, await db.Set<Filing>().AsNoTracking().Where(f => f.ConversionId == conversion.Id && (f.Id == conversion.CountedId || conversion.CountedId == null && f.Number == conversion.Filings)).Whole().SingleAsync(ct));
    }

    /// <summary>Null: done. What was typed and every paper that could be kept is kept, whatever is wrong with the rest.</summary>
    /// <param name="found">As it was opened.</param>
    /// <param name="form">What was typed.</param>
    /// <param name="seen">How many steps it had taken then.</param>
    /// <param name="papers">New ones, and those that go.</param>
    /// <param name="send">Handed in; else only kept.</param>
    /// <param name="way">By whom.</param>
    /// <param name="ct">The sender left.</param>
    public async Task<List<Failure>> AnswerAsync(FoundFollowUp found, FollowUpForm form, int seen, FollowUpPapers papers, bool send, AnswerWay way, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var one = await db.LockFollowUpAsync(found.FollowUp.Id, ct);
        if (!FollowUpMachine.Waiting.Contains(one.State) && one.State != FollowUpState.Answered) return db.Dropped([new Failure("follow_up_closed", 409, FollowUpTexts.Closed)]);
        var failures = new List<Failure>();
        var before = Stamp(one);
        await PapersAsync(one, papers, failures, ct);
        var wrong = form.Read(one, way == AnswerWay.Bureau, Dates.Today(time));
        var same = one.State == FollowUpState.Answered && wrong.Count == 0 && failures.Count == 0 && Stamp(one) == before;
        // The same form twice, or two tabs: the second is told that it is done. Other words on top of ones it never saw are not taken.
        if (send && !same && one.Steps != seen) failures.Insert(0, new("answered_meanwhile", 409, FollowUpTexts.AnsweredMeanwhile));
        failures.AddRange(send ? wrong : []);
        if (!send || failures.Count > 0) Keep(one, form);
        else one.Draft = null;
        if (send && failures.Count == 0 && !same)
        {
            (one.Way, one.AnsweredAt, one.AnsweredBy) = (way, time.GetUtcNow(), actor.PersonId);
            if (book.Take(FollowUpMachine.Machine, one, FollowUpCause.Answer, new(Facts: new { way, one.Use, one.Product, one.ProductNo, one.ProductOn, one.Sales, one.Jobs, one.Why, papers = one.Papers.Select(p => p.FileId) })) is { } refused) return db.Dropped([refused]);
            await db.SaveChangesAsync(ct);
            await notices.AnsweredAsync(one, found.Conversion, found.Filing, ct);
        }
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return failures;
    }

    /// <summary>What was typed waits beside the words that were handed in before, which stay what was answered.</summary>
    private void Keep(FollowUp one, FollowUpForm form)
    {
        foreach (var property in db.Entry(one).Properties) property.CurrentValue = property.OriginalValue;
        one.Draft = JsonSerializer.Serialize(form);
    }

    private async Task PapersAsync(FollowUp one, FollowUpPapers papers, List<Failure> failures, CancellationToken ct)
    {
        foreach (var gone in one.Papers.Where(p => papers.Remove.Contains(p.Place)).ToList())
        {
            one.Papers.Remove(gone);
            db.Remove(gone);
            db.Remove(await db.Set<StoredFile>().SingleAsync(f => f.Id == gone.FileId, ct));
        }
        var ids = one.Papers.ConvertAll(p => p.FileId);
        var known = await db.Set<StoredFile>().AsNoTracking().Where(f => ids.Contains(f.Id)).Select(f => new { f.Id, f.ContentSha256 }).ToListAsync(ct);
        foreach (var (upload, kind, field) in papers.Photos.Select(f => (f, ProofKind.Product, "photos")).Concat(papers.Invoices.Select(f => (f, ProofKind.Revenue, "invoices"))))
        {
            if (one.Papers.Count >= FollowUp.MostPapers)
            {
                failures.Add(Failures.TooManyFiles(FollowUp.MostPapers) with { Field = field });
                return;
            }
            var kept = await files.AddAsync(db, upload, FilingFiles.Of(one.ConversionId), FileKind.Papers, ct);
            if (!kept.Succeeded)
            {
                failures.AddRange(kept.Failures.Select(f => f with { Field = field }));
                continue;
            }
            // A form that was sent twice brings its papers twice.
            if (one.Papers.Exists(p => p.Kind == kind && known.Exists(k => k.Id == p.FileId && k.ContentSha256.AsSpan().SequenceEqual(kept.Value.ContentSha256))))
            {
                db.Entry(kept.Value).State = EntityState.Detached;
                continue;
            }
            known.Add(new { kept.Value.Id, kept.Value.ContentSha256 });
            one.Papers.Add(new() { FollowUpId = one.Id, Place = one.Papers.Select(p => p.Place).DefaultIfEmpty(-1).Max() + 1, Kind = kind, FileId = kept.Value.Id });
        }
    }

    /// <summary>Of all that was answered: the same words and papers have the same.</summary>
    private static string Stamp(FollowUp one) => JsonSerializer.Serialize(new
    {
        one.Use,
        one.Product,
        one.ProductNo,
        one.ProductOn,
        // The database gives two decimals to what was typed without.
        Sales = Typed.Plain(one.Sales),
        one.Jobs,
        one.Why,
        one.Words,
        one.Whom,
        one.WhomOn,
        one.WhomHow,
        Papers = one.Papers.OrderBy(p => p.Place).Select(p => p.FileId),
    });
}
