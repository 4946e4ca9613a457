using Marketplace.Search.Documents;
using Marketplace.Search.Queries;
using Marketplace.Search.Tests.Analysis;
using Marketplace.Testing.Elasticsearch;
using Shouldly;
using Xunit;

namespace Marketplace.Search.Tests.Elasticsearch;

/// <summary>A score is the one that <see cref="Bm25"/> gives, so that both engines rank alike.</summary>
public sealed class ScoreTests(ElasticsearchServer server) : ElasticsearchTest(server)
{
    // Lucene computes in the same floats; what is left is the order of additions.
    private const double Tolerance = 1e-5;

    private static readonly string[] s_words = ["节水", "滴灌", "棉花", "装置", "设备", "LiFePO4", "电池", "葡萄", "采摘", "土壤", "传感器", "水泵"];

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Scores_are_those_of_the_formula(int shards)
    {
        Options.Shards = shards;
        var random = new Random(7);
        string Text(int most) => string.Join(' ', Enumerable.Range(0, random.Next(most)).Select(_ => s_words[(int)(s_words.Length * Math.Pow(random.NextDouble(), 2))]));
        var documents = Enumerable.Range(0, 300).Select(i => Sample.Of($"d{i:d3}", title: Text(8), body: Text(200))).ToArray();
        var engine = await NewEngineWithAsync(documents);

        foreach (var mode in (WordMode[])[WordMode.All, WordMode.Any])
        {
            foreach (var said in (string[])["节水", "棉花 电池", "LiFePO4 葡萄 传感器 水泵"])
            {
                var query = new EngineQuery { Words = Words(said, mode), Size = 100 };
                var expected = Expected(documents, query.Words);
                var result = await engine.AskAsync(query);
                result.Total.ShouldBe(expected.Count);
                foreach (var hit in result.Hits) ((double)hit.Score).ShouldBe(expected[hit.Document.Id], expected[hit.Document.Id] * Tolerance, $"{said} {mode} {hit.Document.Id}");
                result.Hits.Select(hit => hit.Score).ShouldBeInOrder(SortDirection.Descending);
            }
        }
    }

    private static Dictionary<string, double> Expected(SearchDocument[] documents, WordQuery words)
    {
        var terms = documents.ToDictionary(document => document.Id, document => document.Texts.ToDictionary(text => text.Key, text => SharedAnalyzer.Instance.Terms(text.Value)));
        var scores = new Dictionary<string, double>();
        foreach (var (id, texts) in terms)
        {
            var (score, met) = (0d, 0);
            foreach (var wanted in words.Wanted)
            {
                var found = false;
                foreach (var text in Sample.Schema.Texts)
                {
                    var frequency = texts[text.Name].Count(term => term == wanted.Term);
                    if (frequency == 0) continue;
                    found = true;
                    var having = terms.Values.Select(each => each[text.Name]).Where(each => each.Count > 0).ToList();
                    var norms = Bm25.InverseNorms(having.Sum(each => (long)each.Count), having.Count);
                    var idf = Bm25.Idf(having.Count(each => each.Contains(wanted.Term)), having.Count);
                    score += Bm25.Score(text.Weight * idf, frequency, norms[LengthCode.Of(texts[text.Name].Count)]);
                }
                if (found) met++;
            }
            if (words.Mode == WordMode.All ? met == words.Wanted.Count : met > 0) scores[id] = score;
        }
        return scores;
    }
}
