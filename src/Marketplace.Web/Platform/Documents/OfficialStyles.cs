using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Marketplace.Web.Platform.Documents;

/// <summary>Faces and sizes of GB/T 9704—2012: title 2号小标宋, heads 3号黑体, text 3号仿宋 on lines of 28.6 pt; page numbers 4号宋体. Where a machine has none of these, the table of fonts says what comes near.</summary>
internal static class OfficialStyles
{
    public const string Title = "Title", Subtitle = "Subtitle", Heading = "Heading1", Body = "BodyText", Label = "Label", Cell = "CellText", Number = "CellNumber", Sign = "Sign", Seal = "Seal", Foot = "Footer", Break = "SectionBreak";

    private const string XiaoBiaoSong = "方正小标宋简体", Song = "宋体", Hei = "黑体", Kai = "楷体_GB2312", FangSong = "仿宋_GB2312", Latin = "Times New Roman", Arabic = "UKIJ Tuz";

    /// <summary>Twentieths of a point: 22 lines on a page.</summary>
    private const int Pitch = 572;

    public static Styles Make() => new(
        new DocDefaults(
            new RunPropertiesDefault(new RunPropertiesBaseStyle(
                Face(FangSong), new FontSize { Val = "32" }, new FontSizeComplexScript { Val = "32" }, new Languages { Val = "en-US", EastAsia = "zh-CN", Bidi = "ug-CN" })),
            new ParagraphPropertiesDefault(new ParagraphPropertiesBaseStyle(new SpacingBetweenLines { After = "0", Line = Text(Pitch), LineRule = LineSpacingRuleValues.Exact }))),
        new Style(new StyleName { Val = "Normal" }) { Type = StyleValues.Paragraph, StyleId = "Normal", Default = true },
        Of(Title, XiaoBiaoSong, 44, Exactly(680), Centre()),
        Of(Subtitle, Kai, 32, Exactly(Pitch, after: Pitch / 2), Centre()),
        Of(Heading, Hei, 32, Exactly(Pitch, before: 120), new OutlineLevel { Val = 0 }, keepNext: true),
        Of(Body, FangSong, 32, Exactly(Pitch), new Indentation { FirstLineChars = 200, FirstLine = "640" }),
        Of(Label, Hei, 21, AtLeast(), Centre()),
        Of(Cell, FangSong, 21, AtLeast(), null),
        Of(Number, FangSong, 21, AtLeast(), new Justification { Val = JustificationValues.Right }),
        Of(Sign, FangSong, 28, Exactly(Pitch), null, keepNext: true),
        Of(Seal, FangSong, 28, Exactly(Pitch, before: Pitch), new Justification { Val = JustificationValues.Right }),
        Of(Foot, Song, 28, AtLeast(), null),
        Of(Break, FangSong, 2, Exactly(20), null));

    public static Fonts FontTable() => new(
        Named(FangSong, "仿宋,FangSong", "Noto Serif CJK SC", FontFamilyValues.Modern), Named(XiaoBiaoSong, "FZXiaoBiaoSong-B05S,宋体,SimSun", "Noto Serif CJK SC", FontFamilyValues.Auto), Named(Kai, "楷体,KaiTi", "Noto Serif CJK SC", FontFamilyValues.Modern),
        Named(Song, "SimSun", "Noto Serif CJK SC", FontFamilyValues.Auto), Named(Hei, "SimHei", "Noto Sans CJK SC", FontFamilyValues.Modern));

    private static Font Named(string name, string others, string free, FontFamilyValues family) =>
        new(new AltName { Val = $"{others},{free}" }, new FontCharSet { Val = "86" }, new FontFamily { Val = family }, new Pitch { Val = FontPitchValues.Variable }) { Name = name };

    private static RunFonts Face(string eastAsia) => new() { Ascii = Latin, HighAnsi = Latin, EastAsia = eastAsia, ComplexScript = Arabic, Hint = FontTypeHintValues.EastAsia };

    private static Justification Centre() => new() { Val = JustificationValues.Center };

    private static SpacingBetweenLines Exactly(int pitch, int before = 0, int after = 0) => new() { Before = Text(before), After = Text(after), Line = Text(pitch), LineRule = LineSpacingRuleValues.Exact };

    /// <summary>In tables lines stand closer, and a line with another script needs more.</summary>
    private static SpacingBetweenLines AtLeast() => new() { Before = "0", After = "0", Line = "300", LineRule = LineSpacingRuleValues.AtLeast };

    // The schema demands an order: keepNext, spacing, ind, jc, outlineLvl.
    private static Style Of(string id, string face, int halfPoints, SpacingBetweenLines spacing, OpenXmlElement? shape, bool keepNext = false)
    {
        var paragraph = new StyleParagraphProperties();
        if (keepNext) paragraph.Append(new KeepNext());
        paragraph.Append(spacing);
        if (shape is not null) paragraph.Append(shape);
        var run = new StyleRunProperties(Face(face), new FontSize { Val = Text(halfPoints) }, new FontSizeComplexScript { Val = Text(halfPoints) });
        return new(new StyleName { Val = id }, new BasedOn { Val = "Normal" }, paragraph, run) { Type = StyleValues.Paragraph, StyleId = id, CustomStyle = id is not (Title or Subtitle or Heading or Body or Foot) };
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
