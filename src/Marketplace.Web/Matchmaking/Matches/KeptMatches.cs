using Marketplace.Matching.Scoring;

namespace Marketplace.Web.Matchmaking.Matches;

using Ranked = Ranked<Guid, string>;

/// <summary>
/// Of one need and one side the best offers that are known. The first of them stand in the table; the others wait in memory for when one of those goes, because to ask all
/// offers anew costs a thousand times what it costs to take the next.
/// </summary>
internal sealed class KeptMatches(int most)
{
    /// <summary>So many wait after all offers were asked.</summary>
    private const int Waiting = 25;

    /// <summary>As the table has it.</summary>
    public sealed record Row(double Score, string Hash, string Version);

    private readonly Dictionary<string, double> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Row> _rows = new(StringComparer.Ordinal);

    /// <summary>Scored anew since the table was written.</summary>
    private readonly Dictionary<string, Ranked> _due = new(StringComparer.Ordinal);

    /// <summary>No offer that is not known scores more; 0 when all above the floor are known.</summary>
    private double _below;

    public static int Asked(int most) => most + Waiting;

    public IEnumerable<string> Known => _known.Keys;

    public IEnumerable<string> InTable => _rows.Keys;

    /// <summary>Too few are known to fill the list, and there may be others.</summary>
    public bool RanOut => _known.Count < most && _below > 0;

    public Row? Of(string offer) => _rows.GetValueOrDefault(offer);

    public void Written(string offer, Row row) => _rows[offer] = row;

    public void Gone(string offer) => _rows.Remove(offer);

    /// <summary>All rows of the table have been read: what is not among them is not known.</summary>
    public void Loaded()
    {
        foreach (var (offer, row) in _rows) _known[offer] = row.Score;
        _below = _rows.Count < most ? 0 : _rows.Values.Min(row => row.Score);
    }

    /// <summary>Does a score make any difference here?</summary>
    public bool Concerns(string offer, double score) => score > _below || _known.ContainsKey(offer);

    /// <summary>All offers were asked, and these are the best.</summary>
    public void Learn(IReadOnlyList<Ranked> best)
    {
        _known.Clear();
        foreach (var match in best) Set(match);
        _below = best.Count < Asked(most) ? 0 : best[^1].Score;
    }

    /// <summary>One offer was scored anew; false when it is worse than others may be that are not known.</summary>
    public bool Know(Ranked match)
    {
        if (match.Score < _below) return false;
        Set(match);
        return true;
    }

    public void Forget(string offer)
    {
        _known.Remove(offer);
        _due.Remove(offer);
    }

    /// <summary>The worst of what is known, when it has become too much to keep.</summary>
    public IReadOnlyList<string> Shed()
    {
        if (_known.Count <= most + (2 * Waiting)) return [];
        var worst = Ordered().Skip(Asked(most)).ToList();
        _below = worst[0].Value;
        foreach (var (offer, _) in worst) Forget(offer);
        return [.. worst.Select(known => known.Key)];
    }

    /// <summary>What the table must lose, and what it must get or get anew; null where it is to be scored first.</summary>
    public (List<string> Gone, List<(string Offer, Ranked? Match)> Put) Settle()
    {
        var first = Ordered().Take(most).Select(known => known.Key).ToHashSet(StringComparer.Ordinal);
        List<(string, Ranked?)> put = [.. first.Where(offer => _due.ContainsKey(offer) || !_rows.ContainsKey(offer)).Select(offer => (offer, _due.GetValueOrDefault(offer)))];
        _due.Clear();
        return ([.. _rows.Keys.Where(offer => !first.Contains(offer))], put);
    }

    private void Set(Ranked match)
    {
        _known[match.Offer.Key] = match.Score;
        _due[match.Offer.Key] = match;
    }

    private IEnumerable<KeyValuePair<string, double>> Ordered() => _known.OrderByDescending(known => known.Value).ThenBy(known => known.Key, StringComparer.Ordinal);
}
