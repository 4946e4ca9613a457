using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Marketplace.Search.Documents;

namespace Marketplace.Search.Queries;

/// <summary>
/// Where a page ended, as text for an address: opaque, and of use only with the question it came from. It holds nothing secret; the check is there so that a
/// token that was altered, cut off, made up or taken to another question is refused instead of answering nonsense.
/// </summary>
public static class PageToken
{
    private const byte ByScore = 0, ByNumber = 1, WithoutNumber = 2, KindBits = 3;
    private const int CheckLength = 8, HeadLength = 1 + sizeof(long);

    // An id has at most 200 characters.
    private const int LongestBytes = HeadLength + (200 * 3) + CheckLength;

    public static string Write(SearchRequest request, IndexSchema schema, string? without, Place place, Reading reading)
    {
        var kind = place.Score is not null ? ByScore : place.Number is not null ? ByNumber : WithoutNumber;
        var bytes = new byte[HeadLength + Encoding.UTF8.GetByteCount(place.Id) + CheckLength];
        bytes[0] = (byte)(kind | ((int)reading << 2));
        var value = place.Score is { } score ? BitConverter.SingleToInt32Bits(score) : place.Number ?? 0;
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(1), value);
        Encoding.UTF8.GetBytes(place.Id, bytes.AsSpan(HeadLength));
        Check(request, schema, without, bytes.AsSpan(0, bytes.Length - CheckLength), bytes.AsSpan(bytes.Length - CheckLength));
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Null: it is not a token of this question.</summary>
    public static (Place Place, Reading Reading)? Read(string token, SearchRequest request, IndexSchema schema, string? without)
    {
        if (token.Length > Base64Url.GetEncodedLength(LongestBytes)) return null;
        var bytes = new byte[LongestBytes];
        if (Base64Url.DecodeFromChars(token, bytes, out _, out var length) != OperationStatus.Done || length < HeadLength + CheckLength) return null;
        // One way of writing only: no white space, no stray bits.
        if (Base64Url.EncodeToString(bytes.AsSpan(0, length)) != token) return null;
        var content = bytes.AsSpan(0, length - CheckLength);
        Span<byte> check = stackalloc byte[CheckLength];
        Check(request, schema, without, content, check);
        if (!check.SequenceEqual(bytes.AsSpan(length - CheckLength, CheckLength))) return null;

        var value = BinaryPrimitives.ReadInt64LittleEndian(content[1..]);
        var id = Encoding.UTF8.GetString(content[HeadLength..]);
        Place? place = (content[0] & KindBits) switch
        {
            ByScore when float.IsFinite(BitConverter.Int32BitsToSingle((int)value)) => new(BitConverter.Int32BitsToSingle((int)value), null, id),
            ByNumber => new(null, value, id),
            WithoutNumber => new(null, null, id),
            _ => null,
        };
        return place is { } known ? (known, (Reading)(content[0] >> 2)) : null;
    }

    /// <summary>Filters in any order, and their values, are the same question: a form sends them as it likes. Size, facets and highlights may change from page to page.</summary>
    private static void Check(SearchRequest request, IndexSchema schema, string? without, ReadOnlySpan<byte> content, Span<byte> check)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, "marketplace page 1", schema.Name, request.Text, request.Mode.ToString(), without ?? "", request.Order?.Column ?? "", request.Order?.Descending == true ? "down" : "up");
        Add(hash, [.. request.Filters.Select(Said).Order(StringComparer.Ordinal)]);
        hash.AppendData(content);
        Span<byte> whole = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(whole);
        whole[..CheckLength].CopyTo(check);
    }

    private static string Said(Filter filter) => filter switch
    {
        AnyValue any => $"any {filter.Column} {string.Join('\0', any.Values.Order(StringComparer.Ordinal))}",
        Beginning beginning => $"beginning {filter.Column} {beginning.Prefix}",
        Between between => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"between {filter.Column} {between.From} {between.To}"),
        _ => throw new ArgumentOutOfRangeException(nameof(filter)),
    };

    private static void Add(IncrementalHash hash, params ReadOnlySpan<string> parts)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var part in parts)
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }
    }
}
