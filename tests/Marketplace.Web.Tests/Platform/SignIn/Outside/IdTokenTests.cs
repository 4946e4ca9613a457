using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Marketplace.Web.Platform.SignIn.Outside;

namespace Marketplace.Web.Tests.Platform.SignIn.Outside;

/// <summary>Whatever is wrong with an ID token, it is refused.</summary>
public sealed class IdTokenTests
{
    private const string Issuer = "https://issuer.example";
    private const string Client = "marketplace";
    private const string Nonce = "n-1";
    private static readonly DateTimeOffset s_now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
    private static readonly RSA s_rsa = RSA.Create(2048);
    private static readonly ECDsa s_ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    [Theory]
    [InlineData("RS256", "r1")]
    [InlineData("RS256", null)]
    [InlineData("RS512", "r1")]
    [InlineData("PS256", "r1")]
    [InlineData("ES256", "e1")]
    public void A_good_one_is_read(string algorithm, string? key) =>
        IdToken.Verify(Sign(Claims(), algorithm, key), Keys(), Issuer, Client, Nonce, s_now).Text("sub").ShouldBe("u1");

    [Theory]
    [InlineData("iss", "https://other.example")]
    [InlineData("aud", "someone-else")]
    [InlineData("azp", "someone-else")]
    [InlineData("nonce", "n-2")]
    public void One_of_another_issuer_client_or_attempt_is_refused(string claim, string value) => Refused(Sign(Claims(claim, value)));

    [Theory]
    [InlineData("exp", -121)]
    [InlineData("iat", 121)]
    public void One_out_of_its_time_is_refused(string claim, int seconds) => Refused(Sign(Claims(claim, s_now.ToUnixTimeSeconds() + seconds)));

    [Fact]
    public void Two_audiences_need_a_party() => Refused(Sign(Claims("aud", new[] { Client, "other" })));

    [Theory]
    [InlineData("none")]
    [InlineData("HS256")]
    [InlineData("RS1")]
    public void A_weak_algorithm_is_refused(string algorithm) => Refused($"{Part(new { alg = algorithm, kid = "r1" })}.{Part(Claims())}.{(algorithm == "none" ? "" : Signed("x"))}");

    [Fact]
    public void One_signed_with_the_public_key_as_if_it_were_a_secret_is_refused()
    {
        var content = $"{Part(new { alg = "HS256", kid = "r1" })}.{Part(Claims())}";
        Refused($"{content}.{Base64Url.EncodeToString(HMACSHA256.HashData(s_rsa.ExportSubjectPublicKeyInfo(), Encoding.ASCII.GetBytes(content)))}");
    }

    [Fact]
    public void A_changed_one_is_refused()
    {
        var parts = Sign(Claims()).Split('.');
        Refused($"{parts[0]}.{Part(Claims("sub", "somebody-else"))}.{parts[2]}");
    }

    [Fact]
    public void An_unknown_key_is_told_apart() =>
        Should.Throw<UnknownKeyException>(() => IdToken.Verify(Sign(Claims(), "RS256", "r9"), Keys(), Issuer, Client, Nonce, s_now));

    [Theory]
    [InlineData("")]
    [InlineData("a.b")]
    [InlineData("a.b.c")]
    [InlineData("e30.e30.e30")]
    public void Rubbish_is_refused(string token) => Refused(token);

    private static void Refused(string token) => Should.Throw<OutsideRefusedException>(() => IdToken.Verify(token, Keys(), Issuer, Client, Nonce, s_now));

    private static Dictionary<string, object> Claims(string? claim = null, object? value = null)
    {
        var claims = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["iss"] = Issuer,
            ["aud"] = Client,
            ["sub"] = "u1",
            ["nonce"] = Nonce,
            ["iat"] = s_now.ToUnixTimeSeconds(),
            ["exp"] = s_now.ToUnixTimeSeconds() + 600,
        };
        if (claim is not null) claims[claim] = value!;
        return claims;
    }

    private static string Sign(object claims, string algorithm = "RS256", string? key = "r1")
    {
        var content = $"{(key is null ? Part(new { alg = algorithm }) : Part(new { alg = algorithm, kid = key }))}.{Part(claims)}";
        var bytes = Encoding.ASCII.GetBytes(content);
        return content + "." + Base64Url.EncodeToString(algorithm switch
        {
            "RS256" => s_rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
            "RS512" => s_rsa.SignData(bytes, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1),
            "PS256" => s_rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
            _ => s_ec.SignData(bytes, HashAlgorithmName.SHA256),
        });
    }

    private static string Signed(string text) => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(text));

    private static string Part(object value) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(value));

    private static JsonElement Keys()
    {
        var (rsa, ec) = (s_rsa.ExportParameters(false), s_ec.ExportParameters(false));
        return JsonSerializer.SerializeToElement(new
        {
            keys = new object[]
            {
                new { kty = "RSA", use = "sig", kid = "r1", n = Base64Url.EncodeToString(rsa.Modulus), e = Base64Url.EncodeToString(rsa.Exponent) },
                new { kty = "RSA", use = "enc", kid = "r2", n = Base64Url.EncodeToString(rsa.Modulus), e = Base64Url.EncodeToString(rsa.Exponent) },
                new { kty = "EC", crv = "P-256", use = "sig", kid = "e1", x = Base64Url.EncodeToString(ec.Q.X), y = Base64Url.EncodeToString(ec.Q.Y) },
            },
        });
    }
}
