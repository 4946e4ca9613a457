using System.Globalization;
using System.Text;
using SkiaSharp;

namespace Marketplace.Web.Platform.Documents;

/// <summary>Sets one paper: the same order and measures as <see cref="PaperPage"/>.</summary>
internal sealed class PdfDocument : IDisposable
{
    private const float Leading = 1.65f, Padding = 5, Quiet = 24, SignerWidth = (PdfSheets.Width - 20) / 2;
    private readonly SKFont _text, _cell, _small, _title, _heading, _label, _foot;
    private readonly SKPaint _ink = new() { Color = SKColors.Black, IsAntialias = true };
    private readonly SKPaint _mark = new() { Color = new(0xFF, 0xE9, 0xA8) };
    private readonly SKPaint _rule = new() { Color = SKColors.Black, Style = SKPaintStyle.Stroke, StrokeWidth = 0.8f };
    private readonly PdfSheets _sheets = new();
    private readonly Paper _paper;

    public PdfDocument(Paper paper, PaperFonts fonts)
    {
        _paper = paper;
        (_text, _cell, _small) = (new(fonts.Text, 12), new(fonts.Text, 10.5f), new(fonts.Text, 10));
        (_title, _heading, _label, _foot) = (new(fonts.Title, 20), new(fonts.Label, 13), new(fonts.Label, 10.5f), new(fonts.Label, 8.5f));
    }

    public byte[] Write()
    {
        Lines(_paper.Title, _title, SKTextAlign.Center);
        _sheets.Y += 12;
        if (_paper.Number is { } number) Lines("编号：" + number, _cell, SKTextAlign.Right);
        foreach (var (i, part) in _paper.Parts.Index()) Set(part, _paper.Parts.ElementAtOrDefault(i + 1) as PaperSignatures);
        using var stream = new MemoryStream();
        using (var document = SKDocument.CreatePdf(stream, new SKDocumentPdfMetadata { Title = _paper.Title, Subject = _paper.VersionLine, RasterDpi = 300, EncodingQuality = 101 }))
        {
            for (var page = 0; page < _sheets.Count; page++)
            {
                var canvas = document.BeginPage(PdfSheets.PageWidth, PdfSheets.PageHeight);
                foreach (var draw in _sheets[page]) draw(canvas);
                Write(canvas, _paper.VersionLine, _foot, PdfSheets.Left, PdfSheets.Bottom + Quiet);
                var count = string.Create(CultureInfo.InvariantCulture, $"第 {page + 1} 页 共 {_sheets.Count} 页");
                Write(canvas, count, _foot, PdfSheets.Left + PdfSheets.Width - _foot.MeasureText(count), PdfSheets.Bottom + Quiet);
                document.EndPage();
            }
            document.Close();
        }
        return stream.ToArray();
    }

    private void Set(PaperPart part, PaperSignatures? signed)
    {
        switch (part)
        {
            case PaperHeading heading:
                _sheets.Need(80);   // Never alone at the foot of a page.
                _sheets.Y += 14;
                Lines(heading.Text, _heading, SKTextAlign.Left);
                _sheets.Y += 4;
                break;
            case PaperText text:
                var (font, indent) = text.Small ? (_small, 0) : (_text, 2 * _text.Size);
                var lines = text.Text.ReplaceLineEndings("\n").Split('\n');
                foreach (var (i, line) in lines.Index())
                {
                    // Nobody signs a page that says nothing.
                    if (signed is not null && i == lines.Length - 1) _sheets.Need((PdfLines.Of(line, font, PdfSheets.Width, indent).Count * font.Size * Leading) + 4 + signed.Signers.Chunk(2).Sum(pair => Height(pair)));
                    Lines(line, font, SKTextAlign.Left, indent);
                }
                if (!text.Small) _sheets.Y += 4;
                break;
            case PaperFields fields:
                Table([0.28, 0.72], null, fields.Fields.Select(field => (IReadOnlyList<string>)[field.Name, field.Value]), firstIsLabel: true);
                break;
            case PaperTable table: Table(table.Shares, table.Heads, table.Rows, firstIsLabel: false); break;
            case PaperSignatures signatures:
                foreach (var pair in signatures.Signers.Chunk(2)) Signatures(pair);
                break;
            case PaperCode code: Code(code); break;
            default: throw new NotSupportedException(part.GetType().Name);
        }
    }

    private void Lines(string text, SKFont font, SKTextAlign align, float indent = 0)
    {
        foreach (var (i, line) in PdfLines.Of(text, font, PdfSheets.Width, indent).Index())
        {
            _sheets.Need(font.Size * Leading);
            var free = PdfSheets.Width - font.MeasureText(line.Text);
            Line(line, font, PdfSheets.Left + (align switch { SKTextAlign.Center => free / 2, SKTextAlign.Right => free, _ => i == 0 ? indent : 0 }), _sheets.Y, i == 0 ? indent : 0);
            _sheets.Y += font.Size * Leading;
        }
    }

