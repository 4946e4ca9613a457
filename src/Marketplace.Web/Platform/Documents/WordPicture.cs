using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using QRCoder;
using A = DocumentFormat.OpenXml.Drawing;
using Pic = DocumentFormat.OpenXml.Drawing.Pictures;
using Wp = DocumentFormat.OpenXml.Drawing.Wordprocessing;

namespace Marketplace.Web.Platform.Documents;

/// <summary>A QR code in the line of a Word document.</summary>
internal static class WordPicture
{
    /// <summary>32 mm, in 1/36 000 mm.</summary>
    private const long Side = 32 * 36_000;

    public static Run Of(MainDocumentPart main, string address)
    {
        var number = (uint)main.ImageParts.Count() + 1;
        var id = "picture" + number.ToString(System.Globalization.CultureInfo.InvariantCulture);
        using (var data = QRCodeGenerator.GenerateQrCode(address, QRCodeGenerator.ECCLevel.M))
        using (var code = new PngByteQRCode(data))
        using (var bytes = new MemoryStream(code.GetGraphic(8)))
        {
            main.AddImagePart(ImagePartType.Png, id).FeedData(bytes);
        }
        return new(new Drawing(new Wp.Inline(
            new Wp.Extent { Cx = Side, Cy = Side },
            new Wp.DocProperties { Id = number, Name = id, Description = "二维码" },
            new A.Graphic(new A.GraphicData(new Pic.Picture(
                new Pic.NonVisualPictureProperties(new Pic.NonVisualDrawingProperties { Id = 0, Name = id }, new Pic.NonVisualPictureDrawingProperties()),
                new Pic.BlipFill(new A.Blip { Embed = id }, new A.Stretch(new A.FillRectangle())),
                new Pic.ShapeProperties(
                    new A.Transform2D(new A.Offset { X = 0, Y = 0 }, new A.Extents { Cx = Side, Cy = Side }),
                    new A.PresetGeometry(new A.AdjustValueList()) { Preset = A.ShapeTypeValues.Rectangle })))
            { Uri = "http://schemas.openxmlformats.org/drawingml/2006/picture" }))
        { DistanceFromTop = 0, DistanceFromBottom = 0, DistanceFromLeft = 0, DistanceFromRight = 0 }));
    }
}
