using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Marketplace.Web.Catalogue.Feeds;

/// <summary>How far a follower has read: the transaction of the last change told, and the patent. Opaque to followers, so that it can become something else.</summary>
public sealed record FeedPlace(ulong ChangedIn, string ApplicationNo)
{
    public static readonly FeedPlace Start = new(0, "");

    public static string Write(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    /// <summary>Null when it is nothing that <see cref="Write(string)"/> wrote.</summary>
    public static string? Read(string token)
    {
        // Ours are short; whoever sends a long one sends something else.
        if (token.Length is 0 or > 500 || !Base64Url.IsValid(token)) return null;
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Base64Url.DecodeFromChars(token));
        }
        catch (ArgumentException)
        {
            return null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    public static FeedPlace? Parse(string changedIn, string number) =>
        ulong.TryParse(changedIn, NumberStyles.None, CultureInfo.InvariantCulture, out var transaction) && transaction <= long.MaxValue
        && number.Length is 0 or 8 or 12 && number.All(char.IsAsciiDigit) ? new(transaction, number) : null;

    public string ToToken() => Write(string.Create(CultureInfo.InvariantCulture, $"1.{ChangedIn}.{ApplicationNo}"));

    public static FeedPlace? FromToken(string token) => Read(token)?.Split('.') is ["1", var transaction, var number] ? Parse(transaction, number) : null;
}
