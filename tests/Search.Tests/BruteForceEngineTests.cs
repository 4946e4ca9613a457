using Marketplace.Search.Documents;
using Marketplace.Search.Queries;
using Shouldly;
using Xunit;

namespace Marketplace.Search.Tests;

/// <summary>The reference itself, on cases small enough to work out by hand.</summary>
public sealed class BruteForceEngineTests
{
    private static readonly IndexSchema Schema = new()
    {
        Name = "things",
        Version = 1,
        Texts = [new("title", 3), new("body")],
        Columns = [new("kind", ColumnKind.Values), new("ipc", ColumnKind.Values), new("fee", ColumnKind.Number)],
    };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_or_any_of_the_words_in_any_or_one_text()
    {
        var engine = await WithAsync(Document("1", "a b", "c"), Document("2", "a", "x x x"), Document("3", "x", ""));

        (await IdsAsync(engine, Words(WordMode.All, "a", "c"))).ShouldBe(["1"]);
        (await IdsAsync(engine, Words(WordMode.Any, "a", "c"))).ShouldBe(["1", "2"]);
        (await IdsAsync(engine, new() { Wanted = [new("x", "title")] })).ShouldBe(["3"]);
        (await IdsAsync(engine, new() { Excluded = [new("a")] })).ShouldBe(["3"]);
        (await IdsAsync(engine, new() { Phrases = [new("a b")] })).ShouldBe(["1"]);
        (await IdsAsync(engine, new() { Phrases = [new("a b", "title", Excluded: true)] })).ShouldBe(["2", "3"]);
        (await IdsAsync(engine, Words(WordMode.Any))).ShouldBe(["1", "2", "3"]);
    }

    [Fact]
    public async Task Scores_are_those_of_the_formula()
    {
        var engine = await WithAsync(Document("1", "a b", "a"), Document("2", "b", ""));

        var result = await engine.SearchAsync(new() { Words = Words(WordMode.All, "a") }, Ct);

        // Title: 1 of 2 has it, lengths 2 and 1. Body: 1 of 1 has it, length 1.
        var title = Bm25.Score(3 * Bm25.Idf(1, 2), 1, 1f / (1.2f * (0.25f + 0.75f * 2 / 1.5f)));
        var body = Bm25.Score(Bm25.Idf(1, 1), 1, 1f / 1.2f);
        result.Hits.ShouldHaveSingleItem().Score.ShouldBe(title + body, 1e-5f);
    }

    [Fact]
    public async Task Filters_hold_all_and_a_facet_does_not_filter_itself()
    {
        var engine = await WithAsync(Document("1", "a", "", fee: 5, "k1", "k2"), Document("2", "a", "", fee: 7, "k2"), Document("3", "a", "", fee: null, "k3"));
        var query = new EngineQuery
        {
            Filters = [new AnyValue("kind", ["k1", "k3"]), new Between("fee", null, 7)],
            Facets = [new("kind")],
        };

        var result = await engine.SearchAsync(query, Ct);

        result.Total.ShouldBe(1);
        result.Hits.ShouldHaveSingleItem().Document.Id.ShouldBe("1");
        result.Facets["kind"].ShouldBe([new("k2", 2), new("k1", 1)]);
        (await engine.SearchAsync(new() { Filters = [new Beginning("kind", "k")] }, Ct)).Total.ShouldBe(3);
        (await engine.SearchAsync(new() { Filters = [new AnyValue("kind", [])] }, Ct)).Total.ShouldBe(0);
    }

    [Theory]
    [InlineData(false, "1 3 2 4 5")]
    [InlineData(true, "2 1 3 4 5")]
    public async Task By_number_those_without_come_last_and_pages_join(bool descending, string expected)
    {
        var engine = await WithAsync(Document("5", "a", ""), Document("4", "a", ""), Document("3", "a", "", fee: 1), Document("2", "a", "", fee: 9), Document("1", "a", "", fee: 1));
        var ids = new List<string>();
        Place? after = null;
        while (ids.Count < 6)
        {
            var page = await engine.SearchAsync(new() { Order = new("fee", descending), Size = 2, After = after }, Ct);
            page.Total.ShouldBe(5);
            if (page.Hits.Count == 0) break;
            ids.AddRange(page.Hits.Select(hit => hit.Document.Id));
            after = page.Hits[^1].Place(byScore: false);
        }
        string.Join(' ', ids).ShouldBe(expected);
    }

    [Fact]
    public async Task Older_changes_are_passed_over_even_after_a_removal()
    {
        var engine = await WithAsync(Document("1", "new", "") with { Version = 3 });

        (await engine.ApplyAsync([IndexChange.Put(Document("1", "old", "") with { Version = 2 })], Ct)).Stale.ShouldBe(1);
        (await engine.ApplyAsync([IndexChange.Remove("1", 4), IndexChange.Put(Document("1", "old", "") with { Version = 3 })], Ct)).ShouldSatisfyAllConditions(
            result => result.Applied.ShouldBe(1), result => result.Stale.ShouldBe(1));
        (await engine.GetAsync("1", Ct)).ShouldBeNull();
        (await engine.ApplyAsync([IndexChange.Remove(new string('x', 201), 1)], Ct)).Refused.Count.ShouldBe(1);
        (await engine.StateAsync(Ct)).ShouldBe(new(true, 0, 0, null));
    }

    [Fact]
    public async Task What_is_left_out_is_neither_found_nor_counted()
    {
        var engine = await WithAsync(Document("1", "a", "", fee: 5, "k"), Document("2", "a", "", fee: 7, "k"));

        var result = await engine.SearchAsync(new() { Words = Words(WordMode.Any, "a"), Without = "1", Facets = [new("kind")] }, Ct);

        result.Total.ShouldBe(1);
        result.Facets["kind"].ShouldBe([new("k", 1)]);
    }

    private static WordQuery Words(WordMode mode, params string[] terms) => new() { Wanted = [.. terms.Select(term => new WantedTerm(term))], Mode = mode };

    private static async Task<List<string>> IdsAsync(BruteForceEngine engine, WordQuery words) =>
        [.. (await engine.SearchAsync(new() { Words = words }, Ct)).Hits.Select(hit => hit.Document.Id).Order(StringComparer.Ordinal)];

    private static async Task<BruteForceEngine> WithAsync(params SearchDocument[] documents)
    {
        var engine = new BruteForceEngine(Schema, text => text.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        await engine.ApplyAsync([.. documents.Select(IndexChange.Put)], Ct);
        return engine;
    }

    private static SearchDocument Document(string id, string title, string body, long? fee = null, params string[] kinds) => new()
    {
        Id = id,
        Version = 1,
        Texts = new Dictionary<string, string> { ["title"] = title, ["body"] = body },
        Values = new Dictionary<string, IReadOnlyList<string>> { ["kind"] = kinds },
        Numbers = fee is { } number ? new Dictionary<string, long> { ["fee"] = number } : [],
    };
}
