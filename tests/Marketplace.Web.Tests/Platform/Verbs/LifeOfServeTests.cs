using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Net.Sockets;
using Marketplace.Testing;
using Marketplace.Web.Platform.Database;

namespace Marketplace.Web.Tests.Platform.Verbs;

/// <summary>The real program from its first start in an empty folder to the next one, in a folder below one that is closed to other users.</summary>
public sealed class LifeOfServeTests
{
    private static readonly Dictionary<string, string> s_quick = new(StringComparer.Ordinal) { ["Postgres__Durable"] = "false" };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_starts_beside_a_verb_ends_in_time_leaves_nothing_running_and_keeps_its_data()
    {
        using var folder = new TemporaryFolder();
        var data = folder.In("data");
        // Both at once on a folder that is not there: whichever comes first, the other waits or joins.
        var migrating = ServeProcess.RunAsync(s_quick, "migrate", "--data", data);
        await using var serve = await ServeProcess.StartAsync(data, s_quick);
        serve.Url.ShouldNotBeNull(serve.Errors);
        var migrated = await migrating;
        migrated.Code.ShouldBe(0, migrated.Errors);

        using (var http = new HttpClient())
        {
            var sent = await http.PostAsJsonAsync(serve.Url + "/api/v1/enquiries", new { role = "other", text = "想咨询一下", name = "王五", phone = "13800001234" }, Ct);
            sent.EnsureSuccessStatusCode();
        }
        // A request that never ends must not hold the stop back: twenty seconds are promised.
        using var hanging = new TcpClient("127.0.0.1", new Uri(serve.Url).Port);
        await hanging.GetStream().WriteAsync("POST /api/v1/enquiries HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"u8.ToArray(), Ct);
        var stop = Stopwatch.StartNew();
        (await serve.TerminateAsync()).ShouldBe(0, serve.Errors);
        stop.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));   // What ./run promises.
        while (ServeProcess.ProcessesWith(data).Count > 0 && stop.Elapsed < TimeSpan.FromSeconds(20)) await Task.Delay(20, Ct);
        ServeProcess.ProcessesWith(data).ShouldBeEmpty();

        // Notes of holders that are gone, whose numbers now belong to this test; and the folder by another of its names.
        var stale = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        await File.WriteAllTextAsync(Path.Combine(data, "pg", "postmaster.pid"), $"{stale}\n{data}/pg\n1\n2\n\n\n", Ct);
        new DataFolder(data).WriteHolder(new(Environment.ProcessId, "serve", new("Host=127.0.0.1;Port=1", "Host=127.0.0.1;Port=1")));
        Directory.CreateSymbolicLink(folder.In("link"), data);
        var again = await ServeProcess.RunAsync(s_quick, "audit", "verify", "--data", folder.In("link"));
        again.Code.ShouldBe(0, again.Errors);
        again.Output.ShouldContain("entries=1\n");
        again.Output.ShouldContain("intact=yes");
    }
}
