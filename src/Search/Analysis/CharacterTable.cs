using System.Globalization;
using System.Text;

namespace Marketplace.Search.Analysis;

/// <summary>What a character of a folded text is to the analyzer.</summary>
internal enum CharacterClass : byte
{
    Separator,
    Han,

    /// <summary>An ideograph that no dictionary holds (rare ones beyond U+FFFF, 〇): a term of its own.</summary>
    Lone,
    Letter,
    Digit,

    /// <summary>°, % and ‰ belong to the number before them and to nothing else.</summary>
    UnitSign,
}

/// <summary>
/// Folds characters one by one, so that offsets stay known: compatibility forms (full width, ligatures, Arabic presentation forms), case, traditional
/// to simplified, digits of all scripts; marks on Latin and Greek letters, Arabic vowel signs, tatweel, joiners and Mongolian variation selectors go.
/// </summary>
internal sealed class CharacterTable
{
    private readonly char[] _simple = new char[0x10000];
    private readonly CharacterClass[] _classes = new CharacterClass[0x10000];
    private readonly Dictionary<char, string> _others = [];
    private readonly Dictionary<(char Letter, char Mark), char> _composed = [];
    private readonly Dictionary<int, string> _beyond = [];
    private readonly Dictionary<char, string> _simplified;

    /// <param name="simplified">By traditional character; a few simplified ones lie beyond U+FFFF.</param>
    public CharacterTable(Dictionary<char, string> simplified)
    {
        _simplified = simplified;
        for (var code = 0; code < 0x10000; code++)
        {
            var character = (char)code;
            _classes[code] = Classify(character);
            if (char.IsSurrogate(character)) continue;
            var folded = FoldOne(character);
            if (folded is [not '\0']) _simple[code] = folded[0];
            else _others.Add(character, folded is "\0" ? " " : folded);
            if (folded is [var letter] && letter == character && character is > '\u0370' and < '\u0700' or > '\u3040' and < '\u3100'   // Greek to Arabic, and kana.
                && character.ToString().Normalize(NormalizationForm.FormD) is [var first, var mark]) _composed.Add((first, mark), character);
        }
        // The letters that are another one's compatible form: mathematical, Arabic mathematical, ideographs.
        foreach (var (first, last) in new[] { (0x1D400, 0x1D7FF), (0x1EE00, 0x1EEFF), (0x2F800, 0x2FA1F) })
        {
            for (var code = first; code <= last; code++) _beyond.Add(code, Fold(char.ConvertFromUtf32(code)));
        }
    }

    /// <summary>What a character becomes; '\0' if it is not one other character.</summary>
    public char Simple(char character) => _simple[character];

    /// <summary>What a character becomes that <see cref="Simple"/> has no answer for: several ones, or nothing.</summary>
    public string Others(char character) => _others[character];

    /// <summary>What a character beyond U+FFFF becomes that is a compatible form of others; else null.</summary>
    public string? Beyond(int code) => _beyond.GetValueOrDefault(code);

    /// <summary>The letter that another one is with a mark, as й is и with ̆; '\0' if the mark only adorns it.</summary>
    public char Compose(char letter, char mark) => _composed.GetValueOrDefault((letter, mark));

    public CharacterClass ClassOf(char folded) => _classes[folded];

    public bool IsLetterOrDigit(char folded) => _classes[folded] is CharacterClass.Letter or CharacterClass.Digit;

    private string FoldOne(char character)
    {
        if (IsHan(character)) return Simplify(character);
        // Hangul and private characters are what they are; asking for each would double the time to load.
        if (character is >= '\uAC00' and <= '\uD7A3' or >= '\uE000' and <= '\uF8FF') return character.ToString();
        if (char.IsAscii(character)) return char.ToLowerInvariant(character).ToString();
        return character == '\uFFFE' ? " " : Fold(character.ToString());   // Normalising refuses what is no character.
    }

    private string Fold(string character)
    {
        var result = new StringBuilder();
        foreach (var c in character.Normalize(NormalizationForm.FormKC).ToLowerInvariant())
        {
            if (IsIgnored(c)) continue;
            if (IsHan(c)) result.Append(Simplify(c));
            else result.Append(WithoutMark(c));
        }
        return result.ToString();
    }

    /// <summary>What is simplified to a character that is itself simplified to a third (薴, 苧, 苎) becomes the third.</summary>
    private string Simplify(char character)
    {
        var result = character.ToString();
        for (var steps = 0; steps < 3 && result is [var c] && _simplified.TryGetValue(c, out var next); steps++) result = next;
        return result;
    }

    /// <summary>Marks, joiners, direction marks, soft hyphens, Mongolian vowel separators: they part no word and are in none. Spaces of no width too:
    /// they come along when text is copied.</summary>
    private static bool IsIgnored(char c) => c is 'ـ' || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format;

    public static bool IsMark(char c) => char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark;

    private static char WithoutMark(char c)
    {
        if (CharUnicodeInfo.GetDecimalDigitValue(c) is >= 0 and var digit) return (char)('0' + digit);
        switch (c)
        {
            case 'ё': return 'е';
            case 'ς': return 'σ';
            case 'ه': return 'ە';   // Older Uyghur text and final forms write the Arabic letter.
            case 'ک': return 'ك';
            case >= '‐' and <= '―' or '−': return '-';
        }
        if (c is < 'À' or > 'Ͽ' and < 'Ḁ' or > '῿') return c;
        // Cyrillic й and Arabic ئ are letters of their own and stay.
        var first = c.ToString().Normalize(NormalizationForm.FormD)[0];
        return char.IsLetter(first) ? char.ToLowerInvariant(first) : c;
    }

    private static CharacterClass Classify(char c) => c switch
    {
        _ when IsHan(c) => CharacterClass.Han,
        '〇' or '々' or >= '\uD840' and <= '\uD8BF' => CharacterClass.Lone,   // The high halves of U+20000 to U+3FFFF.
        >= '0' and <= '9' => CharacterClass.Digit,
        '°' or '%' or '‰' => CharacterClass.UnitSign,
        _ when char.IsSurrogate(c) => CharacterClass.Letter,   // Folding lets only whole letters through.
        _ when char.IsLetter(c) => CharacterClass.Letter,
        _ when char.GetUnicodeCategory(c) is UnicodeCategory.SpacingCombiningMark or UnicodeCategory.LetterNumber => CharacterClass.Letter,
        _ => CharacterClass.Separator,
    };

    private static bool IsHan(char c) => c is >= '㐀' and <= '䶿' or >= '一' and <= '鿿';
}
