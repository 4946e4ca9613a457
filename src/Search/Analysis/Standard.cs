namespace Marketplace.Search.Analysis;

/// <summary>
/// Numbers of standards, however spaced, as one term: GB/T 4754, GBT4754 and gb/t4754 are <c>gb/t4754</c>; where the year of the edition follows,
/// <c>gb/t4754-2017</c> besides.
/// </summary>
internal static class Standard
{
    /// <summary>Bodies whose numbers stand without a mark of kind between.</summary>
    private static readonly ShortWords Bodies = new(
        "gb", "gbj", "gbz", "gjb", "iso", "iec", "ieee", "din", "jis", "astm", "ansi", "rfc", "jgj", "jjg", "jjf");

    /// <summary>Codes of the Chinese trades' standards (行业标准代号). Without a mark of kind they need a year, else any two letters would do.</summary>
    private static readonly ShortWords Trades = new(
        "hg", "jb", "qb", "yy", "ny", "sh", "sj", "yb", "ys", "dl", "jt", "jg", "cj", "tb", "ly", "sc", "sn", "nb", "sy", "mt", "hj", "ga", "wb", "wh", "xb",
        "yd", "yc", "cb", "cy", "dz", "fz", "gy", "hb", "hy", "jc", "jr", "jy", "ld", "ls", "qc", "qx", "sb", "sl", "td", "ty", "wj", "ws", "wm", "zy", "mz",
        "rb", "aq", "bb", "db", "ej", "gh", "gm", "kj", "qj", "th", "xf", "yj", "zc");

    /// <summary>Where the standard's number ends that begins at <paramref name="start"/>, 0 if none does; and where its year ends.</summary>
    public static int Read(ReadOnlySpan<char> folded, int start, Span<char> term, out int length, out int yearEnd, out int yearLength)
    {
        length = yearEnd = yearLength = 0;
        var at = start;
        while (at < folded.Length && at - start < 5 && char.IsAsciiLetterLower(folded[at])) at++;
        var body = folded[start..at];
        if (body.Length is 0 or > 4) return 0;
        var needsYear = false;
        if (body is "db") while (at < folded.Length && at - start < 6 && char.IsAsciiDigit(folded[at])) at++;   // Of a province or town: DB65/T 3952.
        folded[start..at].CopyTo(term);
        length = at - start;

        var kind = KindAt(folded, at, body);
        if (kind > 0)
        {
            folded.Slice(at, kind).CopyTo(term[length..]);
            length += kind;
            at += kind;
        }
        else if (body.Length == 3 && body[2] == 't' && (body[..2] is "gb" || Trades.Contains(body[..2])))
        {
            "/t".CopyTo(term[2..]);
            length = 4;
        }
        else
        {
            needsYear = Trades.Contains(body);
            if (!needsYear && !Bodies.Contains(body)) return 0;
        }
        if (at < folded.Length && folded[at] is ' ' or '-') at++;
        return ReadNumber(folded, at, term, ref length, needsYear, out yearEnd, out yearLength);
    }

    private static int ReadNumber(ReadOnlySpan<char> folded, int at, Span<char> term, ref int length, bool needsYear, out int yearEnd, out int yearLength)
    {
        yearEnd = yearLength = 0;
        var number = at;
        while (at < folded.Length && at - number < 10 && (char.IsAsciiDigit(folded[at]) || (folded[at] == '.' && at > number && IsDigitAt(folded, at + 1)))) at++;
        if (at == number || IsDigitAt(folded, at)) return 0;
        folded[number..at].CopyTo(term[length..]);
        length += at - number;
        if (at < folded.Length && folded[at] is '-' or ':')
        {
            var year = 0;
            while (year < 5 && IsDigitAt(folded, at + 1 + year)) year++;
            if (year == 4 && folded[at + 1] is '1' or '2' || year == 2 && folded[at + 1] is '8' or '9')
            {
                yearEnd = at + 1 + year;
                term[length] = '-';
                folded[(at + 1)..yearEnd].CopyTo(term[(length + 1)..]);
                yearLength = length + yearEnd - at;
            }
        }
        return needsYear && yearEnd == 0 ? 0 : at;
    }

    /// <summary>The length of "/T" (recommended), "/Z" (guidance), the second body of "ISO/IEC", the association of "T/CAS"; 0 if none follows.</summary>
    private static int KindAt(ReadOnlySpan<char> folded, int at, ReadOnlySpan<char> body)
    {
        if (at >= folded.Length || folded[at] != '/') return 0;
        var end = at + 1;
        while (end < folded.Length && end - at < 10 && char.IsAsciiLetterLower(folded[end])) end++;
        var kind = folded[(at + 1)..end];
        var known = body switch
        {
            "t" => kind.Length is >= 2 and <= 8,
            "iso" or "iec" or "ieee" => kind is "iec" or "ieee" or "ts" or "tr" or "iso",
            _ => kind is "t" or "z" && (body is "gb" || Trades.Contains(body)),
        };
        return known ? end - at : 0;
    }

    private static bool IsDigitAt(ReadOnlySpan<char> text, int at) => at < text.Length && char.IsAsciiDigit(text[at]);
}
