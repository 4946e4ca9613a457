using System.IO.Compression;
using System.Text;

namespace Marketplace.Web.Tests.Plans.Superior;

/// <summary>Office files as office programs write them, by hand: what stands in their parts decides what is tested.</summary>
internal static class OfficeFiles
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main", Word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    private const string Relations = "http://schemas.openxmlformats.org/package/2006/relationships", Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships", Types = "application/vnd.openxmlformats-officedocument.";

    /// <param name="rows">sheetData, and what follows it.</param>
    /// <param name="strings">Each an <c>si</c> without its tags.</param>
    /// <param name="more">Further parts.</param>
    public static byte[] Workbook(string rows, string[] strings, params (string Name, string Content)[] more) => Zip(
    [
        ("[Content_Types].xml", $"""<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{Types}spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="{Types}spreadsheetml.worksheet+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="{Types}spreadsheetml.sharedStrings+xml"/><Override PartName="/xl/styles.xml" ContentType="{Types}spreadsheetml.styles+xml"/></Types>"""),
        ("_rels/.rels", $"""<Relationships xmlns="{Relations}"><Relationship Id="rId1" Type="{Office}/officeDocument" Target="xl/workbook.xml"/></Relationships>"""),
        ("xl/workbook.xml", $"""<workbook xmlns="{Main}" xmlns:r="{Office}"><sheets><sheet name="季报" sheetId="1" r:id="rId1"/></sheets></workbook>"""),
        ("xl/_rels/workbook.xml.rels", $"""<Relationships xmlns="{Relations}"><Relationship Id="rId1" Type="{Office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{Office}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId3" Type="{Office}/styles" Target="styles.xml"/></Relationships>"""),
        ("xl/worksheets/sheet1.xml", $"""<worksheet xmlns="{Main}">{rows}</worksheet>"""),
        ("xl/sharedStrings.xml", $"""<sst xmlns="{Main}" count="{strings.Length}" uniqueCount="{strings.Length}">{string.Concat(strings.Select(s => $"<si>{s}</si>"))}</sst>"""),
        ("xl/styles.xml", $"""<styleSheet xmlns="{Main}"><numFmts count="1"><numFmt numFmtId="164" formatCode="0.0%"/></numFmts><fonts count="1"><font><sz val="11"/></font></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf numFmtId="164"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" xfId="0"/><xf numFmtId="4" xfId="0"/><xf numFmtId="164" xfId="0"/></cellXfs></styleSheet>"""),
        .. more,
    ]);

    /// <param name="body">Paragraphs.</param>
    /// <param name="more">Further parts.</param>
    public static byte[] Document(string body, params (string Name, string Content)[] more) => Zip(
    [
        ("[Content_Types].xml", $"""<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{Types}wordprocessingml.document.main+xml"/></Types>"""),
        ("_rels/.rels", $"""<Relationships xmlns="{Relations}"><Relationship Id="rId1" Type="{Office}/officeDocument" Target="word/document.xml"/></Relationships>"""),
        ("word/document.xml", $"""<w:document xmlns:w="{Word}"><w:body>{body}</w:body></w:document>"""),
        .. more,
    ]);

    /// <summary>A paragraph in these runs.</summary>
    public static string Paragraph(params string[] runs) => $"<w:p>{string.Concat(runs.Select(run => $"<w:r><w:t xml:space=\"preserve\">{run}</w:t></w:r>"))}</w:p>";

    public static string Header(string text) => $"""<w:hdr xmlns:w="{Word}">{Paragraph(text)}</w:hdr>""";

    public static byte[] Zip(params (string Name, string Content)[] parts)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in parts)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(content));
            }
        }
        return stream.ToArray();
    }
}
