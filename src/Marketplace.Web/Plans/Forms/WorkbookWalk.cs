using System.Globalization;
using System.Xml.Linq;
using Marketplace.Web.Organisations;

namespace Marketplace.Web.Plans.Forms;

/// <summary>A workbook: its cells, heads and feet, and what is written in drawings. A number takes the place of a placeholder that has its cell to itself; formulas and formats stay, and are worked out anew on opening.</summary>
internal sealed class WorkbookWalk(FormPackage package, Func<string, FormValue?> value, List<FormFault> faults) : IFormWalk
{
    private const string Strings = "xl/sharedStrings.xml", Book = "xl/workbook.xml";
    private const int Shown = 30;
    private static readonly XNamespace s_relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships", s_strict = "http://purl.oclc.org/ooxml/officeDocument/relationships";

    private readonly List<XElement> _strings = package.Has(Strings) ? [.. package.Xml(Strings).Root!.Elements().Where(e => e.Name.LocalName == "si")] : [];
    private readonly CellFormats _formats = CellFormats.Of(package);
    private readonly HashSet<string> _sheets = new(StringComparer.Ordinal);

    public int Fill()
    {
        var book = package.Xml(Book);
        var targets = package.Xml("xl/_rels/workbook.xml.rels").Root!.Elements().ToDictionary(r => r.Attribute("Id")?.Value ?? "", r => r.Attribute("Target")?.Value ?? "", StringComparer.Ordinal);
        var (places, filled) = (0, new List<(string Part, XDocument Xml)>());
        var drawn = package.Names.Where(IsDrawing).ToList();
        foreach (var sheet in book.Descendants().Where(e => e.Name.LocalName == "sheet"))
        {
            var target = targets[(sheet.Attribute(s_relations + "id") ?? sheet.Attribute(s_strict + "id"))?.Value ?? ""];
            var part = target.StartsWith('/') ? target[1..] : "xl/" + target;
            if (!package.Has(part)) continue;
            _sheets.Add(part);
            var xml = package.Xml(part);
            places += Sheet(xml, sheet.Attribute("name")?.Value ?? part);
            filled.Add((part, xml));
        }
        foreach (var part in drawn)
        {
            var xml = package.Xml(part);
            var drawings = 0;
            foreach (var (index, paragraph) in TextRuns.Paragraphs(xml).Index()) drawings += Runs(TextRuns.Texts(paragraph), part, (index + 1).ToString(CultureInfo.InvariantCulture));
            if (drawings > 0) package.Put(part, xml);
            places += drawings;
        }
        if (places == 0) return 0;
        foreach (var (part, xml) in filled)
        {
            // What a formula gave is of the empty form.
            foreach (var cell in Cells(xml).Where(c => Child(c, "f") is not null))
            {
                Child(cell, "v")?.Remove();
                cell.Attribute("t")?.Remove();
            }
            package.Put(part, xml);
        }
        Recalculated(book);
        package.Put(Book, book);
        return places;
    }

    public bool Holds(string part) => part.StartsWith("xl/", StringComparison.Ordinal) && part.EndsWith(".xml", StringComparison.Ordinal) && part != Strings && !_sheets.Contains(part) && !IsDrawing(part);

    private int Sheet(XDocument xml, string name)
    {
        var places = 0;
        foreach (var cell in Cells(xml).ToList())
        {
            var place = cell.Attribute("r")?.Value ?? "";
            if (Child(cell, "f") is { } formula)
            {
                if (formula.Value.Contains("{{", StringComparison.Ordinal)) faults.Add(new(FormFaultKind.Elsewhere, name, place, formula.Value.Cut(Shown)));
                continue;
            }
            if (TextOf(cell) is not { } text || !TextRuns.Joined(Texts(text)).Contains("{{", StringComparison.Ordinal)) continue;
            places += Cell(cell, text, name, place);
        }
        foreach (var line in xml.Descendants().Where(e => e.Parent?.Name.LocalName == "headerFooter" && !e.HasElements)) places += Runs([line], name, line.Name.LocalName, Escaped);
        return places;
    }

