using System.Diagnostics;
using System.Globalization;
using Marketplace.Search.Analysis;
using Marketplace.Search.Queries;
using Marketplace.Testing;
using Npgsql;

namespace Marketplace.Benchmarks.Searching;

/// <summary>PostgreSQL's own full text search over the same terms: a tsvector with positions, an index on it, ordered by ts_rank, all hits counted.</summary>
internal static class PostgresSide
{
    /// <summary>A need takes it a second: what a few of them say is enough.</summary>
    private const int OfAKind = 30;

    public static async Task<Dictionary<string, Times>> RunAsync(PatentCorpus corpus, int count, IReadOnlyList<PatentQueries.Query> queries, Analyzer analyzer, CancellationToken ct)
    {
        var server = new PostgresServer();
        await server.InitializeAsync();
        try
        {
            await using var connection = new NpgsqlConnection((await server.NewEmptyDatabaseAsync()).Owner);
            await connection.OpenAsync(ct);
            await FillAsync(connection, corpus.Documents(count), analyzer, ct);
            var times = new Dictionary<string, Times>(StringComparer.Ordinal);
            foreach (var kind in queries.GroupBy(query => query.Kind))
            {
                var asked = kind.Take(OfAKind).ToList();
                await AskAsync(connection, asked[..5], ct);
                times[kind.Key] = new(await AskAsync(connection, asked, ct));
            }
            return times;
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    private static async Task FillAsync(NpgsqlConnection connection, IEnumerable<(string Title, string Body)> documents, Analyzer analyzer, CancellationToken ct)
    {
        await ExecuteAsync(connection, "create unlogged table bench (id int primary key, terms tsvector not null); set maintenance_work_mem = '1GB'; set work_mem = '256MB'; set jit = off", ct);
        await using (var import = await connection.BeginTextImportAsync("copy bench (id, terms) from stdin", ct))
        {
            var id = 0;
            foreach (var (title, body) in documents) await import.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"{id++}\t{VectorOf(analyzer.Terms($"{title}。{title}。{title}。{body}"))}\n"));
        }
        await ExecuteAsync(connection, "create index on bench using gin (terms); vacuum analyze bench", ct);
    }

    /// <summary>'word':1,5 … : PostgreSQL keeps positions up to 16,383 and 256 of them a word, more than any of these documents has.</summary>
    private static string VectorOf(List<string> terms) => string.Join(' ', terms.Select((term, position) => (term, position)).GroupBy(at => at.term, StringComparer.Ordinal)
        .Select(at => $"{Quoted(at.Key)}:{string.Join(',', at.Select(place => (place.position + 1).ToString(CultureInfo.InvariantCulture)))}")).Replace("\\", "\\\\", StringComparison.Ordinal);

    private static string Quoted(string term) => $"'{term.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'";

    private static async Task<List<double>> AskAsync(NpgsqlConnection connection, IEnumerable<PatentQueries.Query> queries, CancellationToken ct)
    {
        var times = new List<double>();
        foreach (var query in queries)
        {
            var words = string.Join(query.Mode == WordMode.All ? " & " : " | ", query.Terms.Select(Quoted));
            await using var command = new NpgsqlCommand("select id, ts_rank(terms, q), count(*) over () from bench, cast($1 as tsquery) q where terms @@ q order by 2 desc, 1 limit 10", connection);
            command.Parameters.Add(new() { Value = words });
            var started = Stopwatch.GetTimestamp();
            await using (var reader = await command.ExecuteReaderAsync(ct)) while (await reader.ReadAsync(ct)) { }
            times.Add(Times.Since(started));
        }
        return times;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        foreach (var statement in sql.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            await using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 600 };
            await command.ExecuteNonQueryAsync(ct);
        }
    }
}
