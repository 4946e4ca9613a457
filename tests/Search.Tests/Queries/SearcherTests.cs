using Marketplace.Search.Documents;
using Marketplace.Search.Queries;
using Marketplace.Search.Suggestions;
using Marketplace.Search.Tests.Analysis;
using Shouldly;
using Xunit;

namespace Marketplace.Search.Tests.Queries;

public sealed class SearcherTests
{
    private static readonly Readings Readings = Readings.Load(SharedAnalyzer.DataFolder, SharedAnalyzer.Instance);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_words_are_wanted_and_shown_in_the_hits()
    {
        var searcher = await OverAsync(Document("1", "锂电池正极材料", "提供一种磷酸铁锂。"), Document("2", "锂电池隔膜", "涂布。"));

        var answer = await AskAsync(searcher, new() { Text = "锂电池 磷酸铁锂", Highlights = [new("title"), new("body", 50), new("holder")] });

        answer.Total.ShouldBe(1);
        answer.Reading.ShouldBe(Reading.AllWords);
        var hit = answer.Hits.ShouldHaveSingleItem();
        hit.Hit.Document.Id.ShouldBe("1");
        hit.Highlights["title"].ToHtml().ShouldBe("<mark>锂电池</mark>正极材料");
        hit.Highlights["body"].ToHtml().ShouldBe("提供一种<mark>磷酸铁锂</mark>。");
        hit.Highlights.Keys.ShouldBe(["title", "body"]);
    }

    [Fact]
    public async Task A_word_wanted_in_one_text_is_shown_only_there()
    {
        var searcher = await OverAsync(Document("1", "浙江大学的方法", "", "浙江大学"));

        var answer = await AskAsync(searcher, new() { Text = "holder:浙江大学", Highlights = [new("title"), new("holder")] });

        answer.Hits[0].Highlights["title"].HasMatch.ShouldBeFalse();
        answer.Hits[0].Highlights["holder"].HasMatch.ShouldBeTrue();
    }

    [Fact]
    public async Task Where_nothing_has_all_words_those_with_some_are_found_and_said_to_be()
    {
        var searcher = await OverAsync([.. Enumerable.Range(10, 25).Select(i => Document($"{i}", $"锂电池{i}", "")), Document("99", "铅酸电池", "")]);
        var request = new SearchRequest { Text = "锂电池 无人机" };

        var first = await AskAsync(searcher, request);
        first.Reading.ShouldBe(Reading.SomeWords);
        first.Total.ShouldBe(25);

        var second = await AskAsync(searcher, request with { After = first.Next });
        second.Reading.ShouldBe(Reading.SomeWords);
        var third = await AskAsync(searcher, request with { After = second.Next });
        third.Next.ShouldBeNull();
        first.Hits.Concat(second.Hits).Concat(third.Hits).Select(hit => hit.Hit.Document.Id).Distinct().Count().ShouldBe(25);
    }

    [Theory]
    [InlineData("无人机", WordMode.All)]
    [InlineData("无人机 飞艇", WordMode.All)]
    [InlineData("无人机 飞艇", WordMode.Any)]
    public async Task Where_nothing_has_any_word_nothing_is_relaxed(string text, WordMode mode)
    {
        var searcher = await OverAsync(Document("1", "锂电池", ""));

        var answer = await AskAsync(searcher, new() { Text = text, Mode = mode });

        answer.Total.ShouldBe(0);
        answer.Reading.ShouldBe(Reading.AllWords);
        answer.Next.ShouldBeNull();
    }

    [Fact]
    public async Task Pages_join_in_any_order_and_size()
    {
        var searcher = await OverAsync([.. Enumerable.Range(0, 230).Select(i => Document($"{i:000}", "锂电池" + new string('a', i % 7), "", year: i % 3 == 0 ? null : i % 11))]);
        foreach (var order in new[] { null, new ColumnOrder("year", true), new ColumnOrder("year", false) })
        {
            foreach (var size in new[] { 1, 46, 100 })
            {
                var ids = new List<string>();
                var request = new SearchRequest { Text = "锂电池", Order = order, Size = size };
                do
                {
                    var page = await AskAsync(searcher, request);
                    page.Total.ShouldBe(230);
                    ids.AddRange(page.Hits.Select(hit => hit.Hit.Document.Id));
                    request = request with { After = page.Next };
                }
                while (request.After is not null);
                ids.Count.ShouldBe(230);
                ids.Distinct().Count().ShouldBe(230);
            }
        }
    }

