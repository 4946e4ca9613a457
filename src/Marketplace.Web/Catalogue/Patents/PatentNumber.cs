using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Marketplace.Web.Catalogue.Patents;

/// <summary>What is wrong with an application number somebody wrote.</summary>
public enum NumberFault
{
    /// <summary>No number of any form: too many or too few digits, a year or kind that cannot be.</summary>
    Unreadable,

    /// <summary>The check digit contradicts the others: a digit was mistyped. Passes only with a copy of the register.</summary>
    CheckDigit,
}

/// <summary>
/// An application number (申请号), which is also the patent's number: year, kind, serial number and, since 1989, a check digit. What identifies a patent is the
/// body without it (domain.md §4.1).
/// </summary>
/// <param name="Body">Twelve digits, eight before October 2003.</param>
/// <param name="Prefix"><c>ZL</c>, <c>CN</c> or nothing. ZL says granted.</param>
/// <param name="Check">The check digit as written, null where none was.</param>
public sealed partial record PatentNumber(string Body, string Prefix, char? Check)
{
    /// <summary>Fixtures and demonstrations use serials from here on; no office has come near them.</summary>
    public const int FirstInventedSerial = 9_990_000;

    public int Year => YearOf(Body);

    public PatentKind Kind => KindOf(Body);

    /// <summary>As in the register: 201710601862.3. Before 1989 there is no check digit.</summary>
    public static string Show(string body) => HasCheck(body) ? $"{body}.{CheckDigit(body)}" : body;

    /// <summary>With ZL only once granted: before, and after the right has ended, it would be a false mark (Rule 101).</summary>
    public static string Show(string body, bool inForce) => inForce ? "ZL" + Show(body) : Show(body);

    public static PatentKind KindOf(string body) => body[body.Length == 12 ? 4 : 2] switch
    {
        '1' or '8' => PatentKind.Invention,
        '2' or '9' => PatentKind.UtilityModel,
        _ => PatentKind.Design,
    };

    /// <summary>Of filing; with the kinds 8 and 9, of entering the national phase.</summary>
    public static int YearOf(string body) => body.Length == 12
        ? int.Parse(body.AsSpan(0, 4), CultureInfo.InvariantCulture)
        : int.Parse(body.AsSpan(0, 2), CultureInfo.InvariantCulture) is var year && year < 50 ? 2000 + year : 1900 + year;

    public static bool IsPct(string body) => body[body.Length == 12 ? 4 : 2] is '8' or '9';

    /// <summary>Weights 2 to 9 and again from 2, modulo 11; ten is written X.</summary>
    public static char CheckDigit(string body)
    {
        var sum = 0;
        for (var i = 0; i < body.Length; i++) sum += (body[i] - '0') * (2 + i % 8);
        return sum % 11 is 10 ? 'X' : (char)('0' + sum % 11);
    }

    /// <summary>Full width, blanks of all sorts, lower case, Chinese full stops: as people and exports write it.</summary>
    public static string Tidy(string raw)
    {
        var tidy = new StringBuilder(raw.Length);
        foreach (var c in raw.Normalize(NormalizationForm.FormKC))
        {
            if (char.IsWhiteSpace(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.Control) continue;
            tidy.Append(c is '。' or '·' or '．' ? '.' : char.ToUpperInvariant(c));
        }
        return tidy.ToString().TrimEnd('.');
    }

    public static PatentNumber? Parse(string raw, out NumberFault? fault)
    {
        var tidy = Tidy(raw);
        var match = New().Match(tidy) is { Success: true } young ? young : Old().Match(tidy);
        fault = match.Success ? null : NumberFault.Unreadable;
        if (!match.Success) return null;
        var number = new PatentNumber(match.Groups["body"].Value, match.Groups["prefix"].Value, match.Groups["check"].Length > 0 ? match.Groups["check"].Value[0] : null);
        if (number.Check is { } written && written != CheckDigit(number.Body)) fault = NumberFault.CheckDigit;
        // Numbers of those years have none; a ninth digit belongs to something else.
        if (number.Check is not null && !HasCheck(number.Body)) fault = NumberFault.Unreadable;
        return fault is NumberFault.Unreadable ? null : number;
    }

    private static bool HasCheck(string body) => YearOf(body) >= 1989;

    [GeneratedRegex(@"^(?<prefix>ZL|CN)?(?<body>20(0[3-9]|[1-9]\d)[12389]\d{7})\.?(?<check>[\dX])?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex New();

    [GeneratedRegex(@"^(?<prefix>ZL|CN)?(?<body>(8[5-9]|9\d|0[0-3])[12389]\d{5})\.?(?<check>[\dX])?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Old();
}
