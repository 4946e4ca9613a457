namespace Marketplace.Search.Embedded;

/// <summary>Packed documents while they are put one after the other.</summary>
internal sealed class DocumentPages
{
    private readonly List<byte[]> pages = [];
    private byte[] page = [];
    private int used;
    private long total;

    public long Add(ReadOnlySpan<byte> packed)
    {
        var needed = sizeof(int) + packed.Length;
        if (used + needed > page.Length)
        {
            ClosePage();
            // As large as all before: a segment of three documents must not ask for 16 MB.
            page = new byte[long.Max(needed, long.Min(total, DocumentStore.PageBytes))];
        }
        BitConverter.TryWriteBytes(page.AsSpan(used), packed.Length);
        packed.CopyTo(page.AsSpan(used + sizeof(int)));
        used += needed;
        total += needed;
        return ((long)pages.Count << 32) | (uint)(used - needed);
    }

    public byte[][] ToArray()
    {
        ClosePage();
        return [.. pages];
    }

    private void ClosePage()
    {
        if (used > 0) pages.Add(page.Length == used ? page : page[..used]);
        used = 0;
        page = [];
    }
}
