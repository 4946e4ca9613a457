using System.Globalization;
using System.Security.Cryptography;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.Outbox;

namespace Marketplace.Web.Contact;

/// <param name="EnquiryId">The enquiry as it stands in the database: the event carries no personal data.</param>
public sealed record EnquiryReceived(Guid EnquiryId);

/// <summary>Takes an enquiry in: row, files, audit entry and event in one transaction.</summary>
public sealed class ContactDesk(AppDbContext db, FileStore files, AuditLog audit, TimeProvider time)
{
    public const string Received = "enquiry.received";

    public async Task<Outcome<Enquiry>> ReceiveAsync(NewEnquiry given, IReadOnlyList<IFormFile> uploads, CancellationToken ct)
    {
        var failures = ContactRules.Check(given);
        if (uploads.Count > files.Limits.MaxFilesAtOnce) failures.Add(Failures.TooManyFiles(files.Limits.MaxFilesAtOnce));
        if (failures.Count > 0) return failures;

        var enquiry = new Enquiry
        {
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

    /// <summary>Eight characters without those that sound or look alike (0 O, 1 I L, 2 Z, 5 S, 8 B, U V).</summary>
    private static string NewReference() => "Q-" + RandomNumberGenerator.GetString("34679ACDEFGHJKMNPQRTWXY", 8);

    private static string? Clean(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}
