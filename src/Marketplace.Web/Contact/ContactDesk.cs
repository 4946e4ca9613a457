using System.Globalization;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.Outbox;
using Marketplace.Web.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Contact;

/// <param name="EnquiryId">The enquiry as it stands in the database: the event carries no personal data.</param>
public sealed record EnquiryReceived(Guid EnquiryId);

/// <summary>Takes an enquiry in: row, files, audit entry and event in one transaction.</summary>
public sealed class ContactDesk(AppDbContext db, FileStore files, AuditLog audit, TimeProvider time)
{
    public const string Received = "enquiry.received";

    /// <param name="given">What was filled in.</param>
    /// <param name="uploads">Attachments.</param>
    /// <param name="once">The form's own number: sent twice (double click, reload), it gives the enquiry that is there.</param>
    /// <param name="ct">The sender left.</param>
    public async Task<Outcome<Enquiry>> ReceiveAsync(NewEnquiry given, IReadOnlyList<IFormFile> uploads, Guid once, CancellationToken ct)
    {
        if (await db.Set<Enquiry>().AsNoTracking().SingleOrDefaultAsync(e => e.Id == once, ct) is { } earlier) return earlier;
        var failures = ContactRules.Check(given);
        if (uploads.Count > files.Limits.MaxFilesAtOnce) failures.Add(Failures.TooManyFiles(files.Limits.MaxFilesAtOnce));
        if (failures.Count > 0) return failures;

        var enquiry = new Enquiry
        {
            Id = once,
            Reference = NewReference(),
            Role = given.Role!.Value,
            Text = given.Text!.Trim(),
            Name = given.Name!.Trim(),
            Phone = Clean(given.Phone),
            Mail = Clean(given.Mail),
            Language = CultureInfo.CurrentUICulture.Name,
            ReceivedAt = time.GetUtcNow(),
        };
        // Joins the transaction of the idempotency filter where there is one.
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(ct) : null;
        foreach (var upload in uploads)
        {
            var added = await files.AddAsync(db, upload, $"enquiry:{enquiry.Id}", ct);
            if (!added.Succeeded) failures.AddRange(added.Failures);
        }
        if (failures.Count > 0) return failures;
        db.Add(enquiry);
        db.Publish(Received, enquiry.Id, new EnquiryReceived(enquiry.Id));
        audit.Record(db, Received, $"enquiry:{enquiry.Id}", new { enquiry.Reference, role = enquiry.Role.ToString(), files = uploads.Count });
        await db.SaveChangesAsync(ct);
        if (transaction is not null) await transaction.CommitAsync(ct);
        return enquiry;
    }

    private static string NewReference() => "Q-" + SpokenCode.New(8);

    private static string? Clean(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}
