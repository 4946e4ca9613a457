using System.Collections.Concurrent;
using System.Globalization;
using Marketplace.Search.Queries;

namespace Marketplace.Search.Embedded;

/// <summary>Documents that fulfil a filter, for the filters asked lately. A segment never changes, so neither do they.</summary>
internal sealed class FilterCache
{
    // A filter clicked on a page of facets comes again and again; at 200,000 documents each of these takes 25 KB.
    private const int Most = 64;

    private readonly ConcurrentDictionary<string, ulong[]> _known = new(StringComparer.Ordinal);

    public ulong[] Find(Filter filter, Func<Filter, ulong[]> find)
    {
        var name = NameOf(filter);
        if (_known.TryGetValue(name, out var bits)) return bits;
        bits = find(filter);
        // Emptied when full: to know which was not asked for longest would cost every search a write.
        if (_known.Count >= Most) _known.Clear();
        return _known[name] = bits;
    }

    /// <summary>Lengths keep apart what only looks alike when written one after the other.</summary>
    private static string NameOf(Filter filter) => filter switch
    {
        AnyValue any => $"any {any.Column} {string.Concat(any.Values.Select(value => string.Create(CultureInfo.InvariantCulture, $"{value.Length}:{value}")))}",
        Beginning beginning => $"beginning {beginning.Column} {beginning.Prefix}",
        Between between => string.Create(CultureInfo.InvariantCulture, $"between {between.Column} {between.From} to {between.To}"),
        _ => throw new ArgumentOutOfRangeException(nameof(filter)),
    };
}
