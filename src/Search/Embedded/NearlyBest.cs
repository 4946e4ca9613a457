namespace Marketplace.Search.Embedded;

/// <summary>
/// The documents whose sums are high enough that their exact scores may be among the best. A sum a stands for a score between (a − slack) · low and a · high.
/// </summary>
internal sealed class NearlyBest
{
    private readonly TopHits? hits;
    private readonly float high, low, slack;
    private readonly List<(int Document, ushort Sum)> kept = [];

    // The greatest sums so far of documents that surely come after the page's beginning, smallest first.
    private readonly ushort[] greatest;
    private int count;

    public NearlyBest(TopHits? hits, float high, float low, float slack)
    {
        (this.hits, this.high, this.low, this.slack) = (hits, high, low, slack);
        greatest = new ushort[hits?.Size ?? 0];
        Least = LeastOf(0);
    }

    /// <summary>A smaller sum cannot be among the best any more.</summary>
    public ushort Least { get; private set; }

    public void Add(int document, ushort sum)
    {
        if (sum < Least) return;
        // Surely on an earlier page.
        if ((sum - slack) * low > hits!.AfterScore) return;
        kept.Add((document, sum));
        // Whether it comes after the page's beginning only its exact score will tell: it must not crowd out others.
        if (sum * high >= hits.AfterScore) return;
        if (count < greatest.Length) count++;
        else if (sum <= greatest[0]) return;
        Insert(sum);
        if (count == greatest.Length) Least = LeastOf(greatest[0]);
    }

    /// <summary>In ascending order.</summary>
    public int[] Documents()
    {
        var documents = new List<int>(kept.Count);
        foreach (var (document, sum) in kept) if (sum >= Least) documents.Add(document);
        return [.. documents];
    }

    /// <summary>The smallest makes room; while there is room, that is a zero.</summary>
    private void Insert(ushort sum)
    {
        var place = 0;
        for (; place + 1 < greatest.Length && greatest[place + 1] < sum; place++) greatest[place] = greatest[place + 1];
        greatest[place] = sum;
    }

    /// <summary>What a sum must reach at least when this one is the last that is surely good enough, and when hits of other segments are there already.</summary>
    private ushort LeastOf(ushort last)
    {
        if (hits is null) return ushort.MaxValue;
        var score = float.Max((last - slack) * low, hits.LeastScore);
        // One unit of grace for the rounding of these very lines.
        return (ushort)float.Clamp(score / high - 1, 1, ushort.MaxValue);
    }
}
