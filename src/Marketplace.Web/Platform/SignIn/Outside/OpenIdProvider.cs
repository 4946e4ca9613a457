using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace Marketplace.Web.Platform.SignIn.Outside;

/// <summary>OpenID Connect, authorization code flow with PKCE (OpenID Connect Core 1.0 §3.1, RFC 7636). What the issuer offers is read from its discovery document.</summary>
internal sealed class OpenIdProvider(string name, OutsideOptions options, IHttpClientFactory clients, TimeProvider time) : IOutsideProvider, IDisposable
{
    /// <summary>Issuers change keys some days before they use them; a key not known is asked for at once, but not more often than this.</summary>
    private static readonly TimeSpan s_metadataFresh = TimeSpan.FromHours(1);
    private static readonly TimeSpan s_metadataAgain = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _reading = new(1, 1);
    private Metadata? _metadata;

    public string Name => name;
    public OutsideOptions Options => options;

    public async Task<Uri> AuthorizeAsync(OutsideAttempt attempt, bool insideWeChat, CancellationToken ct)
    {
        var metadata = await MetadataAsync(s_metadataFresh, ct);
        return new(QueryHelpers.AddQueryString(metadata.Authorize, new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["response_type"] = "code",
            ["client_id"] = options.ClientId,
            ["redirect_uri"] = attempt.Callback,
            ["scope"] = string.Join(' ', options.Scope.Split(' ').Where(scope => metadata.Scopes is null || metadata.Scopes.Contains(scope))),
            ["state"] = attempt.State,
            ["nonce"] = attempt.Nonce,
            ["code_challenge"] = WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(attempt.Verifier))),
            ["code_challenge_method"] = "S256",
        }));
    }

    public async Task<OutsideIdentity> IdentifyAsync(string code, OutsideAttempt attempt, CancellationToken ct)
    {
        var metadata = await MetadataAsync(s_metadataFresh, ct);
        var answer = await SendAsync(new(HttpMethod.Post, metadata.Token)
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["grant_type"] = "authorization_code",
                ["code"] = code,
                ["redirect_uri"] = attempt.Callback,
                ["code_verifier"] = attempt.Verifier,
            }),
            // RFC 6749 §2.3.1: each part form-encoded before it is joined.
            Headers = { Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(options.ClientId)}:{Uri.EscapeDataString(options.ClientSecret)}"))) },
        }, ct);
        var idToken = answer.Text("id_token") ?? throw new OutsideRefusedException("the token endpoint gave no ID token");
        JsonElement claims;
        try
        {
            claims = IdToken.Verify(idToken, metadata.Keys, metadata.Issuer, options.ClientId, attempt.Nonce, time.GetUtcNow());
        }
        catch (UnknownKeyException)
        {
            metadata = await MetadataAsync(s_metadataAgain, ct);
            claims = IdToken.Verify(idToken, metadata.Keys, metadata.Issuer, options.ClientId, attempt.Nonce, time.GetUtcNow());
        }
        var subject = claims.Text("sub") ?? throw new OutsideRefusedException("the ID token names no subject");
        if (metadata.UserInfo is null || answer.Text("access_token") is not { } access) return Identity(subject, claims);
        var about = await SendAsync(new(HttpMethod.Get, metadata.UserInfo) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", access) } }, ct);
        // OpenID Connect Core §5.3.2: an answer about somebody else is not to be used.
        return about.Text("sub") == subject ? Identity(subject, about) : throw new OutsideRefusedException("the userinfo is about another subject");
    }

    public void Dispose() => _reading.Dispose();

    private static OutsideIdentity Identity(string subject, JsonElement claims) => new(
        subject, claims.Text("name"),
        claims.True("email_verified") ? claims.Text("email") : null,
        claims.True("phone_number_verified") ? claims.Text("phone_number") : null);

    private async Task<Metadata> MetadataAsync(TimeSpan fresh, CancellationToken ct)
    {
        if (_metadata is { } known && time.GetUtcNow() - known.ReadAt < fresh) return known;
        await _reading.WaitAsync(ct);
        try
        {
            if (_metadata is { } read && time.GetUtcNow() - read.ReadAt < fresh) return read;
            var document = await SendAsync(new(HttpMethod.Get, options.Authority!.AbsoluteUri.TrimEnd('/') + "/.well-known/openid-configuration"), ct);
            var issuer = document.Text("issuer");
            // OpenID Connect Discovery §4.3: otherwise one issuer could speak for another.
            if (issuer?.TrimEnd('/') != options.Authority.AbsoluteUri.TrimEnd('/')) throw new OutsideRefusedException($"the discovery document is of the issuer {issuer}");
            return _metadata = new(
                issuer, Needed(document, "authorization_endpoint"), Needed(document, "token_endpoint"), document.Text("userinfo_endpoint"),
                await SendAsync(new(HttpMethod.Get, Needed(document, "jwks_uri")), ct),
                document.TryGetProperty("scopes_supported", out var scopes) ? scopes.EnumerateArray().Select(s => s.GetString()!).ToHashSet(StringComparer.Ordinal) : null, time.GetUtcNow());
        }
        finally
        {
            _reading.Release();
        }
    }

    private static string Needed(JsonElement document, string property) => document.Text(property) ?? throw new OutsideRefusedException($"the discovery document has no {property}");

    private Task<JsonElement> SendAsync(HttpRequestMessage request, CancellationToken ct) => clients.SendForJsonAsync(request, ct);

    private sealed record Metadata(string Issuer, string Authorize, string Token, string? UserInfo, JsonElement Keys, IReadOnlySet<string>? Scopes, DateTimeOffset ReadAt);
}
