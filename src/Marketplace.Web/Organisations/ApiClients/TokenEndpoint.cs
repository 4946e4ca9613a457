using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations.ApiClients;

/// <summary>Names as RFC 6749 §5.1 writes them.</summary>
public sealed record TokenAnswer(
    [property: JsonPropertyName("access_token")] string AccessToken, [property: JsonPropertyName("token_type")] string TokenType,
    [property: JsonPropertyName("expires_in")] int ExpiresIn, [property: JsonPropertyName("scope")] string Scope);

/// <summary>Names and codes as RFC 6749 §5.2 writes them: client libraries know no other.</summary>
public sealed record TokenRefusal([property: JsonPropertyName("error")] string Error, [property: JsonPropertyName("error_description")] string Description);

/// <summary>OAuth 2.0 client credentials (RFC 6749 §4.4): id and secret against a token for an hour.</summary>
internal static class TokenEndpoint
{
    public static void MapToken(this RouteGroupBuilder api) => api.MapPost("/token", IssueAsync)
        .For(Act.SignIn).DisableAntiforgery()
        .WithName("issueToken").WithTags("Sign-in").WithSummary("Gives an API client a token (OAuth 2.0 client credentials).")
        .WithDescription("Id and secret as HTTP Basic or as `client_id` and `client_secret` in the form. `scope` narrows what the client was given.")
        .Produces<TokenAnswer>().Produces<TokenRefusal>(400).Produces<TokenRefusal>(401).ProducesProblem(429);

    private static async Task<IResult> IssueAsync(
        [FromForm(Name = "grant_type")] string? grantType, [FromForm(Name = "scope")] string? scopes, [FromForm(Name = "client_id")] string? clientId, [FromForm(Name = "client_secret")] string? clientSecret,
        AppDbContext db, AccessTokens tokens, AuditLog audit, TimeProvider time, HttpContext http, CancellationToken ct)
    {
        http.Response.Headers.CacheControl = "no-store";
        var (id, secret) = FromBasic(http.Request.Headers.Authorization.ToString()) ?? (clientId, clientSecret);
        if (grantType != "client_credentials") return Refuse(400, "unsupported_grant_type", "Only client_credentials.");
        var now = time.GetUtcNow();
        var client = Guid.TryParse(id, out var guid) ? await db.Set<ApiClient>().SingleOrDefaultAsync(c => c.Id == guid, ct) : null;
        if (client?.IsUsable(now) != true || !Fits(client, secret ?? "", now))
        {
            if (client is not null)
            {
                audit.Record(db, "api-client.refused", $"api-client:{client.Id}", succeeded: false);
                await db.SaveChangesAsync(ct);
            }
            http.Response.Headers.WWWAuthenticate = "Basic realm=\"api\"";
            return Refuse(401, "invalid_client", "Unknown client, wrong secret, or revoked.");
        }
        var wanted = string.IsNullOrWhiteSpace(scopes) ? client.Scopes : scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (wanted.Except(client.Scopes, StringComparer.Ordinal).Any()) return Refuse(400, "invalid_scope", "The client was not given all of these scopes.");
        client.LastUsedAt = now;
        await db.SaveChangesAsync(ct);
        return Results.Json(new TokenAnswer(tokens.Issue(client.Id, wanted), "Bearer", (int)AccessTokens.GoodFor.TotalSeconds, string.Join(' ', wanted)));
    }

    private static bool Fits(ApiClient client, string secret, DateTimeOffset now)
    {
        var hash = ApiClientDesk.Hash(secret);
        return CryptographicOperations.FixedTimeEquals(hash, client.SecretHash)
            || (client.PreviousSecretHash is { } previous && now < client.PreviousGoodUntil && CryptographicOperations.FixedTimeEquals(hash, previous));
    }

    private static (string? Id, string? Secret)? FromBasic(string header)
    {
        if (!header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase)) return null;
        var bytes = new byte[header.Length];
        if (!Convert.TryFromBase64String(header["Basic ".Length..].Trim(), bytes, out var length)) return (null, null);
        var parts = Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2);
        return parts.Length == 2 ? (Uri.UnescapeDataString(parts[0]), Uri.UnescapeDataString(parts[1])) : (null, null);
    }

    private static IResult Refuse(int status, string error, string description) => Results.Json(new TokenRefusal(error, description), statusCode: status);
}
