using SkiaSharp;

namespace Marketplace.Web.Platform.Documents;

/// <summary>Pages that fill from top to bottom. What is drawn waits until all are known, because each says how many there are.</summary>
internal sealed class PdfSheets
{
    /// <summary>A4 in points, and the margins of <see cref="PaperPage"/>.</summary>
    public const float PageWidth = 595.28f, PageHeight = 841.89f, Left = 56.7f, Top = 62.4f, Bottom = PageHeight - 62.4f, Width = PageWidth - (2 * Left);

    private readonly List<List<Action<SKCanvas>>> _pages = [[]];

    /// <summary>How far down this page is filled.</summary>
    public float Y { get; set; } = Top;

    public int Count => _pages.Count;

    public IReadOnlyList<Action<SKCanvas>> this[int page] => _pages[page];

    public void Draw(Action<SKCanvas> draw) => _pages[^1].Add(draw);

    public void NewPage()
    {
        _pages.Add([]);
        Y = Top;
    }

    /// <summary>Goes on to the next page when so much does not fit here; whatever fits on no page is not waited for.</summary>
    public void Need(float height)
    {
        if (Y + height > Bottom && Y > Top) NewPage();
    }
}
