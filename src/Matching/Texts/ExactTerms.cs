using System.Globalization;

namespace Marketplace.Matching.Texts;

/// <summary>Materials, models and figures with units that a text names: what is either met or not.</summary>
public sealed class ExactTerms
{
    /// <summary>160℃ answers 150℃; 300℃ is something else.</summary>
    private const double Near = 0.15;

    private readonly string[] _words;
    private readonly (double Value, string Unit)[] _figures;

    private ExactTerms(string[] words, (double, string)[] figures) => (_words, _figures) = (words, figures);

    public static ExactTerms None { get; } = new([], []);

    public bool IsEmpty => _words.Length == 0 && _figures.Length == 0;

    /// <summary>Of all parts of a text.</summary>
    internal static ExactTerms Of(params ReadOnlySpan<WordCounts> parts)
    {
        HashSet<string> exact = new(StringComparer.Ordinal);
        foreach (var part in parts) exact.UnionWith(part.Exact);
        if (exact.Count == 0) return None;
        List<string> words = [];
        List<(double, string)> figures = [];
        foreach (var term in exact.Order(StringComparer.Ordinal))
        {
            if (Figure(term) is { } figure) figures.Add(figure);
            else if (!char.IsAsciiDigit(term[0]) || term.Any(char.IsLetter)) words.Add(term);
        }
        return new([.. words], [.. figures]);
    }

    /// <summary>What this one names that the other names too, as this one writes it.</summary>
    public IEnumerable<string> Met(ExactTerms other)
    {
        foreach (var word in _words) if (Array.BinarySearch(other._words, word, StringComparer.Ordinal) >= 0) yield return word;
        foreach (var (value, unit) in _figures)
        {
            if (Array.Exists(other._figures, figure => figure.Unit == unit && Math.Abs(figure.Value - value) <= Near * Math.Abs(value))) yield return value.ToString(CultureInfo.InvariantCulture) + unit;
        }
    }

    /// <summary>A number with a unit behind it; a bare number says nothing.</summary>
    private static (double, string)? Figure(string term)
    {
        var digits = 0;
        while (digits < term.Length && (char.IsAsciiDigit(term[digits]) || term[digits] == '.')) digits++;
        return digits > 0 && digits < term.Length && term.Length - digits <= 4 && double.TryParse(term.AsSpan(0, digits), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            ? (value, term[digits..]) : null;
    }
}
