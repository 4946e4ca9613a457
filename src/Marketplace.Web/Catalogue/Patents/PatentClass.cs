using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Marketplace.Web.Catalogue.Patents;

/// <summary>
/// Classification symbols in the one form they are stored in: IPC as <c>A01B33/00</c>, Locarno as <c>09-03</c>. Editions are not kept: patents of one technology carry
/// symbols of several, and searching goes by prefix.
/// </summary>
public static partial class PatentClass
{
    /// <summary>Null when it is no IPC symbol down to the group.</summary>
    public static string? Ipc(string raw)
    {
        var match = IpcForm().Match(Tidy(raw));
        return match.Success ? $"{match.Groups["first"].Value}{int.Parse(match.Groups["second"].Value, CultureInfo.InvariantCulture)}/{match.Groups["third"].Value}" : null;
    }

    public static string? Locarno(string raw)
    {
        var match = LocarnoForm().Match(Tidy(raw));
        return match.Success ? $"{match.Groups["first"].Value}-{match.Groups["second"].Value}" : null;
    }

    /// <summary>As people read it: <c>A01B 33/00</c>.</summary>
    public static string Show(string ipc) => ipc.Length > 4 && ipc.Contains('/', StringComparison.Ordinal) ? $"{ipc[..4]} {ipc[4..]}" : ipc;

    private static string Tidy(string raw) => string.Concat(raw.Normalize(NormalizationForm.FormKC).Where(c => !char.IsWhiteSpace(c))).ToUpperInvariant();

    /// <summary>With the edition behind it and, from some exports, I or N for invention or additional information.</summary>
    [GeneratedRegex(@"^(?<first>[A-H]\d{2}[A-Z])0{0,3}(?<second>\d{1,4})/(?<third>\d{2,6})(\(\d{4}\.\d{2}\))?[IN]?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex IpcForm();

    [GeneratedRegex(@"^(LOC\(\d{1,2}\)CL\.?)?(?<first>\d{2})-(?<second>\d{2})$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LocarnoForm();
}
