using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Testing;
using Microsoft.AspNetCore.Builder;

namespace Marketplace.Web.Tests.Platform.Api;

/// <summary>
/// The public API changes only together with <c>docs/api/openapi.v1.json</c>. Write it anew with
/// <c>UPDATE_SNAPSHOTS=1 ./test OpenApiSnapshot</c> and read the difference before committing it.
/// </summary>
public sealed class OpenApiSnapshotTests(PostgresServer server)
{
    private static readonly string s_snapshot = Repository.PathOf("docs", "api", "openapi.v1.json");
    private static readonly JsonSerializerOptions s_readable = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_description_is_the_one_that_was_agreed()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        Snapshot.ShouldMatch("docs/api/openapi.v1.json", await DescriptionAsync(app));
    }

    [Fact]
    public async Task A_route_that_nobody_agreed_on_is_noticed()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync(), map: web => web.MapGet("/api/v1/secretly-added", () => "hello"));
        var now = await DescriptionAsync(app);
        now.ShouldContain("/api/v1/secretly-added");
        now.ShouldNotBe(await File.ReadAllTextAsync(s_snapshot, Ct));
    }

    [Fact]
    public async Task Every_operation_has_a_name_a_tag_and_says_how_it_fails()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        var document = JsonNode.Parse(await DescriptionAsync(app))!;
        document["openapi"]!.GetValue<string>().ShouldStartWith("3.1");
        var operations = document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(operation => (path.Key, operation.Value!))).ToList();
        operations.ShouldNotBeEmpty();
        foreach (var (path, operation) in operations)
        {
            operation["operationId"].ShouldNotBeNull(path);
            operation["tags"].ShouldNotBeNull(path);
            operation["responses"]!.AsObject().Any(r => r.Key[0] == '4').ShouldBeTrue(path);
        }
    }

    private static async Task<string> DescriptionAsync(RunningApp app) =>
        JsonNode.Parse(await app.Http.GetStringAsync("/openapi/v1.json", Ct))!.ToJsonString(s_readable) + "\n";
}
