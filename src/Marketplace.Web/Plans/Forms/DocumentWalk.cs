using System.Globalization;
using System.Text.RegularExpressions;
using Marketplace.Web.Organisations;

namespace Marketplace.Web.Plans.Forms;

/// <summary>A Word document: its text, tables, text boxes, heads and feet.</summary>
internal sealed partial class DocumentWalk(FormPackage package, Func<string, FormValue?> value, List<FormFault> faults) : IFormWalk
{
    private const int Shown = 30;

    public int Fill()
    {
        var places = 0;
        foreach (var part in package.Names.Where(name => Filled.IsMatch(name)).ToList())
        {
            var xml = package.Xml(part);
            var before = places;
            foreach (var (index, paragraph) in TextRuns.Paragraphs(xml).Index())
            {
                var texts = TextRuns.Texts(paragraph);
                var (said, place) = (TextRuns.Joined(texts), (index + 1).ToString(CultureInfo.InvariantCulture));
                if (Placeholders.Torn(said)) faults.Add(new(FormFaultKind.Torn, part, place, said.Cut(Shown)));
                places += TextRuns.Replace(texts, word => value.Known(word, part, place, faults));
            }
            if (places > before) package.Put(part, xml);
        }
        return places;
    }

    public bool Holds(string part) => part.StartsWith("word/", StringComparison.Ordinal) && part.EndsWith(".xml", StringComparison.Ordinal) && !Filled.IsMatch(part);

    [GeneratedRegex(@"^word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Filled { get; }
}
