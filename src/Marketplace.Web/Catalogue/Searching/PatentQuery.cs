using System.Globalization;
using System.Text;
using Marketplace.Search.Queries;
using Marketplace.Web.Platform.Errors;
using Microsoft.Extensions.Primitives;

namespace Marketplace.Web.Catalogue.Searching;

public enum PatentSort
{
    /// <summary>With words by how well they fit; without, what is on offer and lately granted first.</summary>
    Best,

    /// <summary>Granted last first.</summary>
    Newest,

    /// <summary>Filed last first.</summary>
    Filed,
    FeeUp,
    FeeDown,

    /// <summary>What ends soonest first.</summary>
    Ending,
}

/// <summary>
/// What somebody looks for among the patents, as it stands in an address: <c>q</c>, filters by the names of <see cref="PatentFacet.All"/>, <c>sort</c>, <c>size</c>,
/// <c>after</c>. Saved searches keep <see cref="ToQueryString"/> and read it with <see cref="Read(string)"/>.
/// </summary>
public sealed record PatentQuery
{
    public const int UsualSize = 20;

    /// <summary>Nobody ticks more; each is a look into a table.</summary>
    private const int MostValues = 50;
    private const int LongestValue = 200;

    private static readonly (string Word, PatentSort Sort)[] s_sorts =
        [("best", PatentSort.Best), ("newest", PatentSort.Newest), ("filed", PatentSort.Filed), ("fee", PatentSort.FeeUp), ("fee-down", PatentSort.FeeDown), ("ending", PatentSort.Ending)];

    public string Text { get; init; } = "";

    /// <summary>By the names of the facets; each with at least one value.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Chosen { get; init; } = new SortedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    /// <summary>The most to be paid first or in all, in yuan (<c>feeMax</c>).</summary>
    public decimal? FeeMost { get; init; }
    public PatentSort Sort { get; init; }
    public int Size { get; init; } = UsualSize;

    /// <summary><see cref="PatentResults.Next"/> of the page before.</summary>
    public string? After { get; init; }

    /// <summary>Not in the address: only what came into the catalogue or was put on offer since then. For alerts.</summary>
    public DateTimeOffset? NewsSince { get; init; }

    /// <summary>Not in the address: an application, publication or grant number as it is written.</summary>
    public string? Number { get; init; }

    /// <summary>Nothing is asked for: the whole catalogue.</summary>
    public bool IsEmpty => Text.Length == 0 && Chosen.Count == 0 && FeeMost is null;

    public static string WordOf(PatentSort sort) => Array.Find(s_sorts, pair => pair.Sort == sort).Word;

    public IReadOnlyList<string> ValuesOf(string facet) => Chosen.GetValueOrDefault(facet) ?? [];

    /// <summary>Passes over what it cannot read: for pages and for what was saved. The API refuses instead.</summary>
    public static PatentQuery Read(IEnumerable<KeyValuePair<string, StringValues>> parameters) => Read(parameters, out _);

    /// <summary>What <see cref="ToQueryString"/> wrote, with or without its question mark.</summary>
    public static PatentQuery Read(string queryString) => Read(Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(queryString));

