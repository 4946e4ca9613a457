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

    public SearchDocument Read(int document) => new PackedDocument(PackedOf(document)).Read(new(IdOf(document)), Versions[document]);

    public PackedTexts TextsOf(int document) => new(PackedOf(document));
}
