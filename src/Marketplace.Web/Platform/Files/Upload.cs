using Marketplace.Web.Platform.Errors;

namespace Marketplace.Web.Platform.Files;

/// <summary>A file someone sent, as a whole: its name as it is shown again, and what is in it.</summary>
public sealed record Upload(string Name, byte[] Bytes)
{
    /// <param name="file">What came, if anything did.</param>
    /// <param name="most">The most bytes taken.</param>
    /// <param name="missing">What is said when nothing came.</param>
    /// <param name="field">The field it was sent in; it bears the failure.</param>
    /// <param name="ct">The sender left.</param>
    public static async Task<Outcome<Upload>> ReadAsync(IFormFile? file, int most, string missing, string field, CancellationToken ct)
    {
        if (file is null) return new Failure("file_missing", 400, missing, field);
        if (file.Length > most) return Failures.FileTooLarge(file.FileName, most) with { Field = field };
        return new Upload(NameOf(file.FileName), await BytesAsync(file, ct));
    }

    public static async Task<byte[]> BytesAsync(IFormFile file, CancellationToken ct)
    {
        var bytes = new byte[file.Length];
        await using var stream = file.OpenReadStream();
        await stream.ReadExactlyAsync(bytes, ct);
        return bytes;
    }

    /// <summary>The last part of a path of either kind: some browsers send where the file lay on the sender's disk.</summary>
    public static string NameOf(string path) => Path.GetFileName(path.Replace('\\', '/')) is { Length: > 0 and <= 200 } name ? name : "table";
}
