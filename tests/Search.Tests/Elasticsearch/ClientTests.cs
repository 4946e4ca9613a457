using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Marketplace.Search.Elasticsearch;
using Marketplace.Search.Tests.Analysis;
using Shouldly;
using Xunit;

namespace Marketplace.Search.Tests.Elasticsearch;

/// <summary>How the client takes what a server may say, on a server that says whatever it is told.</summary>
public sealed class ClientTests
{
    private const string Eight = """{"version":{"number":"8.19.8"},"tagline":"You Know, for Search"}""";

    [Theory]
    [InlineData("""{"version":{"number":"7.17.0"}}""")]
    [InlineData("""{"version":{"number":"9.0.1"}}""")]
    [InlineData("""{"version":{"number":"8.0.0","distribution":"opensearch"}}""")]
    [InlineData("{}")]
    [InlineData("<html>It works!</html>")]
    public async Task Another_version_or_product_is_refused(string root)
    {
        await using var server = await FakeServer.StartAsync((_, _) => (200, root));
        using var engine = EngineAt(server.Address);

        (await engine.LookAsync()).ShouldBe(new(false, 0, null, "elasticsearch_version"));
        (await Should.ThrowAsync<EngineAwayException>(() => engine.AskAsync(new()))).Code.ShouldBe("elasticsearch_version");
        (await Should.ThrowAsync<EngineAwayException>(() => engine.FillAsync([]))).Code.ShouldBe("elasticsearch_version");
    }

