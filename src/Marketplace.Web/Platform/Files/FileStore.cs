using System.Globalization;
using System.Security.Cryptography;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Errors;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Platform.Files;

public sealed class FileOptions
{
    /// <summary>A stamped contract scanned at 300 dpi has 2 to 8 MB; twenty leaves room for long ones.</summary>
    public int MaxBytes { get; set; } = 20 * 1024 * 1024;

    public int MaxFilesAtOnce { get; set; } = 5;

    /// <summary>The largest form: its files, and room for the other fields beside them.</summary>
    public long MaxRequestBytes => (long)MaxBytes * MaxFilesAtOnce + 1024 * 1024;

    /// <summary>How long a link to a file works: long enough to read a mail the day after.</summary>
    public TimeSpan LinkLife { get; set; } = TimeSpan.FromDays(2);
}

/// <summary>Takes files in, by content, and makes links that open exactly one of them for a while.</summary>
public sealed class FileStore(IOptions<FileOptions> options, IDataProtectionProvider protection, TimeProvider time)
{
    // Not the framework's time-limited one, which reads the wall clock.
    private readonly IDataProtector _links = protection.CreateProtector("file link");

    public FileOptions Limits => options.Value;

    /// <summary>Adds the file to the unit of work, or says why not.</summary>
    public Task<Outcome<StoredFile>> AddAsync(AppDbContext db, IFormFile upload, string subject, CancellationToken ct) => AddAsync(db, upload, subject, FileKind.All, ct);

    /// <param name="db">The unit of work.</param>
    /// <param name="upload">The file.</param>
    /// <param name="subject">What it belongs to.</param>
    /// <param name="taken">The kinds this field takes; what its hint and its <c>accept</c> say.</param>
    /// <param name="ct">The sender left.</param>
    public async Task<Outcome<StoredFile>> AddAsync(AppDbContext db, IFormFile upload, string subject, IReadOnlyList<FileKind> taken, CancellationToken ct)
    {
        var name = CleanName(upload.FileName);
        if (upload.Length > options.Value.MaxBytes) return Failures.FileTooLarge(name, options.Value.MaxBytes);
        if (upload.Length == 0) return Failures.FileEmpty(name);
        var bytes = await Upload.BytesAsync(upload, ct);
        if (FileKind.Recognise(bytes, name) is not { } kind || !taken.Contains(kind)) return Failures.FileKindRefused(name, taken);

        var hash = SHA256.HashData(bytes);
        // Two uploads of the same bytes at once: the second insert does nothing.
        await db.Database.ExecuteSqlAsync(
            $"insert into stored_contents (sha256, bytes, media_type) values ({hash}, {bytes}, {kind.MediaType}) on conflict (sha256) do nothing", ct);
        var file = new StoredFile { ContentSha256 = hash, Name = name, MediaType = kind.MediaType, Size = bytes.Length, AddedAt = time.GetUtcNow(), Subject = subject };
        db.Set<StoredFile>().Add(file);
        return file;
    }

    /// <summary>Where a paper of a case is opened by those who may see the case: see <see cref="IFileGuard"/>.</summary>
    public static string PaperAt(Guid fileId) => "/papers/" + fileId;

    /// <summary>For files that go to whoever holds the link, such as those of an enquiry. A guarded file is not opened by it.</summary>
    public string LinkTo(Guid fileId) => "/files/" + _links.Protect(string.Create(CultureInfo.InvariantCulture, $"{fileId:N} {(time.GetUtcNow() + options.Value.LinkLife).ToUnixTimeSeconds()}"));

    public Guid? Open(string link)
    {
        try
        {
            var parts = _links.Unprotect(link).Split(' ');
            var good = parts.Length == 2 && long.Parse(parts[1], CultureInfo.InvariantCulture) > time.GetUtcNow().ToUnixTimeSeconds();
            return good && Guid.TryParseExact(parts[0], "N", out var id) ? id : null;
        }
        catch (CryptographicException)
        {
            return null;   // Forged.
        }
    }

    /// <summary>Only the last part of what the browser calls the name, without characters that a file system or a header could trip over.</summary>
    private static string CleanName(string name)
    {
        var last = name.Split('/', '\\')[^1];
        var clean = new string([.. last.Where(c => !char.IsControl(c) && c is not ('"' or '<' or '>' or ':' or '|' or '?' or '*'))]).Trim();
        return clean.Length <= 120 ? clean : clean[..80] + Path.GetExtension(clean);
    }
}
