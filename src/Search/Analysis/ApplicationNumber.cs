namespace Marketplace.Search.Analysis;

/// <summary>
/// Chinese application numbers (申请号) in all the ways they are written, as digits without check digit: 201710601862.3, ZL201710601862.3,
/// CN201710601862, ZL 2017 1 0601862.3, and the eight digits of the years before October 2003.
/// </summary>
internal static class ApplicationNumber
{
    private const int MostDigits = 12;

    /// <summary>Where the number ends that begins at <paramref name="start"/>, 0 if none does.</summary>
    public static int Read(ReadOnlySpan<char> folded, int start, Span<char> number, out int length)
    {
        length = 0;
        var at = start;
        var named = folded[at..].StartsWith("zl") || folded[at..].StartsWith("cn");
        if (named) at += 2;
        if (named && at < folded.Length && folded[at] is ' ' or '.' or ':') at++;
        Span<char> digits = stackalloc char[MostDigits + 1];
        var count = 0;
        for (; at < folded.Length && count < digits.Length; at++)
        {
            if (char.IsAsciiDigit(folded[at])) digits[count++] = folded[at];
            else if (!(named && folded[at] == ' ' && count is 4 or 5)) break;   // On certificates: year, kind, serial number.
        }
        // The thirteenth or ninth place is the check digit, which may be an X and may stand behind a point.
        if (count == MostDigits + 1 && CheckDigit(digits[..MostDigits]) == digits[MostDigits]) return Found(MostDigits, number, digits, at, out length);
        if (count == 9 && IsOldYear(digits) && CheckDigit(digits[..8]) == digits[8]) return Found(8, number, digits, at, out length);
        if (count is not (8 or MostDigits) || !IsPlausible(digits[..count])) return 0;
        var check = CheckDigit(digits[..count]);
        if (at + 1 < folded.Length && folded[at] == '.' && IsCheck(folded[at + 1]) && (at + 2 == folded.Length || !char.IsAsciiLetterOrDigit(folded[at + 2])))
        {
            // Eight digits with a decimal are just a number, unless the decimal is right.
            if (named || count == MostDigits || folded[at + 1] == check) return Found(count, number, digits, at + 2, out length);
            return 0;
        }
        if (count == MostDigits && at < folded.Length && folded[at] == 'x' && check == 'x') at++;
        return Found(count, number, digits, at, out length);
    }

    private static int Found(int count, Span<char> number, ReadOnlySpan<char> digits, int end, out int length)
    {
        digits[..count].CopyTo(number);
        length = count;
        return end;
    }

    private static bool IsCheck(char c) => char.IsAsciiDigit(c) || c == 'x';

    /// <summary>Year, then the kind of patent: 1 invention, 2 utility model, 3 design, 8 and 9 those that came by the PCT.</summary>
    private static bool IsPlausible(ReadOnlySpan<char> digits) => digits.Length == MostDigits
        ? digits[0] == '2' && digits[1] == '0' && digits[4] is '1' or '2' or '3' or '8' or '9'
        : IsOldYear(digits) && digits[2] is '1' or '2' or '3' or '8' or '9';

    private static bool IsOldYear(ReadOnlySpan<char> digits) => digits[0] is '9' || (digits[0] == '8' && digits[1] >= '5') || (digits[0] == '0' && digits[1] <= '3');

    /// <summary>ZC 0006-2003, annex: weights 2 to 9 and again from 2, modulo 11.</summary>
    private static char CheckDigit(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++) sum += (digits[i] - '0') * (2 + i % 8);
        return sum % 11 is 10 ? 'x' : (char)('0' + sum % 11);
    }
}
