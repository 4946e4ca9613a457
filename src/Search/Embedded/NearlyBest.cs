namespace Marketplace.Search.Embedded;

/// <summary>
/// The documents whose sums are high enough that their exact scores may be among the best. A sum a stands for a score between (a − slack) · low and a · high.
/// </summary>
internal sealed class NearlyBest
{
    private readonly TopHits? _hits;
    private readonly float _high, _low, _slack;
    private readonly List<(int Document, ushort Sum)> _kept = [];

    // The greatest sums so far of documents that surely come after the page's beginning, smallest first.
    private readonly ushort[] _greatest;
    private int _count;

    public NearlyBest(TopHits? hits, float high, float low, float slack)
    {
        (_hits, _high, _low, _slack) = (hits, high, low, slack);
        _greatest = new ushort[hits?.Size ?? 0];
        Least = LeastOf(0);
    }

    /// <summary>A smaller sum cannot be among the best any more.</summary>
    public ushort Least { get; private set; }

    public void Add(int document, ushort sum)
    {
        if (sum < Least) return;
        // Surely on an earlier page.
        if ((sum - _slack) * _low > _hits!.AfterScore) return;
        _kept.Add((document, sum));
        // Whether it comes after the page's beginning only its exact score will tell: it must not crowd out others.
        if (sum * _high >= _hits.AfterScore) return;
        if (_count < _greatest.Length) _count++;
        else if (sum <= _greatest[0]) return;
        Insert(sum);
        if (_count == _greatest.Length) Least = LeastOf(_greatest[0]);
    }

    /// <summary>In ascending order.</summary>
    public int[] Documents()
    {
        var documents = new List<int>(_kept.Count);
        foreach (var (document, sum) in _kept) if (sum >= Least) documents.Add(document);
        return [.. documents];
    }

    /// <summary>The smallest makes room; while there is room, that is a zero.</summary>
    private void Insert(ushort sum)
    {
        var place = 0;
        for (; place + 1 < _greatest.Length && _greatest[place + 1] < sum; place++) _greatest[place] = _greatest[place + 1];
        _greatest[place] = sum;
    }

    /// <summary>What a sum must reach at least when this one is the last that is surely good enough, and when hits of other segments are there already.</summary>
    private ushort LeastOf(ushort last)
    {
        if (_hits is null) return ushort.MaxValue;
        var score = float.Max((last - _slack) * _low, _hits.LeastScore);
        // One unit of grace for the rounding of these very lines.
        return (ushort)float.Clamp(score / _high - 1, 1, ushort.MaxValue);
    }
}
