using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Organisations.ApiClients;

/// <summary>Tokens only we can read; what they allow is asked of the client's row at each call, so that revoking works at once.</summary>
internal sealed class AccessTokens(IDataProtectionProvider protection, TimeProvider time)
{
    public static readonly TimeSpan GoodFor = TimeSpan.FromHours(1);

    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("api access token").ToTimeLimitedDataProtector();

    public string Issue(Guid client, IEnumerable<string> scopes) => _protector.Protect($"{client:N} {string.Join(' ', scopes)}", time.GetUtcNow() + GoodFor);

    public (Guid Client, string[] Scopes)? Read(string token)
    {
        try
        {
            var parts = _protector.Unprotect(token).Split(' ');
            return (Guid.ParseExact(parts[0], "N"), parts[1..]);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}

/// <summary>Recognises <c>Authorization: Bearer …</c>. The principal is the client, never a person.</summary>
internal sealed class BearerHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, AccessTokens tokens, AppDbContext db, TimeProvider time)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Bearer";
    public const string ScopeClaim = "scope";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)) return AuthenticateResult.NoResult();
        if (tokens.Read(header["Bearer ".Length..].Trim()) is not var (id, scopes)) return AuthenticateResult.Fail("The token is wrong or has run out.");
        var client = await db.Set<ApiClient>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, Context.RequestAborted);
        if (client?.IsUsable(time.GetUtcNow()) != true) return AuthenticateResult.Fail("The client was revoked.");
        var identity = new ClaimsIdentity(SchemeName);
        identity.AddClaim(new(ClaimTypes.Name, $"api-client:{id:N}"));
        identity.AddClaim(new(Actor.ClientClaim, id.ToString("N")));
        identity.AddClaims(scopes.Intersect(client.Scopes, StringComparer.Ordinal).Select(scope => new Claim(ScopeClaim, scope)));
        return AuthenticateResult.Success(new(new(identity), SchemeName));
    }
}
