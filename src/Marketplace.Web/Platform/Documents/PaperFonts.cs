using Microsoft.Extensions.Options;
using SkiaSharp;

namespace Marketplace.Web.Platform.Documents;

/// <summary>Where the fonts of PDFs lie, when it is none of the usual places.</summary>
public sealed class PaperFontOptions
{
    public string? Text { get; set; }
    public string? Title { get; set; }
    public string? Label { get; set; }
}

/// <summary>The three faces of a PDF: for the text, the title, and for heads. They come from the machine, as the distribution packages them; without them there is no PDF.</summary>
public sealed class PaperFonts : IDisposable
{
    /// <summary>Debian and Ubuntu; Fedora; Alpine and Arch; openSUSE.</summary>
    private static readonly string[] s_folders = ["/usr/share/fonts/opentype/noto", "/usr/share/fonts/google-noto-serif-cjk-fonts", "/usr/share/fonts/google-noto-sans-cjk-fonts", "/usr/share/fonts/noto", "/usr/share/fonts/noto-cjk", "/usr/share/fonts/truetype"];
    private readonly Lazy<(SKTypeface? Text, SKTypeface? Title, SKTypeface? Label)> _faces;

    public PaperFonts(IOptions<PaperFontOptions> options) => _faces = new(() =>
        (Find(options.Value.Text, "NotoSerifCJK-Regular.ttc"), Find(options.Value.Title, "NotoSerifCJK-Bold.ttc"), Find(options.Value.Label, "NotoSansCJK-Regular.ttc")));

    public bool Complete => _faces.Value is { Text: not null, Title: not null, Label: not null };
    internal SKTypeface Text => _faces.Value.Text!;
    internal SKTypeface Title => _faces.Value.Title!;
    internal SKTypeface Label => _faces.Value.Label!;

    public void Dispose()
    {
        if (!_faces.IsValueCreated) return;
        _faces.Value.Text?.Dispose();
        _faces.Value.Title?.Dispose();
        _faces.Value.Label?.Dispose();
    }

    private static SKTypeface? Find(string? wanted, string usual)
    {
        var path = wanted ?? s_folders.Select(folder => Path.Combine(folder, usual)).FirstOrDefault(File.Exists);
        return path is null || !File.Exists(path) ? null : Simplified(path);
    }

    /// <summary>A collection holds one face for each way of writing; the first draws Japanese shapes.</summary>
    private static SKTypeface? Simplified(string path)
    {
        SKTypeface? first = null;
        for (var index = 0; SKTypeface.FromFile(path, index) is { } face; index++)
        {
            if (face.FamilyName.EndsWith(" SC", StringComparison.Ordinal))
            {
                first?.Dispose();
                return face;
            }
            if (first is null) first = face;
            else face.Dispose();
        }
        return first;
    }
}
