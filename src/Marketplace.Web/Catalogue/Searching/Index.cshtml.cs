using System.Globalization;
using Marketplace.Search.Queries;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Marketplace.Web.Catalogue.Searching;

/// <summary>The search page: what was asked for stands in its address, and the address sent to a colleague shows the same.</summary>
[Access(Act.ReadPublic)]
public sealed class PatentsModel(PatentSearch search, FacetWords words) : PageModel
{
    /// <summary>More boxes than this under one heading are not read; years are, as a list one scans.</summary>
    private const int MostBoxes = 12;

    private static readonly IReadOnlyList<HighlightRequest> s_highlights =
        [new(PatentSchema.Title), new(PatentSchema.Holders), new(PatentSchema.Abstract, Highlighter.Window), new(PatentSchema.Claim, Highlighter.Window)];

    private static readonly string[] s_shown = ["kind", "status", "offer", "form", "fee", "ipc", "industry", "chain", "region", "holder", "year", "maturity"];
    private static readonly PatentWanted s_wanted = new(PatentWanted.Counts([.. s_shown, "section", "prefecture"]), s_highlights, Correct: true);

    public PatentQuery Query { get; private set; } = new();

    /// <summary>Null: the index cannot answer now.</summary>
    public PatentResults? Results { get; private set; }
    public bool AsTable { get; private set; }

    /// <summary>A number that looks right and is not in the catalogue.</summary>
    public string? UnknownNumber { get; private set; }

    /// <summary>The patent whose number was typed with a wrong check digit.</summary>
    public string? MeantNumber { get; private set; }
    public FacetWords Words => words;

    public IReadOnlyList<(PatentSort Sort, string Text)> Sorts =>
    [
        (PatentSort.Best, SearchTexts.SortBest), (PatentSort.Newest, SearchTexts.SortNewest), (PatentSort.Filed, SearchTexts.SortFiled),
        (PatentSort.FeeUp, SearchTexts.SortFee), (PatentSort.FeeDown, SearchTexts.SortFeeDown), (PatentSort.Ending, SearchTexts.SortEnding),
    ];

    /// <summary>What is chosen, each with the address without it.</summary>
    public IEnumerable<(string Facet, string Value, string Text, string Address)> Active => Query.Chosen.SelectMany(pair =>
        pair.Value.Select(value => (pair.Key, value, words.ValueOf(pair.Key, value), Address(Query.Without(pair.Key, value)))));

    /// <summary>The headings of the filters with their boxes; one that has nothing to choose is not shown.</summary>
    public IEnumerable<(string Facet, string Title, IReadOnlyList<Box> Boxes)> Filters =>
        s_shown.Select(facet => (facet, FacetWords.NameOf(facet), (IReadOnlyList<Box>)Boxes(facet))).Where(group => group.Item3.Count > 0);

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        ModelState.Clear();
        Query = PatentQuery.Read(Request.Query);
        AsTable = Request.Query["view"] == "table";
        if (await NumberAsync(ct) is { } number) return Redirect("/patents/" + number);
        var outcome = await search.SearchAsync(Query, s_wanted, ct);
        // A token of another question, most likely from an address that was changed by hand: its first page is what is meant.
        if (!outcome.Succeeded && Query.After is not null) outcome = await search.SearchAsync(Query = Query with { After = null }, s_wanted, ct);
        if (outcome.Succeeded) Results = outcome.Value;
        else if (outcome.Failures[0].Status == StatusCodes.Status503ServiceUnavailable) Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        else ModelState.AddModelError("q", outcome.Failures[0].Message);
        return Page();
    }

    /// <summary>The address of this page for another question, shown in the same way.</summary>
    public string Address(PatentQuery query, bool? table = null)
    {
        var parameters = query.ToQueryString(withPage: true);
        return "/patents" + parameters + (table ?? AsTable ? (parameters.Length == 0 ? "?" : "&") + "view=table" : "");
    }

    public string Export(string format) => $"/patents/export.{format}{Query.ToQueryString()}";

    public string Count(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>Why it is among the results: the piece of the abstract, else of the claim, with the words in it; without words the beginning of the abstract.</summary>
    public static Highlight? Why(PatentHit hit)
    {
        var (summary, claim) = (hit.Highlights.GetValueOrDefault(PatentSchema.Abstract), hit.Highlights.GetValueOrDefault(PatentSchema.Claim));
        return summary?.HasMatch == true ? summary : claim?.HasMatch == true ? claim : summary ?? claim;
    }

    public string? NoteText(QueryNote note) => note.Code switch
    {
        QueryNote.NoWords => SearchTexts.NoteNoWords,
        QueryNote.WordsIgnored or QueryNote.ExclusionsIgnored or QueryNote.FiltersIgnored => Fill(SearchTexts.NoteIgnored, note.Argument),
        QueryNote.PhrasesIgnored => Fill(SearchTexts.NotePhrases, note.Argument),
        QueryNote.QuoteNotClosed => SearchTexts.NoteQuote,
        _ => Fill(SearchTexts.NotePrefix, note.Argument),
    };

    private static string Fill(string format, string value) => string.Format(CultureInfo.CurrentCulture, format, value);

    private List<Box> Boxes(string facet)
    {
        var chosen = Query.ValuesOf(facet);
        var counted = Results?.Facets.GetValueOrDefault(facet) ?? [];
        var boxes = counted.Select(count => new Box(count.Value, words.ValueOf(facet, count.Value), count.Count, chosen.Contains(count.Value, StringComparer.Ordinal))).ToList();
        if (facet == "year") boxes = [.. boxes.OrderByDescending(box => box.Value, StringComparer.Ordinal)];
        if (facet == "fee") boxes = [.. boxes.OrderBy(box => FeeBand.All.ToList().IndexOf(box.Value))];
        // What is chosen stays in sight, whether there is anything of it or not.
        return [.. boxes.Where((box, place) => place < MostBoxes || box.Chosen), .. chosen.Where(value => counted.All(count => count.Value != value)).Select(value => new Box(value, words.ValueOf(facet, value), null, true))];
    }

    /// <summary>Whoever types a number wants that patent, not a list with it.</summary>
    private async Task<string?> NumberAsync(CancellationToken ct)
    {
        if (Query.Text.Length is 0 or > 40 || Query.After is not null) return null;
        var number = PatentNumber.Parse(Query.Text, out var fault);
        if (number is null)
        {
            var tidy = PatentNumber.Tidy(Query.Text);
            if (!tidy.StartsWith("CN", StringComparison.Ordinal)) return null;
            var byPublication = await search.SearchAsync(new PatentQuery { Number = tidy, Size = 2 }, ct);
            return byPublication is { Succeeded: true, Value: { Total: 1 } only } ? only.Hits[0].ApplicationNo : null;
        }
        var known = await search.FindAsync(number.Body, ct) is not null;
        if (known && fault is null) return number.Body;
        if (known) MeantNumber = number.Body;
        else UnknownNumber = PatentNumber.Show(number.Body);
        return null;
    }

    public sealed record Box(string Value, string Text, long? Count, bool Chosen);
}
