using Marketplace.Search.Analysis;

namespace Marketplace.Benchmarks.Searching;

/// <summary>Documents and queries as terms, so that any other engine can be timed on the very same work.</summary>
internal static class Dump
{
    public static async Task WriteAsync(string folder, IEnumerable<(string Title, string Body)> documents, IEnumerable<PatentQueries.Query> queries, Analyzer analyzer, CancellationToken ct)
    {
        Directory.CreateDirectory(folder);
        await using (var file = new StreamWriter(Path.Combine(folder, "documents.tsv")))
        {
            var id = 0;
            foreach (var (title, body) in documents)
            {
                ct.ThrowIfCancellationRequested();
                await file.WriteAsync(string.Create(null, $"{id++}\t{string.Join(' ', analyzer.Terms(title))}\t{string.Join(' ', analyzer.Terms(body))}\n"));
            }
        }
        await using var asked = new StreamWriter(Path.Combine(folder, "queries.tsv"));
        foreach (var query in queries)
        {
            var mode = query.Mode == Search.Queries.WordMode.All ? "and" : "or";
            await asked.WriteAsync($"{query.Kind}\t{mode}\t{string.Join(' ', query.Terms)}\n");
        }
    }
}
