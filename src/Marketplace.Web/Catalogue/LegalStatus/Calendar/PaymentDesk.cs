using System.Globalization;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Delegations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Files;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.LegalStatus.Calendar;

/// <summary>What was entered; <paramref name="Skipped"/> was paid before, or is not theirs any more.</summary>
public sealed record Payment(int Entered, int Skipped);

/// <summary>Annual fees paid, for one or many patents by one receipt.</summary>
public sealed class PaymentDesk(
    AppDbContext db, AccessCheck access, DelegationCheck delegated, PatentStandings standings, FileStore files, AuditLog audit, Actor actor, TimeProvider time)
{
    /// <summary>One receipt of the office names at most a few hundred.</summary>
    public const int AtOnce = 500;

    /// <param name="chosen">Lines of the calendar (<see cref="CalendarLine.Key"/>): each names its patent year, so that a form sent twice pays nothing twice.</param>
    /// <param name="on">When it was paid.</param>
    /// <param name="reference">Number of the receipt.</param>
    /// <param name="receipt">The receipt.</param>
    /// <param name="ct">The sender left.</param>
    public async Task<Outcome<Payment>> PayAsync(IReadOnlyList<string> chosen, DateOnly? on, string? reference, IFormFile? receipt, CancellationToken ct)
    {
        var today = Dates.Today(time);
        var failures = new List<Failure>();
        var asked = chosen.Select(Read).OfType<(string No, int Year)>().Distinct().ToDictionary(x => x.No, x => x.Year, StringComparer.Ordinal);
        if (asked.Count == 0) failures.Add(new("nothing_chosen", 400, CalendarTexts.NothingChosen, "fee"));
        if (asked.Count > AtOnce) failures.Add(new("too_many_chosen", 400, CalendarTexts.TooMany.Fill(AtOnce), "fee"));
        if (on is null) failures.Add(new("day_missing", 400, LegalTexts.DayMissing, "on"));
        else if (on > today) failures.Add(new("day_future", 400, LegalTexts.DayFuture, "on"));
        if (receipt is null) failures.Add(new("paper_missing", 400, LegalTexts.PaperMissing, "receipt"));
        if (reference?.Length > NewEvent.ReferenceMax) failures.Add(new("reference_too_long", 400, LegalTexts.TooLong.Fill(NewEvent.ReferenceMax), "reference"));
        if (failures.Count > 0) return failures;
        if (actor.ActingFor is not { } own || await db.Set<Organisation>().AsNoTracking().SingleOrDefaultAsync(o => o.Id == own, ct) is not { } organisation)
            return Failures.OfStatus(StatusCodes.Status404NotFound);
        if (access.Refuse(Act.KeepPatents, organisation.Target) is { } refused) return refused;

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await delegated.RefuseAsync(db, Act.KeepPatents, own, null, ct) is { } ended) return ended;
        var numbers = asked.Keys.Order(StringComparer.Ordinal).ToArray();
        // In one order for everybody, so that two payments cannot wait for each other.
        await db.Database.ExecuteSqlAsync($"select 1 from (select application_no from patents where application_no = any({numbers}) order by application_no for update) locked", ct);
        var patents = await FeeCalendar.Own(db, own).Where(p => numbers.Contains(p.ApplicationNo)).OrderBy(p => p.ApplicationNo).ToListAsync(ct);
        StoredFile? first = null;
        var entered = 0;
        foreach (var patent in patents)
        {
            var year = asked[patent.ApplicationNo];
            if (AnnualFees.NextYear(patent) != year) continue;   // Paid meanwhile, or the right has ended.
            var there = await db.Set<PatentEvent>().SingleOrDefaultAsync(e => e.ApplicationNo == patent.ApplicationNo && e.Kind == PatentEventKind.FeePaid && e.On == on && e.StruckAt == null, ct);
            if (there is not null)
            {
                // Two years paid on one day: the later one says both.
                (there.StruckAt, there.StruckReason) = (time.GetUtcNow(), LegalTexts.Superseded);
                await db.SaveChangesAsync(ct);
            }
            var id = Guid.CreateVersion7();
            if (first is null)
            {
                var added = await files.AddAsync(db, receipt!, $"{PatentPapers.Of}:{id}", ct);
                if (!added.Succeeded) return db.Dropped(added.Failures.Select(f => f with { Field = "receipt" }).ToList());
                first = added.Value;
            }
            // The same bytes, kept once; each patent's history has a paper of its own.
            var paper = entered == 0 ? first : new StoredFile { ContentSha256 = first.ContentSha256, Name = first.Name, MediaType = first.MediaType, Size = first.Size, AddedAt = first.AddedAt, Subject = $"{PatentPapers.Of}:{id}" };
            if (entered > 0) db.Add(paper);
            db.Add(new PatentEvent
            {
                Id = id,
                ApplicationNo = patent.ApplicationNo,
                Kind = PatentEventKind.FeePaid,
                On = on!.Value,
                Source = StatusSource.Holder,
                Reference = string.IsNullOrWhiteSpace(reference) ? null : reference.Trim(),
                PaperId = paper.Id,
                PatentYear = year,
                PersonId = actor.PersonId,
                RecordedAt = time.GetUtcNow(),
            });
            if (patent.StatusOn is null || patent.StatusOn < on) (patent.StatusOn, patent.StatusSource) = (on, StatusSource.Holder);
            await standings.RefreshAsync(db, patent, ct);
            entered++;
        }
        if (entered > 0) audit.Record(db, "fees.paid", $"organisation:{own}", new { count = entered, on, numbers });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return new Payment(entered, asked.Count - entered);
    }

    private static (string No, int Year)? Read(string key) => key.Split('-') is [_, { Length: 8 or 12 } no, var year]
        && int.TryParse(year, NumberStyles.None, CultureInfo.InvariantCulture, out var k) && k > 0 ? (no, k) : null;
}
