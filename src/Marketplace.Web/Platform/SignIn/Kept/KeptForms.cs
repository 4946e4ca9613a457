using System.Security.Cryptography;
using System.Text.Json;
using Marketplace.Web.Data;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Platform.SignIn.Kept;

/// <summary>Whose session ran out, found while the cookie was read; a form they send now is kept for them.</summary>
public sealed record EndedSession(Guid PersonId);

/// <summary>Keeps what was typed when a session ran out, and gives it back to the same person after signing in.</summary>
public sealed class KeptForms(AppDbContext db, IDataProtectionProvider protection, TimeProvider time)
{
    public const string Page = "/sign-in/kept";

    /// <summary>Ten times the longest form of ours, and little enough to be no place to store things.</summary>
    private const int MaxCharacters = 200_000;

    /// <summary>At most so many of one person.</summary>
    private const int AtMost = 5;
    private static readonly TimeSpan s_kept = TimeSpan.FromHours(1);
    private readonly IDataProtector _protector = protection.CreateProtector("kept form");

    public async Task<bool> KeepAsync(HttpContext http)
    {
        var request = http.Request;
        if (!HttpMethods.IsPost(request.Method) || !request.HasFormContentType || http.Features.Get<EndedSession>() is not { } ended) return false;
        // Signing out needs no second go, and the account's own forms hold passwords.
        if (request.Path.StartsWithSegments("/account", StringComparison.OrdinalIgnoreCase) || request.Path.StartsWithSegments("/sign-out", StringComparison.OrdinalIgnoreCase)) return false;
        var ct = http.RequestAborted;
        var form = await request.ReadFormAsync(ct);
        var fields = form.Where(f => f.Key != "__RequestVerificationToken").SelectMany(f => f.Value, (f, value) => new[] { f.Key, value ?? "" }).ToList();
        if (fields.Sum(f => f[0].Length + f[1].Length) > MaxCharacters) return false;
        var since = time.GetUtcNow() - s_kept;
        if (await db.Set<KeptForm>().CountAsync(f => f.PersonId == ended.PersonId && f.At > since, ct) >= AtMost) return false;
        db.Add(new KeptForm
        {
            PersonId = ended.PersonId,
            Path = request.PathBase + request.Path + request.QueryString,
            Fields = _protector.Protect(JsonSerializer.SerializeToUtf8Bytes(fields)),
            HadFiles = form.Files.Count > 0,
            At = time.GetUtcNow(),
        });
        await db.SaveChangesAsync(ct);
        return true;
    }

    /// <summary>The last one kept for this person.</summary>
    public async Task<(KeptForm Form, IReadOnlyList<string[]> Fields)?> LastAsync(Guid person, CancellationToken ct)
    {
        var since = time.GetUtcNow() - s_kept;
        var form = await db.Set<KeptForm>().AsNoTracking().Where(f => f.PersonId == person && f.At > since).OrderByDescending(f => f.At).ThenByDescending(f => f.Id).FirstOrDefaultAsync(ct);
        if (form is null) return null;
        try
        {
            return (form, JsonSerializer.Deserialize<List<string[]>>(_protector.Unprotect(form.Fields))!);
        }
        catch (CryptographicException)
        {
            return null;   // The key is gone: so is the form.
        }
    }

    public Task DropAsync(Guid person, CancellationToken ct) => db.Set<KeptForm>().Where(f => f.PersonId == person).ExecuteDeleteAsync(ct);
}