    private int Cell(XElement cell, XElement text, string sheet, string place)
    {
        var said = TextRuns.Joined(Texts(text));
        if (Placeholders.In(said) is [var only] && said.Trim().Length == only.Length)
        {
            var put = value.Known(only.Word, sheet, place, faults);
            var percent = _formats.IsPercent(cell.Attribute("s")?.Value);
            cell.RemoveNodes();
            cell.SetAttributeValue("t", put.Number is null ? "inlineStr" : null);
            cell.Add(put.InCell(percent) is { } number ? new XElement(cell.Name.Namespace + "v", number.ToString(CultureInfo.InvariantCulture))
                : new XElement(cell.Name.Namespace + "is", new XElement(cell.Name.Namespace + "t", put.Text)));
            return 1;
        }
        // A string of its own: others may share the one it had.
        var own = new XElement(cell.Name.Namespace + "is", text.Nodes().Where(n => n is not XElement { Name.LocalName: "rPh" or "phoneticPr" }));
        cell.RemoveNodes();
        cell.SetAttributeValue("t", "inlineStr");
        cell.Add(own);
        return Runs(Texts(own), sheet, place);
    }

    private int Runs(List<XElement> texts, string part, string place, Func<FormValue, FormValue>? escape = null)
    {
        var said = TextRuns.Joined(texts);
        if (Placeholders.Torn(said)) faults.Add(new(FormFaultKind.Torn, part, place, said.Cut(Shown)));
        return TextRuns.Replace(texts, word => value.Known(word, part, place, faults) is var known && escape is not null ? escape(known) : known);
    }

    /// <summary>In heads and feet an ampersand begins a command (ECMA-376 18.3.1.46).</summary>
    private static FormValue Escaped(FormValue known) => known with { Text = known.Text.Replace("&", "&&", StringComparison.Ordinal) };

    /// <summary>The text of a cell with its runs; null: it holds none.</summary>
    private XElement? TextOf(XElement cell) => cell.Attribute("t")?.Value switch
    {
        "s" => _strings[int.Parse(Child(cell, "v")?.Value ?? "-1", CultureInfo.InvariantCulture)],
        "inlineStr" => Child(cell, "is"),
        "str" when Child(cell, "v") is { } plain => new XElement(cell.Name.Namespace + "is", new XElement(cell.Name.Namespace + "t", plain.Value)),
        _ => null,
    };

    /// <summary>Excel works all formulas out when it opens the book.</summary>
    private static void Recalculated(XDocument book)
    {
        var root = book.Root!;
        if (Child(root, "calcPr") is not { } settings)
        {
            settings = new(root.Name.Namespace + "calcPr");
            // Its place is fixed: after these.
            (root.Elements().LastOrDefault(e => e.Name.LocalName is "sheets" or "functionGroups" or "externalReferences" or "definedNames") ?? root.Elements().Last()).AddAfterSelf(settings);
        }
        settings.SetAttributeValue("fullCalcOnLoad", "1");
    }

    private static List<XElement> Texts(XElement text) => [.. text.Descendants().Where(e => e.Name.LocalName == "t" && e.Parent?.Name.LocalName != "rPh")];

    private static IEnumerable<XElement> Cells(XDocument sheet) => sheet.Descendants().Where(e => e.Name.LocalName == "c" && e.Parent?.Name.LocalName == "row");

    private static XElement? Child(XElement of, string name) => of.Elements().FirstOrDefault(e => e.Name.LocalName == name);

    private static bool IsDrawing(string part) => part.StartsWith("xl/drawings/drawing", StringComparison.Ordinal) && part.EndsWith(".xml", StringComparison.Ordinal);
}

/// <summary>Which formats of cells show percentages.</summary>
internal sealed class CellFormats(HashSet<string> percent)
{
    private const string Styles = "xl/styles.xml";

    public bool IsPercent(string? style) => style is not null && percent.Contains(style);

    public static CellFormats Of(FormPackage package)
    {
        if (!package.Has(Styles)) return new([]);
        var root = package.Xml(Styles).Root!;
        // 9 and 10 are the two of the standard (ECMA-376 18.8.30).
        var shown = root.Descendants().Where(e => e.Name.LocalName == "numFmt" && e.Attribute("formatCode")?.Value.Contains('%', StringComparison.Ordinal) == true).Select(e => e.Attribute("numFmtId")?.Value ?? "").Concat(["9", "10"]).ToHashSet(StringComparer.Ordinal);
        var cells = root.Elements().Where(e => e.Name.LocalName == "cellXfs").Elements().Where(e => e.Name.LocalName == "xf");
        return new([.. cells.Index().Where(f => shown.Contains(f.Item.Attribute("numFmtId")?.Value ?? "")).Select(f => f.Index.ToString(CultureInfo.InvariantCulture))]);
    }
}
