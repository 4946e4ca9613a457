using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Search.Elasticsearch;

/// <summary>
/// A string as Elasticsearch gets it where order or identity counts. Lucene orders by UTF-8 bytes, the contract by UTF-16 units; the two part ways only from U+D800 on.
/// So each unit from there becomes a code point of its own beyond U+FFFF, in the same order: nothing changes for ordinary strings, and even half a character stays itself.
/// </summary>
internal static class DocumentKey
{
    private const int FirstMoved = 0xD800, Beyond = 0x10000;

    // Elasticsearch's limit for an id, in bytes.
    private const int LongestId = 512;

    public static string Of(string text)
    {
        if (text.AsSpan().IndexOfAnyInRange((char)FirstMoved, char.MaxValue) < 0) return text;
        var key = new StringBuilder(text.Length * 2);
        foreach (var unit in text)
        {
            if (unit < FirstMoved) key.Append(unit);
            else key.Append(new Rune(Beyond + unit - FirstMoved));
        }
        return key.ToString();
    }

    public static string TextOf(string key)
    {
        if (key.AsSpan().IndexOfAnyInRange((char)FirstMoved, char.MaxValue) < 0) return key;
        var text = new StringBuilder(key.Length);
        foreach (var rune in key.EnumerateRunes()) text.Append((char)(rune.Value < Beyond ? rune.Value : rune.Value - Beyond + FirstMoved));
        return text.ToString();
    }

    /// <summary>The <c>_id</c>: only identity counts there, so a key that is too long, of the rarest scripts, is replaced by its hash.</summary>
    public static string IdOf(string id)
    {
        var key = Of(id);
        return Encoding.UTF8.GetByteCount(key) <= LongestId ? key : Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
    }
}
