using Marketplace.Search.Analysis;
using Marketplace.Search.Documents;
using Marketplace.Search.Suggestions;

namespace Marketplace.Search.Queries;

/// <summary>
/// From what was typed to what is shown, over whichever engine. Faults are values; <see cref="EngineAwayException"/> goes through to whoever can choose another engine.
/// </summary>
/// <param name="shareOf">The share of all documents that have a term, where somebody knows: makes better words for <see cref="SimilarAsync"/>.</param>
public sealed class Searcher(ISearchEngine engine, Analyzer analyzer, Func<string, double?>? shareOf = null)
{
    private readonly QueryParser _parser = new(engine.Schema, analyzer);
    private readonly Highlighter _highlighter = new(analyzer);
    private volatile DidYouMean? _spelling;

    /// <summary>Where words for <see cref="SearchAnswer.DidYouMean"/> are looked up; null: nowhere. A new one may be set at any time.</summary>
    public DidYouMean? Spelling
    {
        get => _spelling;
        set => _spelling = value;
    }

    public async ValueTask<Outcome<SearchAnswer>> SearchAsync(SearchRequest request, CancellationToken cancellationToken = default)
    {
        var (parsed, fault) = _parser.Parse(request.Text, request.Mode);
        if (parsed is null) return fault!;
        var outcome = await AskAsync(request, parsed, null, cancellationToken).ConfigureAwait(false);
        if (outcome.Value is not { } answer || request.After is not null || (answer.Total > 0 && answer.Reading != Reading.SomeWords)) return outcome;
        return answer with { DidYouMean = await CorrectAsync(request, cancellationToken).ConfigureAwait(false) };
    }

    /// <summary>What is like a document, by the words that tell it from others. Filters, facets, size, page and highlights of the request hold; its text is not read.</summary>
    public async ValueTask<Outcome<SearchAnswer>> SimilarAsync(string id, SearchRequest request, CancellationToken cancellationToken = default)
    {
        var document = await engine.GetAsync(id, cancellationToken).ConfigureAwait(false);
        if (document is null) return new QueryFault("unknown_document", id);
        var terms = SimilarWords.Of(document, engine.Schema, analyzer, shareOf);
        // Nothing to compare by is like nothing; without words an engine would find everything.
        if (terms.Count == 0) return new SearchAnswer { Total = 0, Hits = [] };
        var parsed = new ParsedQuery { Words = new() { Wanted = terms, Mode = WordMode.Any }, Marks = terms };
        return await AskAsync(request with { Text = "", Mode = WordMode.Any }, parsed, id, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<Outcome<SearchAnswer>> AskAsync(SearchRequest request, ParsedQuery parsed, string? without, CancellationToken cancellationToken)
    {
        (Place Place, Reading Reading)? page = null;
        if (request.After is not null)
        {
            page = PageToken.Read(request.After, request, engine.Schema, without);
            if (page is null) return new QueryFault("wrong_page", request.After);
        }
        var query = new EngineQuery
        {
            Words = parsed.Words,
            Filters = [.. request.Filters, .. parsed.Filters],
            Facets = request.Facets,
            Order = request.Order,
            Size = request.Size,
            After = page?.Place,
            Without = without,
        };
        if ((QueryCheck.Find(query, engine.Schema) ?? UnknownHighlight(request)) is { } fault) return fault;
        // One more than is shown tells whether there is a next page; the largest page does without.
        query = query with { Size = request.Size is > 0 and < QueryCheck.LargestPage ? request.Size + 1 : request.Size };
        var result = new EngineResult { Total = 0, Hits = [] };
        foreach (var (reading, words) in ReadingsOf(request, parsed))
        {
            if (page is not null && reading != page.Value.Reading) continue;
            result = await engine.SearchAsync(query with { Words = words }, cancellationToken).ConfigureAwait(false);
            if (result.Total > 0) return Answer(request, parsed, without, result, reading);
        }
        return Answer(request, parsed, without, result, page?.Reading ?? Reading.AllWords);
    }

    /// <summary>One after the other until something is found.</summary>
    private IEnumerable<(Reading, WordQuery)> ReadingsOf(SearchRequest request, ParsedQuery parsed)
    {
        if (Verbatim.Of(request.Text, parsed, analyzer) is { } verbatim) yield return (Reading.Verbatim, verbatim);
        yield return (Reading.AllWords, parsed.Words);
        if (parsed.Words is { Mode: WordMode.All, Wanted.Count: > 1 }) yield return (Reading.SomeWords, parsed.Words with { Mode = WordMode.Any });
    }

    private SearchAnswer Answer(SearchRequest request, ParsedQuery parsed, string? without, EngineResult result, Reading reading)
    {
        var hasMore = result.Hits.Count > request.Size || request.Size == QueryCheck.LargestPage;
        var words = request.Highlights.Select(wanted => _highlighter.Prepare(parsed.Marks.Where(mark => mark.Text is null || mark.Text == wanted.Text).Select(mark => mark.Term))).ToList();
        var hits = result.Hits.Take(request.Size).Select(hit => new SearchHit(hit, Highlights(hit.Document, request.Highlights, words))).ToList();
        var next = hasMore && hits.Count > 0 && hits.Count == request.Size
            ? PageToken.Write(request, engine.Schema, without, hits[^1].Hit.Place(request.Order is null), reading)
            : null;
        return new() { Total = result.Total, Hits = hits, Facets = result.Facets, Next = next, Reading = reading, Cut = result.Cut, Notes = parsed.Notes };
    }

    private Dictionary<string, Highlight> Highlights(SearchDocument document, IReadOnlyList<HighlightRequest> requests, List<HighlightWords> words)
    {
        var highlights = new Dictionary<string, Highlight>(StringComparer.Ordinal);
        for (var i = 0; i < requests.Count; i++)
        {
            if (document.Texts.GetValueOrDefault(requests[i].Text) is not { Length: > 0 } text) continue;
            highlights[requests[i].Text] = requests[i].Window is { } window ? _highlighter.Best(text, words[i], window) : _highlighter.Whole(text, words[i]);
        }
        return highlights;
    }

    private QueryFault? UnknownHighlight(SearchRequest request) =>
        request.Highlights.FirstOrDefault(wanted => engine.Schema.TextOf(wanted.Text) < 0 || wanted.Window < 1) is { } unknown ? new("unknown_text", unknown.Text) : null;

    /// <summary>A better text is offered only when it finds something with all of its words.</summary>
    private async ValueTask<string?> CorrectAsync(SearchRequest request, CancellationToken cancellationToken)
    {
        if (_spelling?.Correct(request.Text) is not { } better || _parser.Parse(better, request.Mode).Value is not { } parsed) return null;
        var query = new EngineQuery { Words = parsed.Words, Filters = [.. request.Filters, .. parsed.Filters], Size = 0 };
        return (await engine.SearchAsync(query, cancellationToken).ConfigureAwait(false)).Total > 0 ? better : null;
    }
}
