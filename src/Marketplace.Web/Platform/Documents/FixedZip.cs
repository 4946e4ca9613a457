using System.IO.Compression;

namespace Marketplace.Web.Platform.Documents;

/// <summary>An archive of the same bytes whenever it is made from the same files: a paper that is made again must be the paper that was signed.</summary>
public static class FixedZip
{
    /// <summary>The first moment a zip can say.</summary>
    private static readonly DateTimeOffset s_always = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static byte[] Of(IEnumerable<(string Name, byte[] Bytes)> files)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in files)
            {
                var entry = zip.CreateEntry(name);
                entry.LastWriteTime = s_always;
                using var content = entry.Open();
                content.Write(bytes);
            }
        }
        return stream.ToArray();
    }

    /// <summary>Writes as it goes, for archives larger than anybody wants to hold.</summary>
    public static async Task WriteAsync(Stream stream, IAsyncEnumerable<(string Name, byte[] Bytes)> files, CancellationToken ct)
    {
        await using var zip = await ZipArchive.CreateAsync(stream, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, ct);
        await foreach (var (name, bytes) in files.WithCancellation(ct))
        {
            var entry = zip.CreateEntry(name);
            entry.LastWriteTime = s_always;
            await using var content = await entry.OpenAsync(ct);
            await content.WriteAsync(bytes, ct);
        }
    }

    /// <summary>The same archive without the moments it was written at.</summary>
    public static byte[] Again(Stream archive)
    {
        using var zip = new ZipArchive(archive, ZipArchiveMode.Read, leaveOpen: true);
        return Of([.. zip.Entries.OrderBy(entry => entry.FullName == "[Content_Types].xml" ? 0 : 1).ThenBy(entry => entry.FullName, StringComparer.Ordinal).Select(entry =>
        {
            using var content = entry.Open();
            using var bytes = new MemoryStream();
            content.CopyTo(bytes);
            return (entry.FullName, bytes.ToArray());
        })]);
    }
}
