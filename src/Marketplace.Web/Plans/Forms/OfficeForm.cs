using System.Text;
using System.Xml;

namespace Marketplace.Web.Plans.Forms;

/// <param name="Bytes">The same for the same form and values.</param>
/// <param name="Places">How many placeholders were filled.</param>
public sealed record FilledForm(byte[] Bytes, int Places, IReadOnlyList<FormFault> Faults);

/// <summary>Fills the placeholders of a workbook or a document, and says which it does not know.</summary>
public static class OfficeForm
{
    /// <param name="file">A workbook or a document.</param>
    /// <param name="value">What a placeholder stands for; null: nothing is called that.</param>
    /// <returns>Null: it cannot be read as either.</returns>
    public static FilledForm? Fill(byte[] file, Func<string, FormValue?> value)
    {
        if (FormPackage.Open(file) is not { } package) return null;
        var faults = new List<FormFault>();
        try
        {
            IFormWalk walk = package.Has("xl/workbook.xml") ? new WorkbookWalk(package, value, faults) : new DocumentWalk(package, value, faults);
            var places = walk.Fill();
            foreach (var name in package.Names.Where(name => walk.Holds(name) && Encoding.UTF8.GetString(package.Bytes(name)).Contains("{{", StringComparison.Ordinal))) faults.Add(new(FormFaultKind.Elsewhere, name, "", "{{"));
            return new(package.ToArray(), places, faults);
        }
        catch (Exception e) when (e is XmlException or FormatException or KeyNotFoundException or ArgumentOutOfRangeException or InvalidDataException)
        {
            return null;
        }
    }

    internal static FormValue Known(this Func<string, FormValue?> value, string word, string part, string place, List<FormFault> faults)
    {
        if (value(word) is { } known) return known;
        faults.Add(new(FormFaultKind.Unknown, part, place, word));
        return FormValue.Nothing;
    }
}

/// <summary>How one kind of office file is gone through.</summary>
internal interface IFormWalk
{
    /// <summary>How many placeholders it filled.</summary>
    int Fill();

    /// <summary>A part in which nothing is filled, so that a placeholder in it would stay.</summary>
    bool Holds(string part);
}
