using System.Security.Cryptography;
using System.Text;
using Marketplace.Matching.Encoder;
using Marketplace.Matching.Texts;
using Marketplace.Matching.Vectors;

namespace Marketplace.Web.Matchmaking.Matches;

/// <summary>What the encoder made of the texts of one need: of all it says, and of what may be shown.</summary>
public sealed class EncodedTexts
{
    private const int HashLength = 16;

    private readonly Dictionary<string, Quantised> _kept = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Quantised> _used = new(StringComparer.Ordinal);

    /// <summary>Something had to be made that was not kept.</summary>
    public bool IsNew { get; private set; }

    public Quantised Of(string title, string text, SentenceEncoder encoder)
    {
        var key = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{OfferVector.EncoderVersion}\n{title}\n{text}"))[..HashLength]);
        if (_used.TryGetValue(key, out var used)) return used;
        if (_kept.TryGetValue(key, out var kept)) return _used[key] = kept;
        IsNew = true;
        return _used[key] = NeedText.Encode(title, text, encoder);
    }

    /// <summary>Of each text that was asked for: its hash, the scale, the numbers.</summary>
    public byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        foreach (var (key, vector) in _used)
        {
            writer.Write(Convert.FromHexString(key));
            writer.Write(vector.Scale);
            writer.Write(vector.Bytes.Length);
            foreach (var number in vector.Bytes) writer.Write(number);
        }
        writer.Flush();
        return bytes.ToArray();
    }

    public static EncodedTexts FromBytes(byte[] bytes)
    {
        var read = new EncodedTexts();
        using var reader = new BinaryReader(new MemoryStream(bytes));
        while (reader.BaseStream.Position < bytes.Length)
        {
            var key = Convert.ToHexString(reader.ReadBytes(HashLength));
            var scale = reader.ReadSingle();
            var numbers = new sbyte[reader.ReadInt32()];
            for (var i = 0; i < numbers.Length; i++) numbers[i] = reader.ReadSByte();
            read._kept[key] = new(numbers, scale);
        }
        return read;
    }
}
