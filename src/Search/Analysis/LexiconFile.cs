using System.Numerics;
using System.Runtime.InteropServices;

namespace Marketplace.Search.Analysis;

/// <summary>How a <see cref="Lexicon"/> lies in a file: magic, two lengths, the sum of all frequencies, a checksum; then the nodes and the frequencies.</summary>
internal static class LexiconFile
{
    private const int HeaderBytes = 32;
    private static readonly byte[] Magic = "words 1\n"u8.ToArray();

    public static Lexicon Load(string path)
    {
        using var file = File.OpenHandle(path, options: FileOptions.SequentialScan);
        Span<byte> header = stackalloc byte[HeaderBytes];
        var length = RandomAccess.GetLength(file);
        if (length < HeaderBytes || RandomAccess.Read(file, header, 0) != HeaderBytes || !header.StartsWith(Magic)) throw Unreadable(path);
        var nodeCount = MemoryMarshal.Read<int>(header[8..]);
        var frequencyCount = MemoryMarshal.Read<int>(header[12..]);
        if (nodeCount <= Lexicon.FirstCharacters || frequencyCount <= 0 || length != HeaderBytes + 8L * nodeCount + 4L * frequencyCount) throw Unreadable(path);
        var trie = new ulong[nodeCount];
        var counts = new int[frequencyCount];
        Read(MemoryMarshal.AsBytes(trie.AsSpan()), HeaderBytes);
        Read(MemoryMarshal.AsBytes(counts.AsSpan()), HeaderBytes + 8L * nodeCount);
        if (Checksum(trie) != MemoryMarshal.Read<ulong>(header[24..])) throw Unreadable(path);
        return new Lexicon(trie, counts, MemoryMarshal.Read<long>(header[16..]));

        void Read(Span<byte> into, long offset)
        {
            for (int read; into.Length > 0; into = into[read..], offset += read)
            {
                if ((read = RandomAccess.Read(file, into, offset)) == 0) throw Unreadable(path);
            }
        }
    }

    /// <summary>Numbers lie in the file as in the memory of every machine this runs on, lowest byte first.</summary>
    public static void Save(string path, ulong[] nodes, int[] frequencies, long total)
    {
        using var file = File.Create(path);
        Span<byte> header = stackalloc byte[HeaderBytes];
        Magic.CopyTo(header);
        MemoryMarshal.Write(header[8..], nodes.Length);
        MemoryMarshal.Write(header[12..], frequencies.Length);
        MemoryMarshal.Write(header[16..], total);
        MemoryMarshal.Write(header[24..], Checksum(nodes));
        file.Write(header);
        file.Write(MemoryMarshal.AsBytes<ulong>(nodes));
        file.Write(MemoryMarshal.AsBytes<int>(frequencies));
    }

    private static ulong Checksum(ulong[] nodes)
    {
        var sum = 0UL;
        foreach (var node in nodes) sum = BitOperations.RotateLeft(sum, 5) ^ (node * 0x9E3779B97F4A7C15);
        return sum;
    }

    private static InvalidDataException Unreadable(string path) => new($"{path} is not a dictionary packed by tools/dictionary, or not all of it.");
}
