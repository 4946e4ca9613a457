using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Reports;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.LegalStatus;

/// <summary>
/// 国防、保密专利 (G9). What is marked is removed from the catalogue in the same transaction, so that whatever follows removals follows this: no outlet has to ask for it.
/// </summary>
public sealed class SecrecyDesk(AppDbContext db, PatentReach reach, ListingStop listings, PersonMail mail, PublicAddress address, AuditLog audit, Actor actor, TimeProvider time)
{
    public const int ReasonMax = 500;
    public const int ReferenceMax = 200;

    internal static readonly MessageTemplate Marked = About("patent.secret.marked", nameof(SecrecyTexts.MarkedSubject), nameof(SecrecyTexts.MarkedText));
    internal static readonly MessageTemplate Declassified = About("patent.secret.lifted", nameof(SecrecyTexts.LiftedSubject), nameof(SecrecyTexts.LiftedText));

    public Task<Outcome<Patent>> MarkAsync(string number, string? reason, CancellationToken ct) => ChangeAsync(Act.MarkSecret, number, [Text(reason, ReasonMax, "reason")], async patent =>
    {
        if (patent.SecretAt is not null) return;   // A double click.
        var now = time.GetUtcNow();
        (patent.SecretAt, patent.SecretBy, patent.SecretReason, patent.RemovedAt) = (now, actor.PersonId, reason!.Trim(), now);
        audit.Record(db, "patent.marked-secret", "patent:" + patent.ApplicationNo);
        await db.SaveChangesAsync(ct);
        // What somebody reported about it bears its name, on a page that needs no account.
        var (link, number) = ("/patents/" + patent.ApplicationNo, PatentNumber.Show(patent.ApplicationNo));
        await db.Set<Report>().Where(r => r.SubjectKind == PatentsSetup.Reportable && r.Link == link).ExecuteUpdateAsync(set => set.SetProperty(r => r.Title, number), ct);
        await listings.AllOfAsync(patent.ApplicationNo, "patent_secret", ListingTexts.WithdrawnSecret, ct);
        await TellAsync(patent, Marked, now, ct);
    }, ct);

    /// <summary>解密. Listings stay down: offering it again is for its holder to decide.</summary>
    /// <param name="number">Of the patent.</param>
    /// <param name="reason">Why it may be shown.</param>
    /// <param name="reference">Kind, number and date of the decision.</param>
    /// <param name="ct">The sender left.</param>
    public Task<Outcome<Patent>> DeclassifyAsync(string number, string? reason, string? reference, CancellationToken ct) =>
        ChangeAsync(Act.Declassify, number, [Text(reason, ReasonMax, "reason"), Text(reference, ReferenceMax, "reference")], async patent =>
        {
            if (patent.SecretAt is null) return;
            var now = time.GetUtcNow();
            (patent.SecretAt, patent.SecretBy, patent.SecretReason, patent.RemovedAt) = (null, null, null, null);
            (patent.DeclassifiedAt, patent.DeclassifiedBy, patent.DeclassifiedReason, patent.DeclassifiedReference) = (now, actor.PersonId, reason!.Trim(), reference!.Trim());
            audit.Record(db, "patent.declassified", "patent:" + patent.ApplicationNo, new { patent.DeclassifiedReference });
            await db.SaveChangesAsync(ct);
            await TellAsync(patent, Declassified, now, ct);
        }, ct);

    private async Task<Outcome<Patent>> ChangeAsync(Act act, string number, IEnumerable<Failure?> faults, Func<Patent, Task> change, CancellationToken ct)
    {
        if (await reach.FindWithinAsync(number, ct) is not { } found) return Failures.OfStatus(StatusCodes.Status404NotFound);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await listings.LockAsync(found.ApplicationNo, ct);
        var (holder, refused) = await reach.HolderAsync(act, found.ApplicationNo, ct);
        if (holder is null) return refused!;
        if (faults.OfType<Failure>().ToList() is { Count: > 0 } wrong) return wrong;
        var patent = await db.Set<Patent>().SingleAsync(p => p.ApplicationNo == found.ApplicationNo, ct);
        await change(patent);
        await transaction.CommitAsync(ct);
        return patent;
    }

    /// <summary>The administrators of all its holders. By number: mail and short messages pass through other hands.</summary>
    private async Task TellAsync(Patent patent, MessageTemplate template, DateTimeOffset now, CancellationToken ct)
    {
        var holders = await (from h in db.Set<PatentHolder>()
                             join o in db.Set<Organisation>() on h.OrganisationId equals o.Id
                             where h.ApplicationNo == patent.ApplicationNo
                             select new { o.Id, o.Name }).Distinct().OrderBy(o => o.Id).ToListAsync(ct);
        foreach (var holder in holders)
        {
            var people = await db.Set<Membership>().Where(m => m.OrganisationId == holder.Id && m.Until == null && m.Role == Role.Administrator).Select(m => m.PersonId).Distinct().ToListAsync(ct);
            var words = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["organisation"] = holder.Name,
                ["number"] = PatentNumber.Show(patent.ApplicationNo),
                ["link"] = address.Of($"/patents/{patent.ApplicationNo}/secrecy"),
            };
            await mail.TellAsync(db, people, template, words, $"{template.Key}:{patent.ApplicationNo}:{holder.Id}:{now.UtcTicks}", ct);
        }
        await db.SaveChangesAsync(ct);
    }

    private static MessageTemplate About(string key, string subject, string text) => PersonMail.About(SecrecyTexts.ResourceManager, key, subject, text, "number", "link");

    private static Failure? Text(string? typed, int most, string field) => string.IsNullOrWhiteSpace(typed)
        ? new(field + "_missing", 400, field == "reference" ? SecrecyTexts.ReferenceMissing : SecrecyTexts.ReasonMissing, field)
        : typed.Trim().Length > most ? new(field + "_too_long", 400, LegalTexts.TooLong.Fill(most), field) : null;
}
