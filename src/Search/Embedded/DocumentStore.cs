using System.Text;
using Marketplace.Search.Documents;

namespace Marketplace.Search.Embedded;

/// <summary>The documents of a segment as they came, in the order of their ids, packed: read back for hits, for highlights and when one is taken out.</summary>
internal sealed class DocumentStore(TermTable ids, long[] versions, long[] starts, byte[][] pages)
{
    /// <summary>Documents never cross a page; pages stay far below what one array may hold.</summary>
    public const int PageBytes = 1 << 24;

    public TermTable Ids { get; } = ids;
    public long[] Versions { get; } = versions;

    /// <summary>Page number in the upper half, offset in the lower; there stands the length, then the document.</summary>
    public long[] Starts { get; } = starts;
    public byte[][] Pages { get; } = pages;

    public int Count => Versions.Length;

    /// <summary>Of two documents of one segment the one with the smaller number has the smaller id.</summary>
    public ReadOnlySpan<char> IdOf(int document) => Ids[document];

    public int Find(ReadOnlySpan<char> id) => Ids.Find(id);

    public ReadOnlySpan<byte> PackedOf(int document)
    {
        var (page, offset) = (Pages[Starts[document] >> 32], (int)Starts[document]);
        return page.AsSpan(offset + sizeof(int), BitConverter.ToInt32(page, offset));
    }

    public SearchDocument Read(int document)
    {
        using var reader = ReaderAt(document);
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--) texts.Add(reader.ReadString(), ReadText(reader));
        var values = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
        {
            var name = reader.ReadString();
            var list = new string[reader.Read7BitEncodedInt()];
            for (var i = 0; i < list.Length; i++) list[i] = ReadText(reader);
            values.Add(name, list);
        }
        var numbers = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--) numbers.Add(reader.ReadString(), reader.ReadInt64());
        return new SearchDocument { Id = new(IdOf(document)), Version = Versions[document], Texts = texts, Values = values, Numbers = numbers, Stored = ReadText(reader) };
    }

    private BinaryReader ReaderAt(int document)
    {
        var (page, offset) = (Pages[Starts[document] >> 32], (int)Starts[document]);
        return new BinaryReader(new MemoryStream(page, offset + sizeof(int), BitConverter.ToInt32(page, offset), writable: false), Encoding.Unicode);
    }

    /// <summary>UTF-16 as it is: a lone surrogate comes back as it went in, and nothing is converted on the way.</summary>
    private static string ReadText(BinaryReader reader) => string.Create(reader.Read7BitEncodedInt(), reader, (letters, from) =>
    {
        from.BaseStream.ReadExactly(System.Runtime.InteropServices.MemoryMarshal.AsBytes(letters));
    });

    /// <summary>Packs one document.</summary>
    public static byte[] Pack(SearchDocument document)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.Unicode);
        writer.Write7BitEncodedInt(document.Texts.Count);
        foreach (var (name, text) in document.Texts)
        {
            writer.Write(name);
            WriteText(writer, text);
        }
        writer.Write7BitEncodedInt(document.Values.Count);
        foreach (var (name, values) in document.Values)
        {
            writer.Write(name);
            writer.Write7BitEncodedInt(values.Count);
            foreach (var value in values) WriteText(writer, value);
        }
        writer.Write7BitEncodedInt(document.Numbers.Count);
        foreach (var (name, number) in document.Numbers)
        {
            writer.Write(name);
            writer.Write(number);
        }
        WriteText(writer, document.Stored);
        writer.Flush();
        return bytes.ToArray();
    }

    private static void WriteText(BinaryWriter writer, string text)
    {
        writer.Write7BitEncodedInt(text.Length);
        writer.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes(text.AsSpan()));
    }
}
