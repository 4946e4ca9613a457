namespace Marketplace.Search.Elasticsearch;

/// <param name="Path">Without a slash in front: a node's address may have a path of its own.</param>
/// <param name="Patient">Writes and administration are tried for some six seconds. A search is tried twice: somebody waits for it.</param>
internal sealed record Call(HttpMethod Method, string Path, TimeSpan Timeout, bool Patient, ReadOnlyMemory<byte> Body = default, string ContentType = "application/json");

internal readonly record struct Answer(int Status, byte[] Body)
{
    public bool Succeeded => Status is >= 200 and < 300;

    /// <summary>Worth another try. The block of a full disk also comes as 429, but waiting a second does not lift it.</summary>
    public bool Passes => Status is 502 or 503 or 504 || (Status == 429 && Body.AsSpan().IndexOf("cluster_block_exception"u8) < 0);
}
