using Marketplace.Search.Analysis;
using Marketplace.Testing;
using Marketplace.Testing.Elasticsearch;

namespace Marketplace.Benchmarks.Searching;

/// <summary>Kills the master of three Elasticsearch nodes under load: nothing acknowledged may be lost.</summary>
internal static class ClusterBench
{
    public static readonly Bench Bench = new("cluster", false, "kills the master of three Elasticsearch nodes while they index and search (a minute and a half, 2 GB of memory)", RunAsync);

    // Some ten seconds before the master is killed, and after.
    private const int Changes = 10_000;

    private static async Task RunAsync(Measures measures, CancellationToken ct)
    {
        if (ElasticsearchNode.Tool is null) throw new InvalidOperationException("There is no shared/elasticsearch beside the checkout.");
        var analyzer = Analyzer.Load(Repository.PathOf("data"));
        var report = await ClusterRun.RunAsync(analyzer, "384m", Changes, Changes, said => Console.Error.WriteLine($"cluster: {said}"));
        measures.AtLeast(2 * Changes, "cluster.acknowledged", report.Acknowledged, "changes");
        measures.Add("cluster.searches", report.Searches, "searches");
        measures.AtMost(0, "cluster.lost", report.Lost, "changes");
        measures.AtMost(0, "cluster.wrong", report.Wrong, "answers");
        measures.AtLeast(1, "cluster.checksum.holds", report.ChecksumHolds ? 1 : 0, "yes=1");
        measures.Add("cluster.turned.away", report.Turned, "calls");
        measures.Add("cluster.pause.max", report.LongestPause.TotalSeconds, "s");
    }
}