    [Fact]
    public async Task Filters_of_the_request_and_of_the_text_hold_both_and_facets_come_along()
    {
        var searcher = await OverAsync(Document("1", "电池", "", "", 2020, "H01M10/05"), Document("2", "电池", "", "", 2021, "H01M10/05"), Document("3", "电池", "", "", 2020, "A01G1/00"));

        var answer = await AskAsync(searcher, new() { Text = "电池 ipc:h01m*", Filters = [new Between("year", 2020, 2020)], Facets = [new("ipc")] });

        answer.Hits.ShouldHaveSingleItem().Hit.Document.Id.ShouldBe("1");
        answer.Facets["ipc"].Count.ShouldBe(2);
    }

    [Fact]
    public async Task Faults_are_values()
    {
        var searcher = await OverAsync(Document("1", "锂电池", ""));

        await FaultAsync(new() { Text = new string('a', 8001) }, "query_too_long");
        await FaultAsync(new() { After = "AAAA" }, "wrong_page");
        await FaultAsync(new() { Size = 101 }, "size_out_of_range");
        await FaultAsync(new() { Size = -1 }, "size_out_of_range");
        await FaultAsync(new() { Facets = [new("nowhere")] }, "unknown_facet");
        await FaultAsync(new() { Filters = [new AnyValue("nowhere", [])] }, "unknown_filter");
        await FaultAsync(new() { Order = new("ipc", false) }, "unknown_order");
        await FaultAsync(new() { Highlights = [new("nowhere")] }, "unknown_text");
        await FaultAsync(new() { Highlights = [new("title", 0)] }, "unknown_text");
        (await searcher.SimilarAsync("nobody", new(), Ct)).Fault!.Code.ShouldBe("unknown_document");
        (await searcher.SimilarAsync("1", new() { After = "x" }, Ct)).Fault!.Code.ShouldBe("wrong_page");

        async Task FaultAsync(SearchRequest request, string code) => (await searcher.SearchAsync(request, Ct)).Fault.ShouldNotBeNull().Code.ShouldBe(code);
    }

    [Fact]
    public async Task A_size_of_nothing_only_counts()
    {
        var searcher = await OverAsync(Document("1", "锂电池", ""));

        var answer = await AskAsync(searcher, new() { Text = "锂电池", Size = 0 });

        answer.Total.ShouldBe(1);
        answer.Hits.ShouldBeEmpty();
        answer.Next.ShouldBeNull();
    }

    [Fact]
    public async Task The_like_of_a_document_is_found_without_itself_page_by_page()
    {
        var searcher = await OverAsync(
            Document("1", "锂电池正极材料的制备", "磷酸铁锂前驱体在氮气中烧结。"), Document("2", "锂电池正极材料", "磷酸铁锂烧结。"), Document("3", "锂电池", ""), Document("4", "播种机", ""), Document("5", "", ""));

        var answer = (await searcher.SimilarAsync("1", new() { Size = 1, Highlights = [new("title")] }, Ct)).Value!;
        answer.Total.ShouldBe(2);
        answer.Hits.ShouldHaveSingleItem().Hit.Document.Id.ShouldBe("2");
        answer.Hits[0].Highlights["title"].HasMatch.ShouldBeTrue();

        var next = (await searcher.SimilarAsync("1", new() { Size = 1, After = answer.Next }, Ct)).Value!;
        next.Hits.ShouldHaveSingleItem().Hit.Document.Id.ShouldBe("3");
        next.Next.ShouldBeNull();
        (await searcher.SimilarAsync("2", new() { Size = 1, After = answer.Next }, Ct)).Fault!.Code.ShouldBe("wrong_page");
        (await searcher.SimilarAsync("5", new(), Ct)).Value!.Total.ShouldBe(0);
    }

