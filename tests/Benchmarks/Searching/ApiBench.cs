using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Marketplace.Search.Analysis;
using Marketplace.Testing;
using Marketplace.Testing.Elasticsearch;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Platform.Database;
using Npgsql;
using NpgsqlTypes;

namespace Marketplace.Benchmarks.Searching;

/// <summary>
/// The search as programs use it: the whole program in a process of its own, over loopback, keyword and phrase queries half each, eight connections; Elasticsearch's bare
/// <c>_search</c> of the same queries in the same run; and how soon a change is found while fifty a second are made.
/// </summary>
internal static class ApiBench
{
    private const int Documents = 200_000, QueriesOfAKind = 1_000, Connections = 8, ChangesPerSecond = 50;
    private static readonly TimeSpan s_warm = TimeSpan.FromSeconds(5), s_measured = TimeSpan.FromSeconds(15);
    private static readonly string[] s_ipc = ["A01G25/02", "A01D46/08", "H01M10/0525", "C02F1/00", "G06F16/35", "A23C9/12", "E02B13/00", "B65G65/00"];

    public static readonly Bench Bench = new("api", Quick: false, "GET /api/v1/patents end to end, Elasticsearch's bare _search beside it, and how soon a change is found", RunAsync);

    private static async Task RunAsync(Measures measures, BenchOptions options, CancellationToken ct)
    {
        var documents = options.Documents ?? Documents;
        var end = options.Documents is null ? "" : string.Create(CultureInfo.InvariantCulture, $".{documents}");
        var analyzer = Analyzer.Load(Repository.PathOf("data"));
        var corpus = new PatentCorpus(analyzer, SharedData.PathOf("patents.tsv"));
        var queries = PatentQueries.Make(corpus, analyzer, QueriesOfAKind).Where(query => query.Kind is "keyword" or "phrase").ToArray();
        new Random(1).Shuffle(queries);

        double ours;
        using (var folder = new TemporaryFolder())
        {
            await using var program = await ServeProcess.StartAsync(folder.In("data"));
            if (program.Url is null) throw new InvalidOperationException($"The program did not start: {program.Errors}");
            await using var source = NpgsqlDataSource.Create(new DataFolder(folder.In("data")).ReadHolder()!.Database!.App);
            await FillAsync(source, corpus.Documents(documents), ct);
            using var http = Client(new Uri(program.Url));
            await FoundAsync(http, "", documents, ct);

            HttpRequestMessage Ask(PatentQueries.Query query) => new(HttpMethod.Get, "/api/v1/patents?q=" + Uri.EscapeDataString(string.Join(' ', query.Terms)));
            await LoadAsync(http, queries, Ask, s_warm, ct);
            var times = await LoadAsync(http, queries, Ask, s_measured, ct);
            ours = times.Count / s_measured.TotalSeconds;
            Print(2_000, 15, ours, times);
            measures.AtMost(500, $"api.search.visible.p99{end}", await VisibleAsync(source, http, ct), "ms");
        }
        if (ElasticsearchNode.Tool is null)
        {
            await Console.Error.WriteLineAsync("No Elasticsearch beside the checkout: not compared with.");
            return;
        }
        await using var node = await ElasticsearchNode.StartAsync("2g");
        using var bare = Client(node.Address);
        await ElasticsearchSide.FillAsync(bare, corpus.Documents(documents), analyzer, ct);
        HttpRequestMessage Search(PatentQueries.Query query) => new(HttpMethod.Post, "bench/_search") { Content = new StringContent(ElasticsearchSide.Asked(query), Encoding.UTF8, "application/json") };
        await LoadAsync(bare, queries, Search, s_warm, ct);
        var theirs = (await LoadAsync(bare, queries, Search, s_measured, ct)).Count / s_measured.TotalSeconds;
        measures.Add($"api.search.elasticsearch.rps{end}", theirs, "1/s", "bare _search, the same queries and connections");
        measures.AtMost(0.4, $"api.search.elasticsearch.share{end}", theirs / ours, "of ours");

        void Print(double leastRate, double mostP99, double rate, List<double> times)
        {
            if (end.Length == 0) measures.AtLeast(leastRate, "api.search.rps", rate, "1/s");
            else measures.Add("api.search.rps" + end, rate, "1/s");
            var p99 = new Times(times).P99;
            if (end.Length == 0) measures.AtMost(mostP99, "api.search.p99", p99, "ms");
            else measures.Add("api.search.p99" + end, p99, "ms");
        }
    }

    private static HttpClient Client(Uri address) => new(new SocketsHttpHandler { MaxConnectionsPerServer = Connections, UseCookies = false, UseProxy = false, ActivityHeadersPropagator = null })
    {
        BaseAddress = address,
        Timeout = TimeSpan.FromMinutes(10),
    };

    /// <summary>Straight into the table, as any bulk load; the table tells the program.</summary>
    public static async Task FillAsync(NpgsqlDataSource source, IEnumerable<(string Title, string Body)> documents, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var copy = await connection.BeginBinaryImportAsync("""
            copy patents (application_no, kind, title, abstract, ipc, locarno, inventors, filing_date, grant_date, family, state, compensation, last_day, created_at) from stdin (format binary)
            """, ct);
        foreach (var (place, (title, body)) in documents.Index())
        {
            await copy.StartRowAsync(ct);
            await WriteAsync(copy, NumberOf(place), title, body, s_ipc[place % s_ipc.Length], ct);
        }
        await copy.CompleteAsync(ct);
    }