    [Theory]
    [InlineData(429)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task What_passes_is_tried_again(int status)
    {
        var calls = 0;
        await using var server = await FakeServer.StartAsync((_, _) => Interlocked.Increment(ref calls) == 1 ? (status, "busy") : (200, Eight));
        using var client = new ElasticsearchClient(OptionsFor(server.Address), TimeProvider.System);

        await client.CheckVersionAsync(TestContext.Current.CancellationToken);

        calls.ShouldBe(2);
    }

    [Theory]
    [InlineData(401, "elasticsearch_away")]
    [InlineData(500, "elasticsearch_away")]
    [InlineData(503, "elasticsearch_away")]
    [InlineData(404, null)]
    [InlineData(400, null)]
    public async Task What_does_not_pass_is_said(int status, string? code)
    {
        await using var server = await FakeServer.StartAsync((_, _) => (status, "\"no JSON object\""));
        using var client = new ElasticsearchClient(OptionsFor(server.Address), TimeProvider.System);

        var failure = await Should.ThrowAsync<Exception>(() => client.CheckVersionAsync(TestContext.Current.CancellationToken));

        (failure as EngineAwayException)?.Code.ShouldBe(code);
        if (code is null) failure.ShouldBeOfType<ElasticsearchException>().Status.ShouldBe(status);
    }

    [Fact]
    public async Task A_node_that_is_gone_is_passed_over_and_then_left_alone()
    {
        await using var gone = await FakeServer.StartAsync((_, _) => (200, Eight));
        var address = gone.Address;
        await gone.DisposeAsync();
        await using var server = await FakeServer.StartAsync((_, _) => (200, Eight));
        using var client = new ElasticsearchClient(OptionsFor(address, server.Address), TimeProvider.System);

        for (var i = 0; i < 40; i++) await client.CheckVersionAsync(TestContext.Current.CancellationToken);

        server.Requests.ShouldBe(40);
    }

    [Fact]
    public async Task Nobody_waits_for_the_only_node_when_it_keeps_failing()
    {
        await using var gone = await FakeServer.StartAsync((_, _) => (200, Eight));
        var address = gone.Address;
        await gone.DisposeAsync();
        using var client = new ElasticsearchClient(OptionsFor(address), TimeProvider.System);
        Task CallAsync() => client.CheckVersionAsync(TestContext.Current.CancellationToken);

        for (var i = 0; i < 6; i++) (await Should.ThrowAsync<EngineAwayException>(CallAsync)).Code.ShouldBe("elasticsearch_away");

        (await Should.ThrowAsync<EngineAwayException>(CallAsync)).InnerException.ShouldBeOfType<Polly.CircuitBreaker.BrokenCircuitException>();
    }

    [Fact]
    public async Task Items_of_a_bulk_are_looked_at_one_by_one()
    {
        var bodies = new ConcurrentQueue<string>();
        await using var server = await FakeServer.StartAsync((call, body) =>
        {
            if (!call.EndsWith("_bulk", StringComparison.Ordinal)) return (200, "{}");
            bodies.Enqueue(body);
            return bodies.Count > 1
                ? (200, """{"errors":false,"items":[{"index":{"status":200}},{"index":{"status":409,"error":{"type":"version_conflict_engine_exception"}}}]}""")
                : (200, """
                    {"errors":true,"items":[{"index":{"status":201}},{"index":{"status":429,"error":{"type":"es_rejected_execution_exception","reason":"full queue"}}},
                    {"index":{"status":400,"error":{"type":"document_parsing_exception","reason":"no"}}},{"index":{"status":503,"error":{"type":"unavailable_shards_exception","reason":"moving"}}}]}
                    """);
        });
        using var client = new ElasticsearchClient(OptionsFor(server.Address), TimeProvider.System);
        var lines = Enumerable.Range(0, 4).Select(i => new DocumentLine($"{i}", Encoding.UTF8.GetBytes($"{{\"{i}\"}}\n"), null)).Append(new("bad", [], "id_length")).ToList();

        var outcomes = await new BulkWriter(client, TimeProvider.System).WriteAsync("alias", lines, refresh: true, TestContext.Current.CancellationToken);

        outcomes.Select(outcome => outcome.Kind).ShouldBe([OutcomeKind.Applied, OutcomeKind.Applied, OutcomeKind.Refused, OutcomeKind.Stale, OutcomeKind.Refused]);
        outcomes[2].Reason.ShouldBe("document_parsing_exception: no");
        bodies.ShouldBe(["{\"0\"}\n{\"1\"}\n{\"2\"}\n{\"3\"}\n", "{\"1\"}\n{\"3\"}\n"]);
    }

    [Fact]
    public async Task A_search_that_ran_out_of_time_is_cut_and_one_that_lacks_shards_is_none()
    {
        var shards = 0;
        var index = new JsonObject { ["samples-v1"] = IndexDefinition.Create(Sample.Schema, new()) };
        await using var server = await FakeServer.StartAsync((call, _) => call switch
        {
            "GET /" => (200, Eight),
            "GET /samples" => (200, index.ToJsonString()),
            _ => (200, "{\"timed_out\":true,\"_shards\":{\"failed\":" + shards + "},\"hits\":{\"total\":{\"value\":7},\"hits\":[]}}"),
        });
        using var engine = EngineAt(server.Address);

        var result = await engine.AskAsync(new() { Facets = [new("kind")] });
        (result.Cut, result.Total, result.Facets["kind"].Count).ShouldBe((true, 7, 0));
        shards = 1;
        (await Should.ThrowAsync<EngineAwayException>(() => engine.AskAsync(new()))).Code.ShouldBe("elasticsearch_away");
    }

    [Theory]
    [InlineData("key", "ApiKey key")]
    [InlineData(null, "Basic ZWxhc3RpYzrlr4bnoIE=")]
    public async Task It_says_who_it_is(string? key, string expected)
    {
        await using var server = await FakeServer.StartAsync((_, _) => (200, Eight));
        var options = OptionsFor(server.Address);
        (options.ApiKey, options.User, options.Password) = (key, "elastic", "密码");
        using var client = new ElasticsearchClient(options, TimeProvider.System);

        await client.CheckVersionAsync(TestContext.Current.CancellationToken);

        server.Authorization.ShouldBe(expected);
    }

    private static ElasticsearchOptions OptionsFor(params Uri[] addresses) => new() { Addresses = addresses, SearchTimeout = TimeSpan.FromSeconds(30) };

    private static ElasticsearchEngine EngineAt(Uri address) => new(Sample.Schema, SharedAnalyzer.Instance, OptionsFor(address), TimeProvider.System);
}
