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

    public static void MapFiles(this WebApplication app) =>
        app.MapGet("/files/{link}", async (string link, FileStore store, AppDbContext db, HttpContext http, CancellationToken ct) =>
        {
            if (store.Open(link) is not { } id) return Results.StatusCode(StatusCodes.Status404NotFound);
            var file = await db.Set<StoredFile>().AsNoTracking().SingleOrDefaultAsync(f => f.Id == id, ct);
            if (file is null) return Results.StatusCode(StatusCodes.Status404NotFound);
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
        }).For(Act.CallSigned).ExcludeFromDescription();
}
