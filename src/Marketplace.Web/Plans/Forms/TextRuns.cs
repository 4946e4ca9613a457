using System.Text;
using System.Xml.Linq;

namespace Marketplace.Web.Plans.Forms;

/// <summary>Text that an office program has cut into runs, as it likes: a placeholder may begin in one and end in another.</summary>
internal static class TextRuns
{
    private static readonly XName s_space = XNamespace.Xml + "space";

    /// <summary>Paragraphs of text: of a document, or of a drawing. One that stands in a text box of another is its own.</summary>
    public static IEnumerable<XElement> Paragraphs(XDocument part) => part.Descendants().Where(e => e.Name.LocalName == "p" && e.Elements().Any());

    public static List<XElement> Texts(XElement paragraph) => [.. paragraph.Descendants().Where(e => e.Name.LocalName == "t" && e.Name.Namespace == paragraph.Name.Namespace && ReferenceEquals(e.Ancestors(paragraph.Name).First(), paragraph))];

    public static string Joined(IEnumerable<XElement> texts) => string.Concat(texts.Select(t => t.Value));

    /// <summary>What takes a placeholder's place stands in the run it began in, and looks as that run does. How many were replaced.</summary>
    public static int Replace(IReadOnlyList<XElement> texts, Func<string, FormValue> value)
    {
        var found = Placeholders.In(Joined(texts));
        if (found.Count == 0) return 0;
        var ends = new List<int>();
        foreach (var text in texts) ends.Add((ends.Count > 0 ? ends[^1] : 0) + text.Value.Length);
        var parts = texts.Select(_ => new StringBuilder()).ToList();
        var (next, run) = (0, 0);
        var all = Joined(texts);
        for (var at = 0; at < all.Length;)
        {
            while (ends[run] <= at) run++;
            if (next < found.Count && found[next].Start == at)
            {
                parts[run].Append(value(found[next].Word).Text);
                at += found[next++].Length;
            }
            else parts[run].Append(all[at++]);
        }
        foreach (var (text, part) in texts.Zip(parts))
        {
            if (text.Value == part.ToString()) continue;
            text.Value = part.ToString();
            if (text.Name.LocalName == "t") text.SetAttributeValue(s_space, "preserve");
        }
        return found.Count;
    }
}
