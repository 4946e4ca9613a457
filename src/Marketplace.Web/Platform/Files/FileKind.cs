using System.IO.Compression;
using System.Text;

namespace Marketplace.Web.Platform.Files;

/// <summary>A kind of file we take, recognised by what is in it; the name's ending must agree, so that nobody is surprised on opening it.</summary>
/// <param name="MediaType">As it is served.</param>
/// <param name="Endings">File name endings that fit.</param>
/// <param name="Inline">Browsers may show it in the page's place: nothing that can carry script.</param>
public sealed record FileKind(string MediaType, IReadOnlyList<string> Endings, bool Inline)
{
    private static readonly FileKind s_pdf = new("application/pdf", [".pdf"], Inline: true);
    private static readonly FileKind s_png = new("image/png", [".png"], Inline: true);
    private static readonly FileKind s_jpeg = new("image/jpeg", [".jpg", ".jpeg"], Inline: true);
    private static readonly FileKind s_docx = new("application/vnd.openxmlformats-officedocument.wordprocessingml.document", [".docx"], Inline: false);
    private static readonly FileKind s_xlsx = new("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", [".xlsx"], Inline: false);
    // 版式文档 (GB/T 33190): what government offices exchange in place of PDF.
    private static readonly FileKind s_ofd = new("application/ofd", [".ofd"], Inline: false);
    private static readonly FileKind s_text = new("text/plain; charset=utf-8", [".txt", ".csv"], Inline: false);

    public static IReadOnlyList<FileKind> All { get; } = [s_pdf, s_png, s_jpeg, s_docx, s_xlsx, s_ofd, s_text];

    public static IReadOnlyList<string> AllEndings { get; } = [.. All.SelectMany(kind => kind.Endings)];

    /// <summary>What a stamped paper can be: a scan or a photograph, not something still to be edited.</summary>
    public static IReadOnlyList<FileKind> Papers { get; } = [s_pdf, s_jpeg, s_png, s_ofd];

    /// <summary>The kind that both content and name say, or null: unknown, or disguised.</summary>
    public static FileKind? Recognise(byte[] bytes, string name)
    {
        var kind = ByContent(bytes);
        return kind is not null && kind.Endings.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) ? kind : null;
    }

    private static FileKind? ByContent(ReadOnlySpan<byte> bytes) => bytes switch
    {
        _ when bytes.StartsWith("%PDF-"u8) => s_pdf,
        _ when bytes.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) => s_png,
        _ when bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) => s_jpeg,
        _ when bytes.StartsWith("PK\u0003\u0004"u8) => ByZipEntries(bytes.ToArray()),
        _ when IsText(bytes) => s_text,
        _ => null,
    };

    private static FileKind? ByZipEntries(byte[] bytes)
    {
        try
        {
            using var zip = new ZipArchive(new MemoryStream(bytes));
            var names = zip.Entries.Select(entry => entry.FullName).ToHashSet(StringComparer.OrdinalIgnoreCase);
            // Macros make an office file a program.
            if (names.Any(name => name.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase))) return null;
            if (names.Contains("OFD.xml")) return s_ofd;
            if (!names.Contains("[Content_Types].xml")) return null;
            return names.Contains("word/document.xml") ? s_docx : names.Contains("xl/workbook.xml") ? s_xlsx : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>Valid UTF-8 without control characters, and not a page: a browser that guesses must find nothing to run.</summary>
    private static bool IsText(ReadOnlySpan<byte> bytes)
    {
        string text;
        try
        {
            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (ArgumentException)
        {
            return false;
        }
        if (text.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t'))) return false;
        var start = text.AsSpan().TrimStart().TrimStart('\uFEFF');
        return !start.StartsWith("<", StringComparison.Ordinal) && !text.Contains("<script", StringComparison.OrdinalIgnoreCase);
    }
}
