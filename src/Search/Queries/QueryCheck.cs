using Marketplace.Search.Documents;

namespace Marketplace.Search.Queries;

/// <summary>Why a query cannot be asked: a stable code and the part that is wrong.</summary>
public sealed record QueryFault(string Code, string Argument);

/// <summary>What both engines rely on. A feature turns the fault into its 400.</summary>
public static class QueryCheck
{
    /// <summary>As many as a page of the API may have.</summary>
    public const int LargestPage = 100;

    /// <summary>A list of values nobody scrolls further.</summary>
    public const int LargestFacet = 1000;

    public static QueryFault? Find(EngineQuery query, IndexSchema schema)
    {
        if (query.Size is < 0 or > LargestPage) return new("size_out_of_range", query.Size.ToString(System.Globalization.CultureInfo.InvariantCulture));
        foreach (var filter in query.Filters)
        {
            var kind = filter is Between ? ColumnKind.Number : ColumnKind.Values;
            if (schema.ColumnOf(filter.Column)?.Kind != kind) return new("unknown_filter", filter.Column);
        }
        foreach (var facet in query.Facets)
        {
            if (schema.ColumnOf(facet.Column)?.Kind != ColumnKind.Values || facet.Size is < 1 or > LargestFacet) return new("unknown_facet", facet.Column);
        }
        if (query.Order is { } order && schema.ColumnOf(order.Column)?.Kind != ColumnKind.Number) return new("unknown_order", order.Column);
        if (query.After is { } after && (after.Score is null) != (query.Order is not null)) return new("wrong_page", after.Id);
        foreach (var text in query.Words.Wanted.Concat(query.Words.Excluded).Select(term => term.Text).Concat(query.Words.Phrases.Select(phrase => phrase.Text)))
        {
            if (text is not null && schema.TextOf(text) < 0) return new("unknown_text", text);
        }
        return null;
    }
}
