using Marketplace.Search.Analysis;
using Marketplace.Search.Documents;

namespace Marketplace.Search.Queries;

/// <summary>
/// Reads what people type: words, <c>-word</c>, quoted phrases, <c>ipc:A01G*</c>. Full-width signs mean what their plain ones mean. Whatever cannot be
/// read as one of these is words, or is passed over with a note; only length makes a fault. One pass by hand: no input can make it slow.
/// </summary>
public sealed class QueryParser(IndexSchema schema, Analyzer analyzer)
{
    /// <summary>Far above the 200 to 1,000 characters of a need; what is longer is a document, not a question.</summary>
    public const int LongestText = 8000;

    // The longest prefix a schema would have; a colon further on belongs to the words.
    private const int LongestPrefix = 32;

    public Outcome<ParsedQuery> Parse(string text, WordMode mode = WordMode.All)
    {
        if (text.Length > LongestText) return new QueryFault("query_too_long", text.Length.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var builder = new QueryBuilder(schema, analyzer);
        Scan(TextFolding.WellFormed(text), builder);
        return builder.Build(mode, hasText: !string.IsNullOrWhiteSpace(text));
    }

    private void Scan(string text, QueryBuilder builder)
    {
        var plain = 0;   // Where the words begin that nothing else has claimed: they are cut together, for 5 mm and GB/T 4754 are one each.
        var at = 0;
        while (at < text.Length)
        {
            var next = AtWordStart(text, at) ? Special(text, at, builder, ref plain) : at;
            if (next == at && ClosingOf(text[at]) is { Length: > 0 } closing)
            {
                builder.AddWords(text.AsSpan(plain, at - plain));
                next = Quoted(text, at, closing, null, excluded: false, builder);
                plain = next;
            }
            at = next > at ? next : at + 1;
        }
        builder.AddWords(text.AsSpan(Math.Min(plain, text.Length)));
    }

    /// <summary>A minus or a prefix that stands here: where it ends. The same place: there is none.</summary>
    private int Special(string text, int at, QueryBuilder builder, ref int plain)
    {
        var excluded = IsMinus(text[at]) && !IsBelowZero(text.AsSpan(at + 1));
        var start = at;
        if (excluded)
        {
            while (start < text.Length && IsMinus(text[start])) start++;
        }
        var end = Prefixed(text, start, excluded, builder, at, ref plain);
        if (end > at || !excluded) return end > at ? end : at;
        builder.AddWords(text.AsSpan(plain, at - plain));
        end = start < text.Length && ClosingOf(text[start]) is { Length: > 0 } closing
            ? Quoted(text, start, closing, null, excluded: true, builder)
            : WordEnd(text, start);
        if (start == end || ClosingOf(text[start]).Length == 0) builder.Exclude(text.AsSpan(start, end - start), null);
        return plain = end;
    }

    private int Prefixed(string text, int start, bool excluded, QueryBuilder builder, int at, ref int plain)
    {
        var colon = start;
        while (colon < text.Length && colon - start < LongestPrefix && (char.IsLetter(text[colon]) || text[colon] == '_')) colon++;
        if (colon == start || colon >= text.Length || text[colon] is not (':' or '：')) return at;
        var name = TextFolding.Fold(text[start..colon]);
        if (!schema.Prefixes.TryGetValue(name, out var target) || (schema.ColumnOf(target) is null && schema.TextOf(target) < 0)) return at;
        builder.AddWords(text.AsSpan(plain, at - plain));
        plain = colon + 1;
        if (plain < text.Length && ClosingOf(text[plain]) is { Length: > 0 } closing)
        {
            return plain = Quoted(text, plain, closing, (name, target), excluded, builder);
        }
        var end = WordEnd(text, plain);
        builder.AddPrefixed(name, target, text[plain..end], quoted: false, excluded);
        return plain = end;
    }

    /// <summary>Goes behind the closing quote or, where there is none, behind the opening one, which is passed over then.</summary>
    private static int Quoted(string text, int at, string closing, (string Name, string Target)? prefix, bool excluded, QueryBuilder builder)
    {
        var length = text.AsSpan(at + 1).IndexOfAny(closing);
        if (length < 0)
        {
            builder.Note(QueryNote.QuoteNotClosed, text[at].ToString());
            // What stands behind a lone quote is words still, and those of its prefix or minus.
            if (prefix is null && !excluded) return at + 1;
            var end = WordEnd(text, at + 1);
            if (prefix is { } lone) builder.AddPrefixed(lone.Name, lone.Target, text[(at + 1)..end], quoted: false, excluded);
            else builder.Exclude(text.AsSpan(at + 1, end - at - 1), null);
            return end;
        }
        var content = text.Substring(at + 1, length);
        if (prefix is { } known) builder.AddPrefixed(known.Name, known.Target, content, quoted: true, excluded);
        else builder.AddPhrase(content, null, excluded);
        return at + length + 2;
    }

    private static bool AtWordStart(string text, int at) => !char.IsWhiteSpace(text[at]) && (at == 0 || char.IsWhiteSpace(text[at - 1]) || IsQuote(text[at - 1]));

    private static int WordEnd(string text, int at)
    {
        while (at < text.Length && !char.IsWhiteSpace(text[at])) at++;
        return at;
    }

    private static bool IsMinus(char c) => c is '-' or '－' or '−' or '﹣';

    /// <summary>−20℃ is a temperature, not a wish to see no 20℃.</summary>
    private static bool IsBelowZero(ReadOnlySpan<char> rest)
    {
        var digits = 0;
        while (digits < rest.Length && (char.IsDigit(rest[digits]) || (digits > 0 && rest[digits] is '.' or '~' or '～' or '-'))) digits++;
        return digits > 0 && digits < rest.Length && rest[digits] is '℃' or '°' or '℉' or '度' or 'K' or 'k' or '摄';
    }

    private static bool IsQuote(char c) => c is '"' or '“' or '”' or '„' or '‟' or '＂' or '「' or '」' or '『' or '』' or '｢' or '｣';

    /// <summary>Input methods mix “ ” and ", so any double quote closes any other; corner brackets close their own kind. Empty: it opens nothing.</summary>
    private static string ClosingOf(char c) => c switch
    {
        '"' or '“' or '”' or '„' or '‟' or '＂' => "\"“”„‟＂",
        '「' => "」",
        '『' => "』",
        '｢' => "｣",
        _ => "",
    };
}
