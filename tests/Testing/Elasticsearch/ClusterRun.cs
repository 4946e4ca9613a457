using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Marketplace.Search;
using Marketplace.Search.Analysis;
using Marketplace.Search.Documents;
using Marketplace.Search.Elasticsearch;
using Marketplace.Search.Queries;

namespace Marketplace.Testing.Elasticsearch;

/// <param name="Lost">Changes that were acknowledged and are not there in the end.</param>
/// <param name="Wrong">Answers that left out what had been acknowledged before they were asked for.</param>
/// <param name="Turned">Calls that were turned away with a code while there was no master.</param>
/// <param name="LongestPause">Between two acknowledged changes.</param>
public sealed record ClusterReport(int Acknowledged, int Searches, int Lost, int Wrong, int Turned, TimeSpan LongestPause, bool ChecksumHolds);

/// <summary>Three nodes with one replica; the master is killed while documents are put in, taken out and searched for through one engine.</summary>
public static class ClusterRun
{
    private const int Writers = 3, Searchers = 2;

    private static readonly IndexSchema s_schema = new()
    {
        Name = "cluster",
        Version = 1,
        Texts = [new("title")],
        Columns = [new("writer", ColumnKind.Values), new("number", ColumnKind.Number)],
    };

    /// <summary>However slow the machine is, an election and a few retries take no longer.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    /// <param name="before">Changes to be acknowledged before the master is killed.</param>
    /// <param name="after">And after that.</param>
    public static async Task<ClusterReport> RunAsync(Analyzer analyzer, string heap, int before, int after, Action<string> tell)
    {
        var nodes = await ElasticsearchNode.StartClusterAsync(heap);
        try
        {
            tell("three nodes are up");
            var options = new ElasticsearchOptions { Addresses = [.. nodes.Select(node => node.Address)], Replicas = 1, Shards = 3, SearchTimeout = TimeSpan.FromSeconds(10) };
            using var engine = new ElasticsearchEngine(s_schema, analyzer, options, TimeProvider.System);
            await engine.RebuildAsync(AsyncEnumerable.Empty<SearchDocument>());
            var work = new Work(engine);
            var running = work.Start();
            await work.UntilAsync(before, s_patience);
            var master = await MasterAsync(nodes);
            await master.KillAsync();
            tell("the master is dead");
            await work.UntilAsync(before + after, s_patience);
            work.Stop();
            await running;
            return await work.ReportAsync();
        }
        finally
        {
            foreach (var node in nodes) await node.DisposeAsync();
        }
    }

    private static async Task<ElasticsearchNode> MasterAsync(IReadOnlyList<ElasticsearchNode> nodes)
    {
        using var http = new HttpClient();
        using var masters = JsonDocument.Parse(await http.GetStringAsync(new Uri(nodes[0].Address, "_cat/master?format=json")));
        var name = masters.RootElement[0].GetProperty("node").GetString()!;
        // The nodes are called n0, n1, n2 in the order they were started.
        return nodes[name[1] - '0'];
    }

    private sealed class Work(ElasticsearchEngine engine)
    {
        // What is acknowledged: id → version, and whether the document is there.
        private readonly ConcurrentDictionary<string, (long Version, bool There)> _acknowledged = new(StringComparer.Ordinal);
        private readonly long[] _written = new long[Writers];
        private volatile bool _stop;
        private int _changes, _searches, _wrong, _turned;
        private long _lastWrite = Stopwatch.GetTimestamp(), _longestPause;

        public void Stop() => _stop = true;

        /// <summary>Returns when so many changes were acknowledged, or when patience is over: the report says how many it were.</summary>
        public async Task UntilAsync(int changes, TimeSpan patience)
        {
            var start = Stopwatch.GetTimestamp();
            while (Volatile.Read(ref _changes) < changes && Stopwatch.GetElapsedTime(start) < patience) await Task.Delay(50);
        }

        public Task Start() => Task.WhenAll([.. Enumerable.Range(0, Writers).Select(WriteAsync), .. Enumerable.Range(0, Searchers).Select(_ => SearchAsync())]);

        public async Task<ClusterReport> ReportAsync()
        {
            var lost = 0;
            foreach (var (id, (version, there)) in _acknowledged)
            {
                if ((await engine.GetAsync(id))?.Version != (there ? version : null)) lost++;
            }
            var state = await engine.StateAsync();
            var living = _acknowledged.Where(each => each.Value.There).ToList();
            var checksum = living.Aggregate(0ul, (sum, each) => unchecked(sum + DocumentMark.Of(each.Key, each.Value.Version)));
            return new(_changes, _searches, lost, _wrong, _turned, Stopwatch.GetElapsedTime(0, _longestPause), (state.Checksum, state.DocumentCount) == (checksum, living.Count));
        }

        /// <summary>Twenty documents at a time; every third batch takes the one before out again. What is turned away is tried again, as the outbox does.</summary>
        private async Task WriteAsync(int writer)
        {
            for (var batch = 0; !_stop; batch++)
            {
                var (removes, first) = (batch % 3 == 2, (batch % 3 == 2 ? batch - 1 : batch) * 20);
                var changes = Enumerable.Range(first, 20).Select(number => removes ? IndexChange.Remove(Id(writer, number), 2) : IndexChange.Put(Document(writer, number))).ToList();
                while (await TriedAsync(() => engine.ApplyAsync(changes).AsTask()) is null)
                {
                }
                foreach (var change in changes) _acknowledged[change.Id] = (change.Version, !removes);
                Interlocked.Add(ref _changes, changes.Count);
                Interlocked.Add(ref _written[writer], removes ? -20 : 20);
                NotePause();
            }
        }

        private async Task SearchAsync()
        {
            for (var round = 0; !_stop; round++)
            {
                var writer = round % Writers;
                var before = Interlocked.Read(ref _written[writer]);
                var query = new EngineQuery { Words = new() { Wanted = [new("滴灌")] }, Filters = [new AnyValue("writer", [$"w{writer}"])], Budget = TimeSpan.FromSeconds(1) };
                if (await TriedAsync(() => engine.SearchAsync(query).AsTask()) is not { } result) continue;
                Interlocked.Increment(ref _searches);
                // Twenty of them may have been taken out again since.
                if (!result.Cut && result.Total < before - 20) Interlocked.Increment(ref _wrong);
            }
        }

        private async Task<T?> TriedAsync<T>(Func<Task<T>> call) where T : class
        {
            try
            {
                return await call();
            }
            catch (EngineAwayException)
            {
                Interlocked.Increment(ref _turned);
                await Task.Delay(100);
                return null;
            }
        }

        private void NotePause()
        {
            var now = Stopwatch.GetTimestamp();
            var pause = now - Interlocked.Exchange(ref _lastWrite, now);
            if (pause > Interlocked.Read(ref _longestPause)) Interlocked.Exchange(ref _longestPause, pause);
        }

        private static SearchDocument Document(int writer, int number) => new()
        {
            Id = Id(writer, number),
            Version = 1,
            Texts = new Dictionary<string, string>(StringComparer.Ordinal) { ["title"] = "棉田滴灌设备" },
            Values = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["writer"] = [$"w{writer}"] },
            Numbers = new Dictionary<string, long>(StringComparer.Ordinal) { ["number"] = number },
        };

        private static string Id(int writer, int number) => $"{writer}-{number:d6}";
    }
}
