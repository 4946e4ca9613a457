using Marketplace.Search.Documents;
using Marketplace.Search.Queries;

namespace Marketplace.Search.Embedded;

/// <summary>The filters of a query as bits of one segment: each for itself, so that a facet can leave out those on its own column.</summary>
internal sealed class FilterSet
{
    private readonly (string Column, ulong[] Bits)[] _filters;
    private readonly Segment _segment;
    private readonly BitLoans _loans;

    public FilterSet(IReadOnlyList<Filter> filters, Segment segment, IndexSchema schema, BitLoans loans)
    {
        (_segment, _loans) = (segment, loans);
        _filters = [.. filters.Select(filter => (filter.Column, segment.Filters.Find(filter, wanted => BitsOf(wanted, segment, schema))))];
    }

    /// <summary>Documents that fulfil all filters but those on this column; null where there are none.</summary>
    public ulong[]? Without(string? column)
    {
        var others = Array.FindAll(_filters, filter => filter.Column != column);
        if (others.Length < 2) return others is [var only] ? only.Bits : null;
        var all = _loans.Copy(_segment, others[0].Bits);
        foreach (var (_, bits) in others.AsSpan(1)) Bits.And(all, bits);
        return all;
    }

    public bool Has(string column) => Array.Exists(_filters, filter => filter.Column == column);

    private static ulong[] BitsOf(Filter filter, Segment segment, IndexSchema schema)
    {
        var bits = new ulong[Bits.WordsFor(segment.Count)];
        var column = schema.IndexOf(filter.Column);
        switch (filter)
        {
            case AnyValue any:
                foreach (var value in any.Values) segment.Values[column]!.Collect(value, bits);
                break;
            case Beginning beginning:
                segment.Values[column]!.CollectBeginning(beginning.Prefix, bits);
                break;
            case Between between:
                segment.Numbers[column]!.Collect(between.From, between.To, bits);
                break;
        }
        return bits;
    }
}
