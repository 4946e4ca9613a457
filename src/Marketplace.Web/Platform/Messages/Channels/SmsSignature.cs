using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Web.Platform.Messages.Channels;

/// <summary>
/// Both directions of the SMS gateway are signed alike: <c>X-Timestamp</c> (Unix seconds) and <c>X-Signature</c>, the hexadecimal
/// HMAC-SHA256 of timestamp, line feed and body under the shared secret.
/// </summary>
public static class SmsSignature
{
    public const string TimestampHeader = "X-Timestamp";
    public const string SignatureHeader = "X-Signature";
    /// <summary>Clocks of two well-kept machines differ by less; older requests are replays.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    public static string Of(string secret, string timestamp, ReadOnlySpan<byte> body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes(timestamp), (byte)'\n', .. body];
        return Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed));
    }

    public static bool IsGood(string secret, string? timestamp, string? signature, ReadOnlySpan<byte> body, DateTimeOffset now) =>
        long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && Math.Abs(now.ToUnixTimeSeconds() - seconds) <= Window.TotalSeconds
        && signature is not null
        && CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(Of(secret, timestamp!, body)), Encoding.ASCII.GetBytes(signature.ToLowerInvariant()));

    public static void Sign(HttpRequestMessage request, string secret, byte[] body, DateTimeOffset now)
    {
        var timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        request.Headers.Add(TimestampHeader, timestamp);
        request.Headers.Add(SignatureHeader, Of(secret, timestamp, body));
    }
}