    [Fact]
    public async Task At_most_forty_words_tell_what_is_alike_the_rarest_where_that_is_known()
    {
        var asked = new Recording(QuerySchema.Instance);
        var many = string.Join(' ', Enumerable.Range(0, 100).Select(i => $"word{i:00}"));
        await asked.ApplyAsync([IndexChange.Put(Document("1", "ab 锂电池", many))], Ct);

        await new Searcher(asked, SharedAnalyzer.Instance).SimilarAsync("1", new(), Ct);
        asked.Last!.Words.Wanted.Count.ShouldBe(40);
        asked.Last.Words.Wanted.ShouldContain(new WantedTerm("锂电池"));
        asked.Last.Words.Wanted.ShouldNotContain(new WantedTerm("ab"));
        asked.Last.Without.ShouldBe("1");

        await new Searcher(asked, SharedAnalyzer.Instance, term => term == "锂电池" ? 0.9 : term == "ab" ? 0.0001 : 0.1).SimilarAsync("1", new(), Ct);
        asked.Last.Words.Wanted.ShouldNotContain(new WantedTerm("锂电池"));
        asked.Last.Words.Wanted[0].ShouldBe(new WantedTerm("ab"));
    }

    [Fact]
    public async Task A_better_text_is_offered_only_if_it_finds_something()
    {
        var searcher = await OverAsync(Document("1", "锂电池", ""));
        (await AskAsync(searcher, new() { Text = "锂电迟" })).DidYouMean.ShouldBeNull();
        searcher.Spelling = new(new Dictionary<string, long> { ["锂电池"] = 9, ["播种机"] = 3 }, SharedAnalyzer.Instance, Readings);
        searcher.Spelling.ShouldNotBeNull();

        (await AskAsync(searcher, new() { Text = "锂电迟" })).DidYouMean.ShouldBe("锂电池");
        (await AskAsync(searcher, new() { Text = "锂电池" })).DidYouMean.ShouldBeNull();
        (await AskAsync(searcher, new() { Text = "播众机" })).DidYouMean.ShouldBeNull();
        (await AskAsync(searcher, new() { Text = "锂电迟", Filters = [new Between("year", 1, 2)] })).DidYouMean.ShouldBeNull();
    }

    private static async Task<SearchAnswer> AskAsync(Searcher searcher, SearchRequest request) => (await searcher.SearchAsync(request, Ct)).Value.ShouldNotBeNull();

    private static async Task<Searcher> OverAsync(params SearchDocument[] documents)
    {
        var engine = new BruteForceEngine(QuerySchema.Instance, SharedAnalyzer.Instance.Terms);
        await engine.ApplyAsync([.. documents.Select(IndexChange.Put)], Ct);
        return new(engine, SharedAnalyzer.Instance);
    }

    private static SearchDocument Document(string id, string title, string body, string holder = "", long? year = null, params string[] symbols) => new()
    {
        Id = id,
        Version = 1,
        Texts = new Dictionary<string, string> { ["title"] = title, ["body"] = body, ["holder"] = holder },
        Values = new Dictionary<string, IReadOnlyList<string>> { ["ipc"] = symbols },
        Numbers = year is { } number ? new Dictionary<string, long> { ["year"] = number } : [],
    };

    private sealed class Recording(IndexSchema schema) : ISearchEngine
    {
        private readonly BruteForceEngine engine = new(schema, SharedAnalyzer.Instance.Terms);

        public EngineQuery? Last { get; private set; }

        public IndexSchema Schema => engine.Schema;

        public ValueTask<EngineResult> SearchAsync(EngineQuery query, CancellationToken cancellationToken = default) => engine.SearchAsync(Last = query, cancellationToken);

        public ValueTask<SearchDocument?> GetAsync(string id, CancellationToken cancellationToken = default) => engine.GetAsync(id, cancellationToken);

        public ValueTask<ApplyResult> ApplyAsync(IReadOnlyList<IndexChange> changes, CancellationToken cancellationToken = default) => engine.ApplyAsync(changes, cancellationToken);

        public Task RebuildAsync(IAsyncEnumerable<SearchDocument> documents, CancellationToken cancellationToken = default) => engine.RebuildAsync(documents, cancellationToken);

        public ValueTask<EngineState> StateAsync(CancellationToken cancellationToken = default) => engine.StateAsync(cancellationToken);
    }
}
