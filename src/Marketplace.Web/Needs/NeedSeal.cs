using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace Marketplace.Web.Needs;

/// <summary>Closes and opens what is secret about a need. Sealed for one need, it does not open as another's.</summary>
public sealed class NeedSeal(IDataProtectionProvider protection)
{
    private readonly IDataProtector _protector = protection.CreateProtector("needs");

    public byte[]? Close(Guid need, NeedSecrets secrets) =>
        secrets == new NeedSecrets() ? null : ProtectorOf(need).Protect(JsonSerializer.SerializeToUtf8Bytes(secrets, JsonSerializerOptions.Web));

    /// <exception cref="CryptographicException">The keys it was sealed with are gone.</exception>
    public NeedSecrets Open(Need need) =>
        need.Sealed is { } closed ? JsonSerializer.Deserialize<NeedSecrets>(ProtectorOf(need.Id).Unprotect(closed), JsonSerializerOptions.Web)! : new();

    private IDataProtector ProtectorOf(Guid need) => _protector.CreateProtector(need.ToString());
}
