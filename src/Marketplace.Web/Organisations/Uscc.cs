using System.Text.RegularExpressions;

namespace Marketplace.Web.Organisations;

/// <summary>统一社会信用代码 (GB 32100-2015): eighteen characters, the last a check on the others.</summary>
public static partial class Uscc
{
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private static readonly int[] s_weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

    /// <summary>As typed or pasted: full-width, lower case, spaces and hyphens between.</summary>
    public static string Clean(string typed) =>
        string.Concat(typed.Normalize(System.Text.NormalizationForm.FormKC).Where(c => !char.IsWhiteSpace(c) && c is not ('-' or '‐' or '–'))).ToUpperInvariant();

    public static UsccVerdict Check(string code)
    {
        if (!Pattern.IsMatch(code)) return UsccVerdict.Malformed;
        var sum = 0;
        for (var i = 0; i < 17; i++) sum += Alphabet.IndexOf(code[i], StringComparison.Ordinal) * s_weights[i];
        return Alphabet[(31 - (sum % 31)) % 31] == code[17] ? UsccVerdict.Right : UsccVerdict.WrongCheckDigit;
    }

    /// <summary>What the first two characters suggest (domain.md §4.3); they never decide.</summary>
    public static OrganisationKind? Suggest(string code) => code.Length < 2 ? null : code[..2] switch
    {
        "11" => OrganisationKind.GovernmentDepartment,
        "12" => OrganisationKind.University,
        "91" => OrganisationKind.Enterprise,
        "92" => OrganisationKind.HouseholdBusiness,
        "93" => OrganisationKind.Cooperative,
        _ => null,
    };

    [GeneratedRegex("^[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$", RegexOptions.CultureInvariant, 100)]
    private static partial Regex Pattern { get; }
}

public enum UsccVerdict
{
    Right,

    /// <summary>Eighteen possible characters whose last does not fit: a slip of the keys, or one of the few early codes.</summary>
    WrongCheckDigit,
    Malformed,
}
