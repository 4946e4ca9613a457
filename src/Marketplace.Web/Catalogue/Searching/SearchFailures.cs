using System.Globalization;
using Marketplace.Search.Queries;
using Marketplace.Web.Platform.Errors;

namespace Marketplace.Web.Catalogue.Searching;

/// <summary>Why a search cannot be answered.</summary>
internal static class SearchFailures
{
    public static Failure Away() => new("search_unavailable", 503, SearchTexts.Away);
    public static Failure Size() => new("size_out_of_range", 400, Text(SearchTexts.SizeWrong, QueryCheck.LargestPage), "size");
    public static Failure Sort(string sort) => new("sort_unknown", 400, Text(SearchTexts.SortUnknown, sort), "sort");
    public static Failure Fee() => new("fee_unreadable", 400, SearchTexts.FeeWrong, "feeMax");
    public static Failure Facet(string name) => new("facet_unknown", 400, Text(SearchTexts.FacetUnknown, name), "facets");
    public static Failure TooMany(string name, int most) => new("too_many_values", 400, Text(SearchTexts.TooManyValues, most), name);
    public static Failure NotFound() => Failures.OfStatus(404);

    public static Failure Of(QueryFault fault) => fault.Code switch
    {
        "wrong_page" => new(fault.Code, 400, SearchTexts.PageWrong, "after"),
        "query_too_long" => new(fault.Code, 400, Text(SearchTexts.TextTooLong, QueryParser.LongestText), "q"),
        "size_out_of_range" => Size(),
        "unknown_document" => NotFound(),
        // Filters, facets and orders are ours: what an engine does not know of them is a bug.
        _ => throw new InvalidOperationException($"The index refuses the query: {fault.Code} {fault.Argument}"),
    };

    private static string Text(string format, params object[] values) => string.Format(CultureInfo.CurrentCulture, format, values);
}
