using Marketplace.Matching.Explanations;
using Marketplace.Search.Analysis;
using Marketplace.Search.Queries;
using Microsoft.AspNetCore.Html;

namespace Marketplace.Web.Matchmaking.Lists;

/// <summary>Marks the words that met where they stand in either text, as results of a search are marked.</summary>
public sealed class MatchMarks(Analyzer analyzer)
{
    private readonly Highlighter _highlighter = new(analyzer);

    public HtmlString In(string text, IEnumerable<string> words) => new(_highlighter.Whole(text, _highlighter.Prepare(words)).ToHtml());

    public HtmlString In(string text, MatchReasons reasons) => In(text, reasons.Met());
}

public static class MetWords
{
    public static IEnumerable<string> Met(this MatchReasons reasons) => reasons.Words.Select(word => word.Word);

    /// <summary>Of all of these patents with their need.</summary>
    public static IReadOnlyList<string> Met(this IEnumerable<HolderMatch> rows) => [.. rows.SelectMany(row => row.Reasons.Met()).Distinct(StringComparer.Ordinal)];
}
