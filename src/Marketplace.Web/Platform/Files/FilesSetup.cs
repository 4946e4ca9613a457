using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace Marketplace.Web.Platform.Files;

public static class FilesSetup
{
    public static void AddFiles(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<FileOptions>().BindConfiguration("Files")
            .Validate(o => o.MaxBytes is > 0 and <= 200 * 1024 * 1024, "Files:MaxBytes must lie between 1 and 200 MB")
            .Validate(o => o.MaxFilesAtOnce is > 0 and <= 100 && o.LinkLife > TimeSpan.Zero, "Files:MaxFilesAtOnce is 1 to 100, Files:LinkLife positive").ValidateOnStart();
        builder.Services.AddSingleton<FileStore>();
        var limits = builder.Configuration.GetSection("Files").Get<FileOptions>() ?? new();
        builder.Services.Configure<FormOptions>(o => o.MultipartBodyLengthLimit = limits.MaxRequestBytes);
    }

    /// <summary>Says who may open the files of a feature's cases; see <see cref="IFileGuard"/>.</summary>
    public static void AddFileGuard<T>(this WebApplicationBuilder builder) where T : class, IFileGuard => builder.Services.AddScoped<IFileGuard, T>();

    public static void MapFiles(this WebApplication app)
    {
        app.MapGet("/files/{link}", async (string link, FileStore store, IEnumerable<IFileGuard> guards, AppDbContext db, HttpContext http, CancellationToken ct) =>
        {
            if (store.Open(link) is not { } id || await FindAsync(db, id, ct) is not { } file || GuardOf(guards, file) is not null) return Results.NotFound();
            return await SendAsync(db, file, http, ct);
        }).For(Act.CallSigned).ExcludeFromDescription();
        app.MapGet("/papers/{id:guid}", async (Guid id, IEnumerable<IFileGuard> guards, AppDbContext db, HttpContext http, CancellationToken ct) =>
        {
            // A file without a guard is nobody's paper; one whose case is out of reach answers as if it were not there.
            if (await FindAsync(db, id, ct) is not { } file || GuardOf(guards, file) is not { } guard || !Guid.TryParse(file.Subject.AsSpan(guard.Kind.Length + 1), out var subject)
                || !await guard.MayReadAsync(subject, ct)) return Results.NotFound();
            return await SendAsync(db, file, http, ct);
        }).For(Act.UseAccount).ExcludeFromDescription();
    }

    private static Task<StoredFile?> FindAsync(AppDbContext db, Guid id, CancellationToken ct) => db.Set<StoredFile>().AsNoTracking().SingleOrDefaultAsync(f => f.Id == id, ct);

    private static IFileGuard? GuardOf(IEnumerable<IFileGuard> guards, StoredFile file) => guards.FirstOrDefault(g => file.Subject.StartsWith(g.Kind + ":", StringComparison.Ordinal));

    private static async Task<IResult> SendAsync(AppDbContext db, StoredFile file, HttpContext http, CancellationToken ct)
    {
        var bytes = await db.Set<StoredContent>().Where(c => c.Sha256 == file.ContentSha256).Select(c => c.Bytes).SingleAsync(ct);
        var kind = FileKind.Recognise(bytes, file.Name);
        http.Response.Headers.CacheControl = "private, no-store";
        // Whatever is in the file, the browser gives it no origin and runs nothing.
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        if (kind?.Inline != true) return Results.File(bytes, kind?.MediaType ?? "application/octet-stream", file.Name);
        var disposition = new ContentDispositionHeaderValue("inline");
        disposition.SetHttpFileName(file.Name);
        http.Response.Headers.ContentDisposition = disposition.ToString();
        return Results.File(bytes, kind.MediaType);
    }
}
