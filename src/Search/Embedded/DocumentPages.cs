namespace Marketplace.Search.Embedded;

/// <summary>Packed documents while they are put one after the other.</summary>
internal sealed class DocumentPages
{
    private readonly List<byte[]> _pages = [];
    private byte[] _page = [];
    private int _used;
    private long _total;

    public long Add(ReadOnlySpan<byte> packed)
    {
        var needed = sizeof(int) + packed.Length;
        if (_used + needed > _page.Length)
        {
            ClosePage();
            // As large as all before: a segment of three documents must not ask for 16 MB.
            _page = new byte[long.Max(needed, long.Min(_total, DocumentStore.PageBytes))];
        }
        BitConverter.TryWriteBytes(_page.AsSpan(_used), packed.Length);
        packed.CopyTo(_page.AsSpan(_used + sizeof(int)));
        _used += needed;
        _total += needed;
        return ((long)_pages.Count << 32) | (uint)(_used - needed);
    }

    public byte[][] ToArray()
    {
        ClosePage();
        return [.. _pages];
    }

    private void ClosePage()
    {
        if (_used > 0) _pages.Add(_page.Length == _used ? _page : _page[.._used]);
        _used = 0;
        _page = [];
    }
}
