using System.Security.Cryptography;
using System.Text;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.WorkList;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations.ApiClients;

/// <param name="Client">As it stands now.</param>
/// <param name="Secret">Shown this once.</param>
public sealed record IssuedClient(ApiClient Client, string Secret);

/// <summary>Makes, renews and revokes the API clients of one organisation.</summary>
public sealed class ApiClientDesk(AppDbContext db, AuditLog audit, WorkDesk work, Actor actor, TimeProvider time)
{
    public const int NameMax = 80;
    public const string CheckWork = "api-client.check";

    /// <summary>A program nobody looks after should not keep its key for ever; a year is what keys commonly last.</summary>
    public static readonly TimeSpan GoodFor = TimeSpan.FromDays(365);

    private static readonly TimeSpan s_overlap = TimeSpan.FromDays(1);

    public async Task<Outcome<IssuedClient>> AddAsync(Guid organisation, Guid once, string? name, IReadOnlyCollection<string> scopes, CancellationToken ct)
    {
        // Sent twice (reload, double click) it is one key; its secret was in the first answer and is in no other.
        if (await db.Set<ApiClient>().AnyAsync(c => c.Id == once, ct)) return new Failure("key_exists", StatusCodes.Status409Conflict, ApiClientTexts.Exists, "name");
        var failures = new List<Failure>();
        var title = name?.Trim() ?? "";
        if (title.Length is 0 or > NameMax) failures.Add(new("name_wrong", 400, ApiClientTexts.NameWrong, "name"));
        if (scopes.Count == 0 || scopes.Any(scope => ApiScope.Find(scope) is null)) failures.Add(new("scopes_wrong", 400, ApiClientTexts.ScopesWrong, "scopes"));
        if (failures.Count > 0) return failures;
        var (secret, hash) = NewSecret();
        var now = time.GetUtcNow();
        var client = new ApiClient
        {
            Id = once,
            OrganisationId = organisation,
            Name = title,
            Scopes = [.. scopes.Order(StringComparer.Ordinal)],
            SecretHash = hash,
            CreatedBy = actor.Id,
            CreatedAt = now,
            ExpiresAt = now + GoodFor,
        };
        db.Add(client);
        audit.Record(db, "api-client.added", $"api-client:{client.Id}", new { organisation, client.Scopes });
        await db.SaveChangesAsync(ct);
        return new IssuedClient(client, secret);
    }

    /// <summary>A new secret; the old one is good for one more day.</summary>
    public async Task<Outcome<IssuedClient>> RenewAsync(Guid organisation, Guid id, CancellationToken ct)
    {
        if (await FindAsync(organisation, id, ct) is not { RevokedAt: null } client) return Failures.OfStatus(404);
        var (secret, hash) = NewSecret();
        var now = time.GetUtcNow();
        (client.PreviousSecretHash, client.PreviousGoodUntil, client.SecretHash, client.ExpiresAt) = (client.SecretHash, now + s_overlap, hash, now + GoodFor);
        audit.Record(db, "api-client.renewed", $"api-client:{client.Id}");
        await SaveCheckedAsync(client, ct);
        return new IssuedClient(client, secret);
    }

    public async Task<Failure?> RevokeAsync(Guid organisation, Guid id, CancellationToken ct)
    {
        if (await FindAsync(organisation, id, ct) is not { } client) return Failures.OfStatus(404);
        client.RevokedAt ??= time.GetUtcNow();
        audit.Record(db, "api-client.revoked", $"api-client:{client.Id}");
        await SaveCheckedAsync(client, ct);
        return null;
    }

    /// <summary>Somebody whose account was closed has seen these secrets: their organisation is asked to renew or revoke them. In the caller's transaction.</summary>
    public async Task AskToCheckAsync(Guid person, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var seen = await (from c in db.Set<ApiClient>().AsNoTracking()
                          join o in db.Set<Organisation>() on c.OrganisationId equals o.Id
                          where c.CreatedBy == person && c.RevokedAt == null && c.ExpiresAt > now
                          orderby c.Id
                          select new { c.Id, c.Name, c.OrganisationId, o.Uscc }).ToListAsync(ct);
        foreach (var key in seen)
        {
            await work.AddAsync(db, new(CheckWork, $"{CheckWork}:{key.Id}", new Audience.Holders(key.OrganisationId, Role.Administrator), $"/organisations/{key.Uscc}/api-clients",
                new Dictionary<string, string>(StringComparer.Ordinal) { ["key"] = key.Name }), ct);
        }
    }

    public async Task<IReadOnlyList<ApiClient>> ListAsync(Guid organisation, CancellationToken ct) =>
        await db.Set<ApiClient>().AsNoTracking().Where(c => c.OrganisationId == organisation).OrderBy(c => c.RevokedAt != null).ThenByDescending(c => c.Id).ToListAsync(ct);

    private async Task SaveCheckedAsync(ApiClient client, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.SaveChangesAsync(ct);
        await work.DoneAsync(db, $"{CheckWork}:{client.Id}", actor.Id, ct);
        await transaction.CommitAsync(ct);
    }

    internal static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    private Task<ApiClient?> FindAsync(Guid organisation, Guid id, CancellationToken ct) =>
        db.Set<ApiClient>().SingleOrDefaultAsync(c => c.Id == id && c.OrganisationId == organisation, ct);

    private static (string Secret, byte[] Hash) NewSecret()
    {
        // The prefix lets scanners for leaked secrets recognise ours.
        var secret = "mkt_" + WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
        return (secret, Hash(secret));
    }
}
