using System.Globalization;
using Marketplace.Web.Platform.Errors;
using SkiaSharp;

namespace Marketplace.Web.Platform.Documents;

/// <summary>A paper as a PDF with its fonts inside, the same bytes for the same paper (docs/adr/0018-pdf-drawn-by-skia.md).</summary>
public sealed class PaperPdf(PaperFonts fonts)
{
    public const string MediaType = "application/pdf";

    /// <summary>Why there can be no PDF on this machine, or null.</summary>
    public Failure? Missing => fonts.Complete ? null : new("pdf_no_font", StatusCodes.Status409Conflict, PaperTexts.NoFont);

    /// <summary>Why this paper has to be printed from its page, or null: a box in place of a name would make it a wrong paper.</summary>
    public Failure? Refusal(Paper paper) => Missing ?? (Unknown(paper) is { } letter ? new("pdf_no_letter", StatusCodes.Status409Conflict, string.Format(CultureInfo.CurrentCulture, PaperTexts.NoLetter, letter)) : null);

    public Outcome<byte[]> Of(Paper paper)
    {
        if (Refusal(paper) is { } refused) return refused;
        using var document = new PdfDocument(paper, fonts);
        return document.Write();
    }

    /// <summary>The first letter that a font lacks. The Arabic ones are among them, and would need more than a font: they join, and run the other way.</summary>
    private string? Unknown(Paper paper)
    {
        using var text = new SKFont(fonts.Text);
        using var title = new SKFont(fonts.Title);
        using var label = new SKFont(fonts.Label);
        foreach (var rune in paper.Words().SelectMany(words => Paper.Printable(words).EnumerateRunes()).Where(rune => rune.Value is not ('\n' or '\t')).Distinct())
            if (!text.ContainsGlyph(rune.Value) || !title.ContainsGlyph(rune.Value) || !label.ContainsGlyph(rune.Value)) return rune.ToString();
        return null;
    }
}
