using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;
using Marketplace.Search.Documents;

namespace Marketplace.Search.Embedded;

/// <summary>
/// A document as bytes: texts, values and numbers, each after its count, then what is stored. Letters are UTF-16 as they are: a lone surrogate comes back as it went in,
/// and nothing is converted on the way.
/// </summary>
internal ref struct PackedDocument(ReadOnlySpan<byte> bytes)
{
    /// <summary>Names of texts and columns are few, and stand in every document.</summary>
    private static readonly ConcurrentDictionary<string, string> s_names = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> s_known = s_names.GetAlternateLookup<ReadOnlySpan<char>>();

    private ReadOnlySpan<byte> _rest = bytes;

    public static byte[] Of(SearchDocument document)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.Unicode);
        writer.Write7BitEncodedInt(document.Texts.Count);
        foreach (var (name, text) in document.Texts)
        {
            Write(writer, name);
            Write(writer, text);
        }
        writer.Write7BitEncodedInt(document.Values.Count);
        foreach (var (name, values) in document.Values)
        {
            Write(writer, name);
            writer.Write7BitEncodedInt(values.Count);
            foreach (var value in values) Write(writer, value);
        }
        writer.Write7BitEncodedInt(document.Numbers.Count);
        foreach (var (name, number) in document.Numbers)
        {
            Write(writer, name);
            writer.Write(number);
        }
        Write(writer, document.Stored);
        writer.Flush();
        return bytes.ToArray();
    }

    /// <summary>The document, whose id and version lie elsewhere.</summary>
    public SearchDocument Read(string id, long version)
    {
        var left = ReadCount();
        var texts = new Dictionary<string, string>(left, StringComparer.Ordinal);
        while (left-- > 0) texts.Add(ReadName(), new(ReadLetters()));
        left = ReadCount();
        var values = new Dictionary<string, IReadOnlyList<string>>(left, StringComparer.Ordinal);
        while (left-- > 0)
        {
            var name = ReadName();
            var list = new string[ReadCount()];
            for (var i = 0; i < list.Length; i++) list[i] = new(ReadLetters());
            values.Add(name, list);
        }
        left = ReadCount();
        var numbers = new Dictionary<string, long>(left, StringComparer.Ordinal);
        while (left-- > 0) numbers.Add(ReadName(), BitConverter.ToInt64(Take(sizeof(long))));
        return new SearchDocument { Id = id, Version = version, Texts = texts, Values = values, Numbers = numbers, Stored = new(ReadLetters()) };
    }

    public int ReadCount()
    {
        var count = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = Take(1)[0];
            count |= (part & 0x7F) << shift;
            if (part < 0x80) return count;
        }
    }

    public ReadOnlySpan<char> ReadLetters() => MemoryMarshal.Cast<byte, char>(Take(ReadCount() * sizeof(char)));

    private string ReadName()
    {
        var letters = ReadLetters();
        if (s_known.TryGetValue(letters, out var known)) return known;
        var name = new string(letters);
        return s_names.GetOrAdd(name, name);
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    private static void Write(BinaryWriter writer, string letters)
    {
        writer.Write7BitEncodedInt(letters.Length);
        writer.Write(MemoryMarshal.AsBytes(letters.AsSpan()));
    }
}

/// <summary>The texts of a packed document, one after the other, as they lie there: nothing is copied.</summary>
internal ref struct PackedTexts
{
    private PackedDocument _document;
    private int _left;

    public PackedTexts(ReadOnlySpan<byte> bytes)
    {
        _document = new(bytes);
        _left = _document.ReadCount();
    }

    public NamedText Current { get; private set; }

    public readonly PackedTexts GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_left-- <= 0) return false;
        Current = new(_document.ReadLetters(), _document.ReadLetters());
        return true;
    }
}

internal readonly ref struct NamedText(ReadOnlySpan<char> name, ReadOnlySpan<char> text)
{
    public readonly ReadOnlySpan<char> Name = name, Text = text;
}
