using Marketplace.Search.Tests.Analysis;
using Marketplace.Testing.Elasticsearch;
using Shouldly;
using Xunit;

namespace Marketplace.Search.Tests.Elasticsearch;

/// <summary>A minute on an idle machine and 2 GB of memory: it runs when ELASTICSEARCH_CLUSTER is set, and as <c>./bench cluster</c>.</summary>
public sealed class ClusterTests
{
    [Fact]
    public async Task Nothing_acknowledged_is_lost_when_the_master_dies()
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable("ELASTICSEARCH_CLUSTER") is not { Length: > 0 }, "Set ELASTICSEARCH_CLUSTER=1, or run ./bench cluster.");
        Assert.SkipWhen(ElasticsearchNode.Tool is null, "No shared/elasticsearch beside the checkout.");

        var report = await ClusterRun.RunAsync(SharedAnalyzer.Instance, "256m", before: 600, after: 600, TestContext.Current.SendDiagnosticMessage);

        TestContext.Current.TestOutputHelper!.WriteLine(report.ToString());
        (report.Lost, report.Wrong, report.ChecksumHolds).ShouldBe((0, 0, true));
        report.Acknowledged.ShouldBeGreaterThanOrEqualTo(1200);
    }
}
