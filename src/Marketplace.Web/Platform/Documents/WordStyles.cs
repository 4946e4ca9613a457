using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Marketplace.Web.Platform.Documents;

/// <summary>How official papers look: 宋体 for the title, 黑体 for heads, 仿宋 for the text. Where a machine has none of these, the table of fonts says what comes near.</summary>
internal static class WordStyles
{
    public const string Title = "Title", Number = "Number", Heading = "Heading1", Body = "BodyText", Small = "Small", Label = "Label", Cell = "CellText",
        Signature = "Signature", Day = "SignatureDay", Picture = "Picture", Foot = "Footer";

    private const string Song = "宋体", Hei = "黑体", FangSong = "仿宋", Latin = "Times New Roman";

    public static Styles Make() => new(
        new DocDefaults(
            new RunPropertiesDefault(new RunPropertiesBaseStyle(
                Face(FangSong), new FontSize { Val = "24" }, new FontSizeComplexScript { Val = "24" }, new Languages { Val = "en-US", EastAsia = "zh-CN", Bidi = "ug-CN" })),
            new ParagraphPropertiesDefault(new ParagraphPropertiesBaseStyle(new SpacingBetweenLines { After = "0", Line = "340", LineRule = LineSpacingRuleValues.Auto }))),
        new Style(new StyleName { Val = "Normal" }) { Type = StyleValues.Paragraph, StyleId = "Normal", Default = true },
        Of(Title, Song, 40, new Justification { Val = JustificationValues.Center }, before: 0, after: 240, bold: true),
        Of(Number, FangSong, 22, new Justification { Val = JustificationValues.Right }, after: 160),
        Of(Heading, Hei, 26, new OutlineLevel { Val = 0 }, before: 240, after: 100, keepNext: true),
        Of(Body, FangSong, 24, new Indentation { FirstLineChars = 200, FirstLine = "480" }, after: 80),
        Of(Small, FangSong, 21, null, after: 60),
        Of(Label, Hei, 22, null),
        Of(Cell, FangSong, 22, null),
        Of(Signature, FangSong, 24, null, before: 480, after: 480),
        Of(Day, FangSong, 24, null, after: 240),
        Of(Picture, FangSong, 24, null, before: 160),
        Of(Foot, Song, 18, null, tabs: new Tabs(new TabStop { Val = TabStopValues.Right, Position = 9638 })));

    public static Fonts FontTable() => new(
        Named(FangSong, "FangSong", "Noto Serif CJK SC", FontFamilyValues.Modern), Named(Song, "SimSun", "Noto Serif CJK SC", FontFamilyValues.Auto), Named(Hei, "SimHei", "Noto Sans CJK SC", FontFamilyValues.Modern));

    private static Font Named(string name, string latin, string free, FontFamilyValues family) =>
        new(new AltName { Val = $"{latin},{free}" }, new FontCharSet { Val = "86" }, new FontFamily { Val = family }, new Pitch { Val = FontPitchValues.Variable }) { Name = name };

    private static RunFonts Face(string eastAsia) => new() { Ascii = Latin, HighAnsi = Latin, EastAsia = eastAsia, ComplexScript = Latin, Hint = FontTypeHintValues.EastAsia };

    // The schema demands an order: keepNext, tabs, spacing, ind, jc, outlineLvl.
    private static Style Of(string id, string face, int halfPoints, OpenXmlElement? shape, int before = 0, int after = 0, bool bold = false, bool keepNext = false, Tabs? tabs = null)
    {
        var paragraph = new StyleParagraphProperties();
        if (keepNext) paragraph.Append(new KeepNext());
        if (tabs is not null) paragraph.Append(tabs);
        paragraph.Append(new SpacingBetweenLines { Before = Text(before), After = Text(after) });
        if (shape is not null) paragraph.Append(shape);
        var run = new StyleRunProperties(Face(face));
        if (bold) run.Append(new Bold());
        run.Append(new FontSize { Val = Text(halfPoints) }, new FontSizeComplexScript { Val = Text(halfPoints) });
        return new(new StyleName { Val = id }, new BasedOn { Val = "Normal" }, paragraph, run) { Type = StyleValues.Paragraph, StyleId = id, CustomStyle = id is not (Title or Heading or Body or Signature or Foot) };
    }

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
