using Marketplace.Search.Analysis;
using Marketplace.Search.Documents;
using Marketplace.Search.Queries;
using Marketplace.Search.Tests.Analysis;
using Shouldly;
using Xunit;

namespace Marketplace.Search.Tests.Contract;

/// <summary>What every engine must do: the same tests for the one inside the program and for Elasticsearch.</summary>
public abstract class EngineContract : IAsyncLifetime
{
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected ISearchEngine Engine { get; private set; } = null!;

    /// <summary>An engine without documents.</summary>
    protected abstract Task<ISearchEngine> NewEngineAsync();

    public virtual async ValueTask InitializeAsync() => Engine = await NewEngineAsync();

    public virtual ValueTask DisposeAsync()
    {
        (Engine as IDisposable)?.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task It_finds_ranks_counts_and_pages_like_the_reference(int seed)
    {
        var world = new RandomWorld(seed);
        var documents = Enumerable.Range(0, 150).Select(id => world.Document(id, 1)).ToList();
        var reference = new BruteForceEngine(RandomWorld.Schema, SharedAnalyzer.Instance.Terms);
        await reference.RebuildAsync(documents.ToAsyncEnumerable(), Token);
        await Engine.RebuildAsync(documents.ToAsyncEnumerable(), Token);

        for (var query = 0; query < 60; query++)
        {
            var asked = world.Query();
            await Agreement.CheckAsync(Engine, reference, asked, Token);
        }
        for (var walk = 0; walk < 6; walk++) await Agreement.CheckPagesAsync(Engine, reference, world.Query() with { Size = 4 }, Token);
    }

    [Fact]
    public async Task A_change_is_visible_when_it_returns()
    {
        await PutAsync(Document("a", 1, "一种锂电池隔膜"));
        (await IdsAsync("隔膜")).ShouldBe(["a"]);

        await PutAsync(Document("a", 2, "节水灌溉装置"));
        (await IdsAsync("隔膜")).ShouldBeEmpty();
        (await IdsAsync("灌溉")).ShouldBe(["a"]);
        (await Engine.GetAsync("a", Token))!.Version.ShouldBe(2);

        (await Engine.ApplyAsync([IndexChange.Remove("a", 3)], Token)).Applied.ShouldBe(1);
        (await IdsAsync("灌溉")).ShouldBeEmpty();
        (await Engine.GetAsync("a", Token)).ShouldBeNull();
    }

    [Fact]
    public async Task What_comes_late_or_twice_changes_nothing()
    {
        await PutAsync(Document("a", 5, "新"));
        (await Engine.ApplyAsync([IndexChange.Put(Document("a", 4, "旧"))], Token)).Stale.ShouldBe(1);
        (await Engine.ApplyAsync([IndexChange.Put(Document("a", 5, "同"))], Token)).Stale.ShouldBe(1);
        await Engine.ApplyAsync([IndexChange.Remove("a", 7)], Token);
        (await Engine.ApplyAsync([IndexChange.Put(Document("a", 6, "迟"))], Token)).Stale.ShouldBe(1);
        (await Engine.GetAsync("a", Token)).ShouldBeNull();
        (await Engine.ApplyAsync([IndexChange.Put(Document("a", 8, "回"))], Token)).Applied.ShouldBe(1);
    }

    [Fact]
    public async Task What_cannot_be_taken_is_named_and_the_rest_is_taken()
    {
        var result = await Engine.ApplyAsync([IndexChange.Put(Document(new string('x', 500), 1, "长")), IndexChange.Put(Document("good", 1, "隔膜"))], Token);

        result.Applied.ShouldBe(1);
        result.Refused.Single().Reason.ShouldBe("id_length");
        (await IdsAsync("隔膜")).ShouldBe(["good"]);
    }

    [Fact]
    public async Task A_document_comes_back_as_it_went_in()
    {
        var document = new SearchDocument
        {
            Id = "ئۇ/\"id\" 1?#%",
            Version = 9,
            Texts = new Dictionary<string, string> { ["title"] = "“引号” <b>&amp; 𠮷\U0001F9EA", ["body"] = "" },
            Values = new Dictionary<string, IReadOnlyList<string>> { ["kind"] = ["发明", "invention"], ["ipc"] = [] },
            Numbers = new Dictionary<string, long> { ["year"] = -3 },
            Stored = "{\"a\":1}",
        };
        await PutAsync(document);

        Everything(await Engine.GetAsync(document.Id, Token)).ShouldBe(Everything(document));
        var found = await Engine.SearchAsync(new() { Filters = [new AnyValue("kind", ["发明"])] }, Token);
        Everything(found.Hits.Single().Document).ShouldBe(Everything(document));
    }

    [Fact]
    public async Task Quoted_words_must_follow_each_other_however_they_were_cut()
    {
        await PutAsync(Document("a", 1, "磷酸铁锂电池正极材料"), Document("b", 1, "电池锂的正极，材料"), Document("c", 1, "正极材料用于 LiFePO4 电池"));

        (await IdsAsync(new WordQuery { Phrases = [new(PhraseFolding.Fold("锂电池正极"))] })).ShouldBe(["a"]);
        (await IdsAsync(new WordQuery { Phrases = [new(PhraseFolding.Fold("lifepo4 电池"))] })).ShouldBe(["c"]);
        (await IdsAsync(new WordQuery { Phrases = [new(PhraseFolding.Fold("电池正极"), Excluded: true)] })).ShouldBe(["b", "c"]);
    }

    [Theory]
    [InlineData("\uD83D")]
    [InlineData("\uDE00\uD83D")]
    [InlineData("\0\u0001")]
    [InlineData("😀")]
    [InlineData("%_'\"\\;--*?()[]{}~^")]
    public async Task Odd_words_find_nothing_or_something_but_never_break(string odd)
    {
        await PutAsync(Document("a", 1, $"前{odd}后"));
        var asked = new EngineQuery
        {
            Words = new() { Wanted = [new(odd)], Excluded = [new(odd + "x")], Mode = WordMode.Any },
            Filters = [new AnyValue("kind", [odd]), new Beginning("ipc", odd)],
            Facets = [new("ipc")],
        };
        (await Engine.SearchAsync(asked, Token)).Total.ShouldBe(0);
        (await Engine.GetAsync(odd, Token)).ShouldBeNull();
        (await IdsAsync(WordQuery.Everything)).ShouldBe(["a"]);
    }

    [Fact]
    public async Task Very_many_and_very_long_words_are_answered()
    {
        await PutAsync(Document("a", 1, string.Concat(Enumerable.Repeat("锂电池隔膜涂层", 8_000))));
        var words = new WordQuery { Mode = WordMode.Any, Wanted = [.. Enumerable.Range(0, 255).Select(i => new WantedTerm($"词{i}")), new("隔膜"), new(new string('长', 2_000))] };
        (await IdsAsync(words)).ShouldBe(["a"]);
    }

    [Fact]
    public async Task Changes_from_many_sides_at_once_all_arrive()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(side => Task.Run(async () =>
        {
            for (var i = 0; i < 25; i++) await Engine.ApplyAsync([IndexChange.Put(Document($"{side}-{i}", i + 1, "并发"))], Token);
        }, Token)));

