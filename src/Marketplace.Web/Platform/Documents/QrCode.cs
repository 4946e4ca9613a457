using System.Collections;
using System.Text;
using QRCoder;

namespace Marketplace.Web.Platform.Documents;

/// <summary>A QR code: its dark squares, rim included, for whoever draws them, or an image.</summary>
internal sealed class QrCode
{
    private readonly List<BitArray> _rows;

    public QrCode(string text)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        _rows = data.ModuleMatrix;
    }

    /// <summary>As an image of its own.</summary>
    public static byte[] Svg(string text, int pixels = 4)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        using var code = new SvgQRCode(data);
        return Encoding.UTF8.GetBytes(code.GetGraphic(pixels));
    }

    public const string SvgType = "image/svg+xml";

    public int Size => _rows.Count;

    public IEnumerable<(int X, int Y)> Dark =>
        from y in Enumerable.Range(0, Size)
        from x in Enumerable.Range(0, Size)
        where _rows[y][x]
        select (x, y);
}