    private static async Task WriteAsync(NpgsqlBinaryImporter copy, string number, string title, string body, string ipc, CancellationToken ct)
    {
        var filed = new DateOnly(PatentNumber.YearOf(number), 3, 1);
        await copy.WriteAsync(number, NpgsqlDbType.Varchar, ct);
        await copy.WriteAsync(PatentNumber.KindOf(number).ToString(), NpgsqlDbType.Varchar, ct);
        await copy.WriteAsync(title, NpgsqlDbType.Varchar, ct);
        await copy.WriteAsync(body, NpgsqlDbType.Text, ct);
        await copy.WriteAsync(new[] { ipc }, NpgsqlDbType.Array | NpgsqlDbType.Text, ct);
        await copy.WriteAsync(Array.Empty<string>(), NpgsqlDbType.Array | NpgsqlDbType.Text, ct);
        await copy.WriteAsync(Array.Empty<string>(), NpgsqlDbType.Array | NpgsqlDbType.Text, ct);
        await copy.WriteAsync(filed, NpgsqlDbType.Date, ct);
        await copy.WriteAsync(filed.AddYears(1), NpgsqlDbType.Date, ct);
        await copy.WriteAsync(Array.Empty<string>(), NpgsqlDbType.Array | NpgsqlDbType.Text, ct);
        await copy.WriteAsync("InForce", NpgsqlDbType.Varchar, ct);
        await copy.WriteAsync(0, NpgsqlDbType.Integer, ct);
        await copy.WriteAsync(PatentTerm.LastDay(PatentNumber.KindOf(number), filed), NpgsqlDbType.Date, ct);
        await copy.WriteAsync(TimeProvider.System.GetUtcNow(), NpgsqlDbType.TimestampTz, ct);
    }

    /// <summary>Invented serials, ten thousand for each year and kind.</summary>
    public static string NumberOf(int place) =>
        string.Create(CultureInfo.InvariantCulture, $"{2004 + (place / 20_000)}{1 + (place / 10_000 % 2)}{PatentNumber.FirstInventedSerial + (place % 10_000)}");

    /// <summary>All connections ask one query after the other; milliseconds of each.</summary>
    private static async Task<List<double>> LoadAsync(
        HttpClient http, PatentQueries.Query[] queries, Func<PatentQueries.Query, HttpRequestMessage> ask, TimeSpan @for, CancellationToken ct)
    {
        var next = -1;
        var until = Stopwatch.GetTimestamp() + (long)(@for.TotalSeconds * Stopwatch.Frequency);
        var each = await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(async () =>
        {
            var times = new List<double>();
            while (Stopwatch.GetTimestamp() < until)
            {
                using var request = ask(queries[(Interlocked.Increment(ref next) & int.MaxValue) % queries.Length]);
                var started = Stopwatch.GetTimestamp();
                using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
                await answer.Content.CopyToAsync(Stream.Null, ct);
                times.Add(Times.Since(started));
                if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{request.RequestUri} answered {(int)answer.StatusCode}.");
            }
            return times;
        }, ct)));
        return [.. each.SelectMany(times => times)];
    }

    /// <summary>From the commit until a search finds it.</summary>
    private static async Task<double> VisibleAsync(NpgsqlDataSource source, HttpClient http, CancellationToken ct)
    {
        const int Changes = ChangesPerSecond * 15;
        var tasks = new List<Task<double>>();
        var begun = Stopwatch.GetTimestamp();
        for (var change = 0; change < Changes; change++)
        {
            var wait = TimeSpan.FromSeconds((double)change / ChangesPerSecond) - Stopwatch.GetElapsedTime(begun);
            if (wait > TimeSpan.Zero) await Task.Delay(wait, ct);
            tasks.Add(ChangeAsync(source, http, change, ct));
        }
        return new Times(await Task.WhenAll(tasks)).P99;
    }

    private static async Task<double> ChangeAsync(NpgsqlDataSource source, HttpClient http, int change, CancellationToken ct)
    {
        var word = string.Create(CultureInfo.InvariantCulture, $"vsbl{change}x");
        await using var command = source.CreateCommand("update patents set title = title || $1 where application_no = $2");
        command.Parameters.Add(new() { Value = " " + word });
        command.Parameters.Add(new() { Value = NumberOf(change) });
        await command.ExecuteNonQueryAsync(ct);
        var committed = Stopwatch.GetTimestamp();
        await FoundAsync(http, word, 1, ct);
        return Times.Since(committed);
    }

    private static async Task FoundAsync(HttpClient http, string text, int total, CancellationToken ct)
    {
        for (var since = Stopwatch.GetTimestamp(); ; await Task.Delay(text.Length == 0 ? 250 : 2, ct))
        {
            using var answer = JsonDocument.Parse(await http.GetStringAsync($"/api/v1/patents?size=1&q={text}", ct));
            if (answer.RootElement.GetProperty("total").GetInt64() >= total) return;
            if (Stopwatch.GetElapsedTime(since) > TimeSpan.FromMinutes(10)) throw new TimeoutException("What was written is not found.");
        }
    }
}
