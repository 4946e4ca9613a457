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
    private readonly int[] ranks = new int[most];
    private int count;

    public ReadOnlySpan<int> Ranks => ranks.AsSpan(0, count);

    public static int TextOf(int rank) => rank & (SuggestionSegment.MostTexts - 1);

    public static Fit FitOf(int rank) => (Fit)(rank / SuggestionSegment.MostTexts);

    public bool Takes(int text, Fit fit) => count < ranks.Length || Rank(text, fit) < ranks[count - 1];

    /// <summary>A text that is there already keeps the better fit.</summary>
    public void Add(int text, Fit fit)
    {
        var rank = Rank(text, fit);
        for (var i = 0; i < count; i++)
        {
            if (TextOf(ranks[i]) != text) continue;
            if (ranks[i] <= rank) return;
            ranks.AsSpan(i + 1, count - i - 1).CopyTo(ranks.AsSpan(i));
            count--;
            break;
        }
        if (!Takes(text, fit)) return;
        var at = count < ranks.Length ? count++ : count - 1;
        for (; at > 0 && ranks[at - 1] > rank; at--) ranks[at] = ranks[at - 1];
        ranks[at] = rank;
    }

    private static int Rank(int text, Fit fit) => ((int)fit * SuggestionSegment.MostTexts) + text;
}
