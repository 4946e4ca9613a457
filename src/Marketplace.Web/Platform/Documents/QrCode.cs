using System.Collections;
using QRCoder;

namespace Marketplace.Web.Platform.Documents;

/// <summary>The dark squares of a QR code, rim included, for whoever draws them.</summary>
internal sealed class QrCode
{
    private readonly List<BitArray> _rows;

    public QrCode(string text)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        _rows = data.ModuleMatrix;
    }

    public int Size => _rows.Count;

    public IEnumerable<(int X, int Y)> Dark =>
        from y in Enumerable.Range(0, Size)
        from x in Enumerable.Range(0, Size)
        where _rows[y][x]
        select (x, y);
}
