using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Marketplace.Web.Platform.SignIn.Outside;

/// <summary>The token is signed by a key that was not in the set: the issuer may have a new one.</summary>
internal sealed class UnknownKeyException() : Exception("The ID token is signed by an unknown key.");

/// <summary>
/// What an ID token must stand (OpenID Connect Core §3.1.3.7). Written by hand because the usual library cannot be had at a version that fits;
/// only asymmetric algorithms are known here, so a token "signed" by nothing or with the client's own secret is no token.
/// </summary>
internal static class IdToken
{
    /// <summary>Clocks of two well-kept machines differ by less.</summary>
    private static readonly TimeSpan s_skew = TimeSpan.FromMinutes(2);

    public static JsonElement Verify(string token, JsonElement keys, string issuer, string clientId, string nonce, DateTimeOffset now)
    {
        var (header, claims, signed, signature) = Take(token);
        if (!IsSigned(header, keys, signed, signature)) throw new OutsideRefusedException("the ID token's signature is wrong");
        if (claims.Text("iss") != issuer) throw new OutsideRefusedException("the ID token is of another issuer");
        var audiences = Audiences(claims);
        if (!audiences.Contains(clientId, StringComparer.Ordinal)) throw new OutsideRefusedException("the ID token is for another client");
        var party = claims.Text("azp");
        if (party is null ? audiences.Count > 1 : party != clientId) throw new OutsideRefusedException("the ID token was asked for by another client");
        if (Instant(claims, "exp") is not { } expires || expires < now - s_skew) throw new OutsideRefusedException("the ID token has run out");
        if (Instant(claims, "iat") is not { } issued || issued > now + s_skew) throw new OutsideRefusedException("the ID token is from the future");
        if (claims.Text("nonce") is not { } given || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(nonce)))
            throw new OutsideRefusedException("the ID token belongs to another attempt");
        return claims;
    }

    private static (JsonElement Header, JsonElement Claims, byte[] Signed, byte[] Signature) Take(string token)
    {
        try
        {
            return token.Split('.') is [var header, var claims, var signature]
                ? (JsonElement.Parse(Base64Url.DecodeFromChars(header)), JsonElement.Parse(Base64Url.DecodeFromChars(claims)), Encoding.ASCII.GetBytes($"{header}.{claims}"), Base64Url.DecodeFromChars(signature))
                : throw new OutsideRefusedException("the ID token has not three parts");
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            throw new OutsideRefusedException("the ID token cannot be read", e);
        }
    }

    private static bool IsSigned(JsonElement header, JsonElement keys, byte[] signed, byte[] signature)
    {
        var (type, hash, padding) = header.Text("alg") switch
        {
            "RS256" => ("RSA", HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
            "RS384" => ("RSA", HashAlgorithmName.SHA384, RSASignaturePadding.Pkcs1),
            "RS512" => ("RSA", HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1),
            "PS256" => ("RSA", HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
            "ES256" => ("EC", HashAlgorithmName.SHA256, null),
            var other => throw new OutsideRefusedException($"the ID token is signed with {other ?? "nothing"}"),
        };
        var id = header.Text("kid");
        if (!keys.TryGetProperty("keys", out var set)) throw new OutsideRefusedException("the issuer publishes no keys");
        // Without a key id there must be exactly one key it can be.
        var fitting = set.EnumerateArray().Where(key => key.Text("kty") == type && key.Text("use") is null or "sig" && (id is null || key.Text("kid") == id)).ToList();
        if (fitting.Count != 1) throw new UnknownKeyException();
        return padding is null ? VerifyEc(fitting[0], signed, signature) : VerifyRsa(fitting[0], signed, signature, hash, padding);
    }

    private static bool VerifyRsa(JsonElement key, byte[] signed, byte[] signature, HashAlgorithmName hash, RSASignaturePadding padding)
    {
        using var rsa = RSA.Create(new RSAParameters { Modulus = Part(key, "n"), Exponent = Part(key, "e") });
        return rsa.VerifyData(signed, signature, hash, padding);
    }

    private static bool VerifyEc(JsonElement key, byte[] signed, byte[] signature)
    {
        using var curve = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new() { X = Part(key, "x"), Y = Part(key, "y") } });
        return curve.VerifyData(signed, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    private static byte[] Part(JsonElement key, string name) => Base64Url.DecodeFromChars(key.Text(name) ?? throw new OutsideRefusedException($"a key has no {name}"));

    private static List<string> Audiences(JsonElement claims) => !claims.TryGetProperty("aud", out var audience) ? []
        : audience.ValueKind == JsonValueKind.Array ? [.. audience.EnumerateArray().Select(a => a.GetString() ?? "")] : [audience.GetString() ?? ""];

    private static DateTimeOffset? Instant(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.TryGetInt64(out var seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
}
