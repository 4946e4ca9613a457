using Marketplace.Search.Documents;
using Marketplace.Search.Embedded;
using Marketplace.Search.Queries;
using Marketplace.Web.Catalogue.Searching;

namespace Marketplace.Web.Tests.Catalogue.Searching;

public sealed class EvaluateSearchTests
{
    [Fact]
    public async Task Judged_patents_are_ranked_as_they_would_be_shown_and_what_is_not_found_comes_last()
    {
        using var engine = new EmbeddedEngine(PatentSchema.Schema, SearchingSetup.Analyzer);
        await engine.ApplyAsync([Document("202319999001", "滴灌均匀装置"), Document("202319999002", "一种滴灌带"), Document("202319999003", "一种采棉机")], TestContext.Current.CancellationToken);
        var said = await EvaluateSearchVerb.EvaluateAsync(new Searcher(engine, SearchingSetup.Analyzer),
        [
            ("滴灌 均匀", "202319999003", 0), ("滴灌 均匀", "202319999002", 1), ("滴灌 均匀", "202319999001", 3),
            ("采棉机", "202319999001", 2), ("采棉机", "202319999003", 0),
        ]);
        // Of the second query the good one is not found: a gain of 3 on the second place, 1 / log2(3).
        said.Take(4).ShouldBe(["nDCG@10=0.8155", "AUC=0.5000", "needs=2", "pairs=5"]);
    }

    private static IndexChange Document(string number, string title) => IndexChange.Put(new SearchDocument
    {
        Id = number,
        Version = 1,
        Texts = new Dictionary<string, string> { [PatentSchema.Title] = title },
        Values = new Dictionary<string, IReadOnlyList<string>> { [PatentSchema.Number] = [number] },
    });
}
