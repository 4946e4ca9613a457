using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.Outbox;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Needs;

/// <summary>Photographs and papers of a need: part of its confidential detail.</summary>
public sealed class NeedFiles(AppDbContext db, FileStore store, AuditLog audit)
{
    /// <summary>As many as a phone's album of one problem; a drawing set is one PDF.</summary>
    public const int Most = 10;

    public Task<List<StoredFile>> OfAsync(Guid id, CancellationToken ct)
    {
        var subject = NeedDesk.Subject(id);
        return db.Set<StoredFile>().AsNoTracking().Where(f => f.Subject == subject).OrderBy(f => f.Id).ToListAsync(ct);
    }

    public async Task<Outcome<Need>> AddAsync(Need need, IReadOnlyList<IFormFile> uploads, CancellationToken ct)
    {
        if (uploads.Count == 0) return new Failure("need_file_missing", 400, NeedTexts.FileMissing, "files");
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(ct) : null;
        var subject = NeedDesk.Subject(need.Id);
        if (uploads.Count > store.Limits.MaxFilesAtOnce || await db.Set<StoredFile>().CountAsync(f => f.Subject == subject, ct) + uploads.Count > Most) return Failures.TooManyFiles(Math.Min(Most, store.Limits.MaxFilesAtOnce));
        var failures = new List<Failure>();
        foreach (var upload in uploads)
        {
            var added = await store.AddAsync(db, upload, subject, ct);
            if (!added.Succeeded) failures.AddRange(added.Failures);
        }
        if (failures.Count > 0) return db.Dropped(failures);
        audit.Record(db, "need.files-added", subject, new { files = uploads.Count });
        db.Publish(NeedChanged.Kind, need.Id, new NeedChanged(need.Id));
        await db.SaveChangesAsync(ct);
        if (transaction is not null) await transaction.CommitAsync(ct);
        return need;
    }

    public async Task<bool> DropAsync(Need need, Guid file, CancellationToken ct)
    {
        var subject = NeedDesk.Subject(need.Id);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.Set<StoredFile>().Where(f => f.Id == file && f.Subject == subject).ExecuteDeleteAsync(ct) == 0) return false;
        audit.Record(db, "need.file-dropped", subject, new { file });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
    }
}

/// <summary>Says to whom an owner disclosed the detail of a need; meetings between the sides register one.</summary>
public interface INeedDisclosure
{
    /// <summary>Whether the reader of this request was granted the detail of that need, and still is.</summary>
    Task<bool> IsGrantedAsync(Guid needId, CancellationToken ct);
}

/// <summary>The owner, whom the owner granted the detail, and nobody else: no bureau either.</summary>
internal sealed class NeedPapers(AppDbContext db, AccessCheck access, IEnumerable<INeedDisclosure> disclosures) : IFileGuard
{
    public string Kind => "need";

    public async Task<bool> MayReadAsync(Guid id, CancellationToken ct)
    {
        if (await db.Set<Need>().AsNoTracking().SingleOrDefaultAsync(n => n.Id == id, ct) is not { } need) return false;
        if (access.May(Act.KeepNeeds, need.Target)) return true;
        foreach (var disclosure in disclosures)
            if (await disclosure.IsGrantedAsync(id, ct)) return true;
        return false;
    }
}
