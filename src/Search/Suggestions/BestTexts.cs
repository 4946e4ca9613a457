namespace Marketplace.Search.Suggestions;

/// <summary>The few best texts seen so far. A text that begins literally with what was typed goes before all others; then the smaller number, which is the heavier text.</summary>
internal sealed class BestTexts(int most)
{
    public const int InnerRank = 1 << 30;

    private readonly int[] ranks = new int[most];
    private int count;

    /// <summary>Number, plus <see cref="InnerRank"/> where the text does not begin with it.</summary>
    public ReadOnlySpan<int> Ranks => ranks.AsSpan(0, count);

    public bool Takes(int rank) => count < ranks.Length || rank < ranks[count - 1];

    public void Add(int text, bool begins)
    {
        var rank = begins ? text : text + InnerRank;
        for (var i = 0; i < count; i++)
        {
            if ((ranks[i] & (InnerRank - 1)) != text) continue;
            if (ranks[i] <= rank) return;
            ranks.AsSpan(i + 1, count - i - 1).CopyTo(ranks.AsSpan(i));
            count--;
            break;
        }
        if (!Takes(rank)) return;
        var at = count < ranks.Length ? count++ : count - 1;
        for (; at > 0 && ranks[at - 1] > rank; at--) ranks[at] = ranks[at - 1];
        ranks[at] = rank;
    }
}
