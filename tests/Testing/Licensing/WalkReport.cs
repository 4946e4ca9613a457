using System.Collections.Concurrent;
using System.Globalization;

namespace Marketplace.Testing.Licensing;

/// <summary>What came of a walk.</summary>
/// <param name="told">Hears of each fault at once.</param>
public sealed class WalkReport(TextWriter? told)
{
    private readonly ConcurrentDictionary<(string Act, string How), int> _counts = new();

    /// <summary>Invariants that did not hold and acts that threw, each with where to look.</summary>
    public ConcurrentQueue<string> Faults { get; } = new();

    public int Steps => _counts.Values.Sum();

    public int Taken => Of("taken");

    public int Killed => Of("killed");

    /// <summary>Acts that were never taken: the walk did not come there.</summary>
    public IReadOnlyList<string> Untried(IEnumerable<string> acts) => [.. acts.Where(act => !_counts.ContainsKey((act, "taken")))];

    public void Fault(string fault)
    {
        Faults.Enqueue(fault);
        told?.WriteLine(fault);
    }

    public void Count(string act, string how) => _counts.AddOrUpdate((act, how), 1, (_, n) => n + 1);

    public override string ToString() => string.Join('\n', _counts.OrderBy(count => count.Key.Act, StringComparer.Ordinal).ThenBy(count => count.Key.How, StringComparer.Ordinal)
        .Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Key.Act} {count.Key.How}: {count.Value}")));

    private int Of(string how) => _counts.Where(count => count.Key.How == how).Sum(count => count.Value);
}