    private void Table(IReadOnlyList<double> shares, IReadOnlyList<string>? heads, IEnumerable<IReadOnlyList<string>> rows, bool firstIsLabel)
    {
        if (heads is not null) Row(heads, _ => true);
        foreach (var row in rows) Row(row, column => firstIsLabel && column == 0);
        _sheets.Y += 12;

        void Row(IReadOnlyList<string> cells, Func<int, bool> isLabel)
        {
            var lines = cells.Select((cell, column) => PdfLines.Of(cell, isLabel(column) ? _label : _cell, ((float)shares[column] * PdfSheets.Width) - (2 * Padding))).ToList();
            var (step, rest) = (_cell.Size * 1.5f, lines.Max(cell => cell.Count));
            // A row stays whole, unless it is longer than a page.
            for (var from = 0; rest > 0;)
            {
                if (_sheets.Y + (rest * step) + (2 * Padding) > PdfSheets.Bottom && _sheets.Y > PdfSheets.Top)
                {
                    _sheets.NewPage();
                    if (heads is not null && !ReferenceEquals(cells, heads)) Row(heads, _ => true);
                }
                var taken = Math.Min(rest, Math.Max(1, (int)((PdfSheets.Bottom - _sheets.Y - (2 * Padding)) / step)));
                var (x, y, height) = (PdfSheets.Left, _sheets.Y, (taken * step) + (2 * Padding));
                for (var column = 0; column < cells.Count; column++)
                {
                    var (width, at) = ((float)shares[column] * PdfSheets.Width, x);
                    _sheets.Draw(canvas => canvas.DrawRect(at, y, width, height, _rule));
                    foreach (var (i, line) in lines[column].Skip(from).Take(taken).Index()) Line(line, isLabel(column) ? _label : _cell, x + Padding, y + Padding + (i * step) - 1.5f);
                    x += width;
                }
                _sheets.Y += height;
                (from, rest) = (from + taken, rest - taken);
            }
        }
    }

    private void Signatures(string[] signers)
    {
        var (step, height) = (_text.Size * Leading, Height(signers));
        _sheets.Need(height);
        foreach (var (column, signer) in signers.Select(Signer).Index())
        {
            var x = PdfSheets.Left + (column * (SignerWidth + 20));
            foreach (var (i, line) in signer.Index()) Line(line, _text, x, _sheets.Y + 20 + (i * step));
            Line(new("日期：" + PaperPage.SignatureDay, []), _text, x, _sheets.Y + height - step);
        }
        _sheets.Y += height;
    }

    /// <summary>Of signatures side by side, with the room for their seals.</summary>
    private float Height(IEnumerable<string> signers) => 20 + ((signers.Max(signer => Signer(signer).Count) + 1) * _text.Size * Leading) + 60;

    private List<PdfLine> Signer(string signer) => PdfLines.Of(signer + PaperPage.SignatureMark, _text, SignerWidth);

    private void Code(PaperCode code)
    {
        const float side = 90;
        _sheets.Need(side + 20);
        var (picture, y) = (new QrCode(code.Address), _sheets.Y + 8);
        _sheets.Draw(canvas =>
        {
            using var squares = new SKPathBuilder();
            var one = side / picture.Size;
            foreach (var (column, row) in picture.Dark) squares.AddRect(SKRect.Create(PdfSheets.Left + (column * one), y + (row * one), one, one));
            using var path = squares.Detach();
            canvas.DrawPath(path, _ink);
        });
        foreach (var (i, line) in PdfLines.Of(code.Caption + "\n" + code.Address, _small, PdfSheets.Width - side - 16).Index()) Line(line, _small, PdfSheets.Left + side + 16, y + 20 + (i * _small.Size * Leading));
        _sheets.Y = y + side + 12;
    }

    /// <param name="line">What is written.</param>
    /// <param name="font">In what.</param>
    /// <param name="x">Where it starts.</param>
    /// <param name="y">Its upper edge.</param>
    /// <param name="indent">What its marks were measured from beyond its start.</param>
    private void Line(PdfLine line, SKFont font, float x, float y, float indent = 0) => _sheets.Draw(canvas =>
    {
        foreach (var (from, to) in line.Marks) canvas.DrawRect(x - indent + from, y + (font.Size * 0.15f), to - from, font.Size * 1.3f, _mark);
        Write(canvas, line.Text, font, x, y + (font.Size * 1.2f));
    });

    /// <summary>
    /// With the words beside the shapes: left to itself the writer guesses them from the shapes, takes radicals for characters that look the same, and nobody finds 人 who looks for it.
    /// </summary>
    private void Write(SKCanvas canvas, string text, SKFont font, float x, float y)
    {
        if (text.Length == 0) return;
        var (glyphs, bytes) = (font.GetGlyphs(text), Encoding.UTF8.GetBytes(text));
        using var builder = new SKTextBlobBuilder();
        var run = builder.AllocateRawPositionedTextRun(font, glyphs.Length, bytes.Length);
        glyphs.CopyTo(run.Glyphs);
        font.GetGlyphPositions(text).CopyTo(run.Positions);
        bytes.CopyTo(run.Text);
        uint at = 0;
        foreach (var (i, rune) in text.EnumerateRunes().Index())
        {
            run.Clusters[i] = at;
            at += (uint)rune.Utf8SequenceLength;
        }
        using var blob = builder.Build();
        canvas.DrawText(blob, x, y, _ink);
    }

    public void Dispose()
    {
        foreach (var font in (SKFont[])[_text, _cell, _small, _title, _heading, _label, _foot]) font.Dispose();
        foreach (var paint in (SKPaint[])[_ink, _mark, _rule]) paint.Dispose();
    }
}
