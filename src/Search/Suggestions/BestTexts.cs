namespace Marketplace.Search.Suggestions;

/// <summary>How a text fits what was typed, the better first.</summary>
internal enum Fit
{
    /// <summary>It begins so, to the letter.</summary>
    Literal,

    /// <summary>It begins so when read aloud.</summary>
    Read,

    /// <summary>A word in it does.</summary>
    Inside,
}

/// <summary>The few best texts seen so far: by fit, then by number, for the smaller number is the heavier text. Both in one: a rank.</summary>
internal sealed class BestTexts(int most)
{
    private readonly int[] _ranks = new int[most];
    private int _count;

    public ReadOnlySpan<int> Ranks => _ranks.AsSpan(0, _count);

    public static int TextOf(int rank) => rank & (SuggestionSegment.MostTexts - 1);

    public static Fit FitOf(int rank) => (Fit)(rank / SuggestionSegment.MostTexts);

    public bool Takes(int text, Fit fit) => _count < _ranks.Length || Rank(text, fit) < _ranks[_count - 1];

    /// <summary>A text that is there already keeps the better fit.</summary>
    public void Add(int text, Fit fit)
    {
        var rank = Rank(text, fit);
        for (var i = 0; i < _count; i++)
        {
            if (TextOf(_ranks[i]) != text) continue;
            if (_ranks[i] <= rank) return;
            _ranks.AsSpan(i + 1, _count - i - 1).CopyTo(_ranks.AsSpan(i));
            _count--;
            break;
        }
        if (!Takes(text, fit)) return;
        var at = _count < _ranks.Length ? _count++ : _count - 1;
        for (; at > 0 && _ranks[at - 1] > rank; at--) _ranks[at] = _ranks[at - 1];
        _ranks[at] = rank;
    }

    private static int Rank(int text, Fit fit) => ((int)fit * SuggestionSegment.MostTexts) + text;
}
