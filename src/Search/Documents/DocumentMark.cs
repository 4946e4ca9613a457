namespace Marketplace.Search.Documents;

/// <summary>A number for id and version whose sum over an index tells, with the count, whether the index is in step with the truth whatever the order.</summary>
public static class DocumentMark
{
    // FNV-1a, 64 bit: its offset and prime. Small, the same in every process, and any script can compute it.
    private const ulong Offset = 14695981039346656037, Prime = 1099511628211;

    public static ulong Of(string id, long version)
    {
        var hash = Offset;
        foreach (var character in id)
        {
            hash = (hash ^ (byte)character) * Prime;
            hash = (hash ^ (byte)(character >> 8)) * Prime;
        }
        for (var shift = 0; shift < 64; shift += 8) hash = (hash ^ (byte)(version >> shift)) * Prime;
        return hash;
    }
}