    public static PatentQuery Read(IEnumerable<KeyValuePair<string, StringValues>> parameters, out IReadOnlyList<Failure> failures)
    {
        List<Failure>? wrong = null;
        var chosen = new SortedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        var query = new PatentQuery();
        foreach (var (name, values) in parameters)
        {
            var value = values.Count == 0 ? "" : values[^1] ?? "";
            switch (name)
            {
                case "q":
                    query = query with { Text = value.Trim() };
                    break;
                case "after":
                    query = query with { After = value.Length == 0 ? null : value };
                    break;
                case "size":
                    if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size is >= 1 and <= QueryCheck.LargestPage) query = query with { Size = size };
                    else (wrong ??= []).Add(SearchFailures.Size());
                    break;
                case "sort":
                    if (Array.Find(s_sorts, pair => pair.Word == value) is { Word: not null } sort) query = query with { Sort = sort.Sort };
                    else if (value.Length > 0) (wrong ??= []).Add(SearchFailures.Sort(value));
                    break;
                case "feeMax":
                    if (decimal.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var fee) && fee < 1_000_000_000_000m) query = query with { FeeMost = fee };
                    else if (value.Length > 0) (wrong ??= []).Add(SearchFailures.Fee());
                    break;
                default:
                    if (PatentFacet.Find(name) is null) break;
                    var read = ValuesIn(name, values);
                    if (read.Count > MostValues) (wrong ??= []).Add(SearchFailures.TooMany(name, MostValues));
                    else if (read.Count > 0) chosen[name] = read;
                    break;
            }
        }
        failures = wrong ?? (IReadOnlyList<Failure>)[];
        return chosen.Count == 0 ? query : query with { Chosen = chosen };
    }

    /// <summary>The same question, from its first page, with one value more or less.</summary>
    public PatentQuery With(string facet, string value) => Changed(facet, [.. ValuesOf(facet).Append(value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);

    public PatentQuery Without(string facet, string value) => Changed(facet, [.. ValuesOf(facet).Where(known => known != value)]);

    /// <summary>Begins with a question mark, or is empty. One question, one text: filters in order of their names, values in order.</summary>
    public string ToQueryString(bool withPage = false)
    {
        var text = new StringBuilder();
        if (Text.Length > 0) Add("q", Text);
        foreach (var (name, values) in Chosen) foreach (var value in values) Add(name, value);
        if (FeeMost is { } fee) Add("feeMax", fee.ToString(CultureInfo.InvariantCulture));
        if (Sort != PatentSort.Best) Add("sort", WordOf(Sort));
        if (Size != UsualSize) Add("size", Size.ToString(CultureInfo.InvariantCulture));
        if (withPage && After is not null) Add("after", After);
        return text.ToString();

        void Add(string name, string value) => text.Append(text.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
    }

    internal SearchRequest ToRequest(PatentWanted wanted)
    {
        List<Filter>? filters = Chosen.Count == 0 && FeeMost is null && NewsSince is null && Number is null ? null : [];
        foreach (var (name, values) in Chosen) filters!.Add(PatentFacet.Find(name)!.FilterFor(values));
        if (FeeMost is { } fee) filters!.Add(new Between(PatentSchema.FeeAmount, 0, (long)(fee * 100)));
        if (NewsSince is { } since) filters!.Add(new Between(PatentSchema.News, since.ToUnixTimeSeconds(), null));
        if (Number is { } number) filters!.Add(new AnyValue(PatentSchema.Number, [number]));
        return new SearchRequest { Text = Text, Filters = filters ?? (IReadOnlyList<Filter>)[], Facets = wanted.Facets, Order = Order(), Size = Size, After = After, Highlights = wanted.Highlights };
    }

    private ColumnOrder? Order() => Sort switch
    {
        PatentSort.Newest => new(PatentSchema.GrantDay, Descending: true),
        PatentSort.Filed => new(PatentSchema.FilingDay, Descending: true),
        PatentSort.FeeUp => new(PatentSchema.FeeAmount, Descending: false),
        PatentSort.FeeDown => new(PatentSchema.FeeAmount, Descending: true),
        PatentSort.Ending => new(PatentSchema.LastDay, Descending: false),
        _ => Text.Length == 0 ? new(PatentSchema.Rank, Descending: true) : null,
    };

    private PatentQuery Changed(string facet, IReadOnlyList<string> values)
    {
        var chosen = new SortedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var (name, known) in Chosen) if (name != facet) chosen[name] = known;
        if (values.Count > 0) chosen[facet] = values;
        return this with { Chosen = chosen, After = null };
    }

    /// <summary>Several parameters of one name, or several values with commas; names of holders may have commas in them.</summary>
    private static List<string> ValuesIn(string name, StringValues values)
    {
        var read = new List<string>(values.Count);
        foreach (var value in values)
        {
            foreach (var part in name == "holder" ? [value ?? ""] : (value ?? "").Split(','))
            {
                if (part.Trim() is { Length: > 0 and <= LongestValue } trimmed && !read.Contains(trimmed)) read.Add(trimmed);
            }
        }
        read.Sort(StringComparer.Ordinal);
        return read;
    }
}

/// <summary>What is wanted beside the hits: each costs something.</summary>
/// <param name="Facets">Counts of values.</param>
/// <param name="Highlights">Texts with the words marked.</param>
/// <param name="Correct">Whether to look for a better spelling when little is found.</param>
public sealed record PatentWanted(IReadOnlyList<FacetRequest> Facets, IReadOnlyList<HighlightRequest> Highlights, bool Correct)
{
    public static readonly PatentWanted Hits = new([], [], false);

    public static IReadOnlyList<FacetRequest> Counts(IEnumerable<string> facets) => [.. facets.Select(PatentFacet.Find).OfType<PatentFacet>().Select(facet => new FacetRequest(facet.Column, facet.Size))];
}
