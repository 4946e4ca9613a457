using System.Globalization;
using System.Threading.RateLimiting;
using Marketplace.Web.Contact;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.Outbox;
using Marketplace.Web.Platform.Security;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Reports;

/// <summary>As filled in.</summary>
public sealed record NewReport(string? About, ReportReason? Reason, string? Text, string? Contact);

/// <summary>The event's content: what happened is in the database, nothing personal is here.</summary>
public sealed record ReportHappened(Guid ReportId);

/// <summary>Takes reports in and answers them.</summary>
public sealed class ReportDesk(
    AppDbContext db, Reportables reportables, FileStore files, WorkDesk work, ReportLimiter limiter, Actor actor, AccessCheck access, Workdays workdays,
    IOptions<ReportOptions> options, AuditLog audit, TimeProvider time)
{
    public const string Received = "report.received";
    public const string Answered = "report.answered";
    public const int TextMin = 5;
    public const int TextMax = 2000;

    public static string WorkKey(Guid id) => $"report:{id}";

    /// <param name="given">What was filled in.</param>
    /// <param name="uploads">Evidence.</param>
    /// <param name="once">The form's own number: sent twice it is one report.</param>
    /// <param name="address">Where it comes from, for the limit; not kept.</param>
    /// <param name="ct">The sender left.</param>
    public async Task<Outcome<Report>> ReceiveAsync(NewReport given, IReadOnlyList<IFormFile> uploads, Guid once, System.Net.IPAddress? address, CancellationToken ct)
    {
        if (await db.Set<Report>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == once, ct) is { } earlier) return earlier;
        var failures = new List<Failure>();
        var text = given.Text?.Trim() ?? "";
        var contact = string.IsNullOrWhiteSpace(given.Contact) ? null : given.Contact.Trim();
        if (await reportables.FindAsync(given.About, ct) is not { } subject) return Failures.OfStatus(StatusCodes.Status404NotFound);
        if (given.Reason is not { } reason || !Enum.IsDefined(reason)) failures.Add(new("reason_missing", 400, ReportTexts.ReasonMissing, "reason"));
        if (text.Length is < TextMin or > TextMax) failures.Add(new("text_wrong", 400, string.Format(CultureInfo.CurrentCulture, ReportTexts.TextWrong, TextMin, TextMax), "text"));
        if (contact is not null && !ContactRules.IsMail(contact) && !ContactRules.IsPhone(contact)) failures.Add(new("contact_wrong", 400, ReportTexts.ContactWrong, "contact"));
        if (uploads.Count > files.Limits.MaxFilesAtOnce) failures.Add(Failures.TooManyFiles(files.Limits.MaxFilesAtOnce));
        if (failures.Count > 0) return failures;
        if (!limiter.Admits(address)) return Failures.RateLimited();

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var lockKey = $"report {subject.Kind}:{subject.Id}";
        // Two reports of the same thing at once: the second waits and is joined to the first.
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({lockKey}, 0))", ct);
        var same = await db.Set<Report>().Where(r => r.SubjectKind == subject.Kind && r.SubjectId == subject.Id && r.Reason == given.Reason && r.AnsweredAt == null && r.JoinedTo == null)
            .Select(r => new { r.Id, r.Due, r.OfficeId }).SingleOrDefaultAsync(ct);
        var now = time.GetUtcNow();
        var report = new Report
        {
            Id = once,
            Code = "R" + SpokenCode.New(16),
            SubjectKind = subject.Kind,
            SubjectId = subject.Id,
            Title = Shorten(subject.Item.Title, 300),
            Link = subject.Item.Link,
            RegionPath = subject.Item.RegionPath,
            OfficeId = same is null ? await ReportOffice.FindAsync(db, subject.Item.RegionPath, ct) : same.OfficeId,
            Reason = given.Reason!.Value,
            Text = text,
            Contact = contact,
            PersonId = actor.PersonId,
            Language = CultureInfo.CurrentUICulture.Name,
            ReceivedAt = now,
            Due = same?.Due ?? workdays.After(Dates.Day(now), options.Value.AnswerWithinWorkdays),
            JoinedTo = same?.Id,
        };
        foreach (var upload in uploads)
        {
            var added = await files.AddAsync(db, upload, $"report:{report.Id}", ct);
            if (!added.Succeeded) failures.AddRange(added.Failures);
        }
        if (failures.Count > 0) return failures;
        db.Add(report);
        db.Publish(Received, report.Id, new ReportHappened(report.Id));
        audit.Record(db, Received, $"report:{report.Id}", new { subject.Kind, subject.Id, reason = report.Reason.ToString(), report.JoinedTo, files = uploads.Count });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return report;
    }

    /// <summary>The one worked on, if this person's office answers it.</summary>
    public async Task<Report?> FindAsync(Guid id, CancellationToken ct) =>
        await db.Set<Report>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == id && r.JoinedTo == null, ct) is { } report && access.May(Act.AnswerReports, report.Target) ? report : null;

    public async Task<Outcome<Report>> AnswerAsync(Guid id, ReportOutcome? outcome, string? answer, CancellationToken ct)
    {
        if (await FindAsync(id, ct) is not { } report) return Failures.OfStatus(StatusCodes.Status404NotFound);
        var text = answer?.Trim() ?? "";
        var failures = new List<Failure>();
        if (outcome is null || !Enum.IsDefined(outcome.Value)) failures.Add(new("outcome_missing", 400, ReportTexts.OutcomeMissing, "outcome"));
        if (text.Length is < TextMin or > TextMax) failures.Add(new("answer_wrong", 400, string.Format(CultureInfo.CurrentCulture, ReportTexts.AnswerWrong, TextMin, TextMax), "answer"));
        if (failures.Count > 0) return failures;
        var now = time.GetUtcNow();
        var me = actor.Id;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var changed = await db.Set<Report>().Where(r => r.AnsweredAt == null && (r.Id == id || r.JoinedTo == id)).ExecuteUpdateAsync(set => set
            .SetProperty(r => r.Outcome, outcome).SetProperty(r => r.Answer, text).SetProperty(r => r.AnsweredAt, now).SetProperty(r => r.AnsweredBy, me), ct);
        if (changed == 0) return new Failure("answered_already", 409, ReportTexts.AnsweredAlready);
        await work.DoneAsync(db, WorkKey(id), me, ct);
        db.Publish(Answered, id, new ReportHappened(id));
        audit.Record(db, Answered, $"report:{id}", new { outcome = outcome.ToString(), reports = changed });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return report;
    }

    /// <summary>As typed from paper or read out: small letters, blanks and hyphens do not matter.</summary>
    public Task<Report?> TrackAsync(string? code, CancellationToken ct)
    {
        var clean = string.Concat((code ?? "").Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
        return db.Set<Report>().AsNoTracking().SingleOrDefaultAsync(r => r.Code == clean, ct);
    }

    /// <summary>In groups, as people read numbers: R3467-9ACD-…</summary>
    public static string Shown(string code) => $"{code[..5]}-{code[5..9]}-{code[9..13]}-{code[13..]}";

    private static string Shorten(string text, int length) => text.Length <= length ? text : text[..length];
}

public sealed class ReportOptions
{
    /// <summary>The bureaus' own term for answering; a convention, changeable by configuration.</summary>
    public int AnswerWithinWorkdays { get; set; } = 15;

    /// <summary>Reports an hour and address: an office behind one address has a few, a script has hundreds.</summary>
    public int PerHour { get; set; } = 10;
}

/// <summary>Beside the limit on all writes: few people have more than a few errors to report at once. Loopback without a proxy is free, as everywhere.</summary>
public sealed class ReportLimiter(IOptions<ReportOptions> options) : IDisposable
{
    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(address => RateLimitPartition.GetFixedWindowLimiter(address, _ => new()
    {
        PermitLimit = options.Value.PerHour,
        Window = TimeSpan.FromHours(1),
    }));

    public bool Admits(System.Net.IPAddress? address)
    {
        if (address is null || System.Net.IPAddress.IsLoopback(address)) return true;
        using var lease = _limiter.AttemptAcquire(address.ToString());
        return lease.IsAcquired;
    }

    public void Dispose() => _limiter.Dispose();
}