        (await Engine.SearchAsync(new() { Words = Words("并发") }, Token)).Total.ShouldBe(200);
        (await Engine.StateAsync(Token)).DocumentCount.ShouldBe(200);
    }

    [Fact]
    public async Task Its_state_tells_whether_it_is_in_step_with_the_truth()
    {
        var documents = Enumerable.Range(0, 30).Select(id => Document($"d{id}", id + 1, "同步")).ToList();
        await Engine.RebuildAsync(documents.ToAsyncEnumerable(), Token);
        await Engine.ApplyAsync([IndexChange.Remove("d4", 99), IndexChange.Put(Document("d5", 99, "新"))], Token);

        var truth = documents.Where(document => document.Id is not ("d4" or "d5")).Append(Document("d5", 99, "新"));
        var state = await Engine.StateAsync(Token);
        state.DocumentCount.ShouldBe(29);
        state.Checksum.ShouldBe(truth.Aggregate(0UL, (sum, document) => unchecked(sum + DocumentMark.Of(document.Id, document.Version))));
    }

    private static SearchDocument Document(string id, long version, string title) => new() { Id = id, Version = version, Texts = new Dictionary<string, string> { ["title"] = title } };

    private static string Everything(SearchDocument? document) => System.Text.Json.JsonSerializer.Serialize(document);

    private static WordQuery Words(string text) => new() { Wanted = [.. SharedAnalyzer.Instance.Terms(text).Distinct().Select(term => new WantedTerm(term))] };

    private async Task PutAsync(params SearchDocument[] documents) => (await Engine.ApplyAsync([.. documents.Select(IndexChange.Put)], Token)).Applied.ShouldBe(documents.Length);

    private Task<string[]> IdsAsync(string words) => IdsAsync(Words(words));

    private async Task<string[]> IdsAsync(WordQuery words) => [.. (await Engine.SearchAsync(new() { Words = words }, Token)).Hits.Select(hit => hit.Document.Id).Order(StringComparer.Ordinal)];
}
