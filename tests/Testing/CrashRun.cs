using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.Testing;

/// <summary>What a run of kills found.</summary>
/// <param name="Acknowledged">Writes the program answered with success, each sent until it was.</param>
/// <param name="Lost">Acknowledged, but not in the database afterwards.</param>
/// <param name="Twice">Rows, messages or audit entries that one write left more than once, or not at all.</param>
/// <param name="Orphans">Processes left of the killed program after ten seconds.</param>
/// <param name="SlowestEnd">From the kill until nothing of the program was left.</param>
/// <param name="MedianStart">From then to ready again, with whatever the crash left to repair.</param>
public sealed record CrashReport(int Kills, int Acknowledged, int Lost, int Twice, int Orphans, bool AuditIntact, TimeSpan SlowestEnd, TimeSpan MedianStart, TimeSpan SlowestStart);

/// <summary>
/// Writers send enquiries without pause while the program is killed with SIGKILL and started again. A write that got no answer is repeated
/// with its Idempotency-Key, as a client would.
/// </summary>
public static class CrashRun
{
    private static readonly Dictionary<string, string> s_settings = new(StringComparer.Ordinal) { ["Messages__Gateway"] = "sandbox", ["Site__ContactMail"] = "operator@example.cn" };
    private static readonly TimeSpan s_endLimit = TimeSpan.FromSeconds(10);

    // Between two kills a few dozen writes are acknowledged and afterwards the outbox drains: seconds, on a machine that does other things too.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    public static async Task<CrashReport> RunAsync(int kills, int writers, CancellationToken ct, Action<int>? killed = null)
    {
        using var folder = new TemporaryFolder();
        var data = folder.In("data");
        var acknowledged = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var orphans = 0;
        var slowestEnd = TimeSpan.Zero;
        var starts = new List<TimeSpan>();
        var server = await StartAsync(data);
        var url = server.Url!;
        var writing = Enumerable.Range(0, writers).Select(writer => WriteAsync(writer, () => Volatile.Read(ref url), acknowledged, stop.Token, giveUp.Token)).ToList();
        try
        {
            for (var kill = 0; kill < kills; kill++)
            {
                // Killed after some more writes were acknowledged, and then at no particular moment of the next ones.
                await UntilAsync(acknowledged, acknowledged.Count + 5 + kill % 7 * 4, TimeSpan.FromMilliseconds(1 + kill % 5), ct);
                await server.KillAsync();
                var ended = Stopwatch.StartNew();
                while (ServeProcess.ProcessesWith(data).Count > 0 && ended.Elapsed < s_endLimit) await Task.Delay(20, ct);
                orphans += ServeProcess.ProcessesWith(data).Count;
                if (ended.Elapsed > slowestEnd) slowestEnd = ended.Elapsed;
                var starting = Stopwatch.StartNew();
                var next = await StartAsync(data);
                starts.Add(starting.Elapsed);
                await server.DisposeAsync();
                server = next;
                Volatile.Write(ref url, server.Url!);
                killed?.Invoke(kill + 1);
            }
            await UntilAsync(acknowledged, acknowledged.Count + writers, TimeSpan.FromMilliseconds(10), ct);
            await stop.CancelAsync();
            giveUp.CancelAfter(s_patience);
            await Task.WhenAll(writing);
            starts.Sort();
            return await InspectAsync(new DataFolder(data).ReadHolder()!.Database!, acknowledged, ct) with
            {
                Kills = kills,
                Orphans = orphans,
                SlowestEnd = slowestEnd,
                MedianStart = starts[starts.Count / 2],
                SlowestStart = starts[^1],
            };
        }
        finally
        {
            // However it ends: no writer goes on, and no program is left on a folder about to be deleted.
            await stop.CancelAsync();
            await giveUp.CancelAsync();
            await server.DisposeAsync();
        }
    }

    private static async Task<ServeProcess> StartAsync(string data)
    {
        var server = await ServeProcess.StartAsync(data, s_settings);
        if (server.Url is not null) return server;
        await using (server) throw new InvalidOperationException($"The program did not start: {server.Errors}");
    }

    private static async Task UntilAsync(ConcurrentDictionary<string, string> acknowledged, int enough, TimeSpan step, CancellationToken ct)
    {
        var waiting = Stopwatch.StartNew();
        while (acknowledged.Count < enough)
        {
            if (waiting.Elapsed > s_patience) throw new TimeoutException($"The program acknowledged {acknowledged.Count} writes and then none for too long.");
            await Task.Delay(step, ct);
        }
    }

    private static async Task WriteAsync(int writer, Func<string> url, ConcurrentDictionary<string, string> acknowledged, CancellationToken stop, CancellationToken giveUp)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(20) };
        for (var n = 0; !stop.IsCancellationRequested; n++)
        {
            var key = $"w{writer}-{n}";
            // Once begun, a write is repeated until it is acknowledged, also past the end of the run.
            while (!acknowledged.ContainsKey(key) && !giveUp.IsCancellationRequested)
            {
                try
                {
                    using var request = new HttpRequestMessage(HttpMethod.Post, url() + "/api/v1/enquiries")
                    {
                        Content = JsonContent.Create(new { role = "enterprise", text = $"崩溃试验 {key}", name = key, mail = $"{key}@example.cn" }),
                        Headers = { { "Idempotency-Key", key } },
                    };
                    using var response = await http.SendAsync(request, CancellationToken.None);
                    if (response.StatusCode != HttpStatusCode.Created) continue;
                    acknowledged[key] = (await response.Content.ReadFromJsonAsync<JsonElement>(CancellationToken.None)).GetProperty("reference").GetString()!;
                }
                // A server killed in the instant of connecting shows as a bare SocketException.
                catch (Exception e) when (e is HttpRequestException or SocketException or TaskCanceledException or IOException or JsonException or UriFormatException)
                {
                    await Task.Delay(20, CancellationToken.None);
                }
            }
        }
    }

    private static async Task<CrashReport> InspectAsync(DatabaseAddress address, ConcurrentDictionary<string, string> acknowledged, CancellationToken ct)
    {
        await using var db = new AppDbContext(new DbContextOptionsBuilder<AppDbContext>().UseNpgsql(address.App).Options);
        var waiting = Stopwatch.StartNew();
        while (await db.Database.SqlQuery<bool>($"select exists (select from outbox_events where done_at is null) as \"Value\"").SingleAsync(ct))
        {
            if (waiting.Elapsed > s_patience) throw new TimeoutException("The outbox does not drain.");
            await Task.Delay(50, ct);
        }
        // One row a write: enquiries by its name, messages and audit entries that hang on them.
        var rows = await db.Database.SqlQuery<Found>($"""
            select e.name as key, min(e.reference) as reference, count(*)::int as enquiries,
              (select count(*)::int from messages m where m.dedupe_key in (select d.prefix || e2.id from enquiries e2, (values ('contact.received:'), ('contact.operator:')) d(prefix) where e2.name = e.name)) as messages,
              (select count(*)::int from audit_entries a where a.subject in (select 'enquiry:' || e2.id from enquiries e2 where e2.name = e.name)) as audits
            from enquiries e group by e.name
            """).ToListAsync(ct);
        var byKey = rows.ToDictionary(row => row.Key, StringComparer.Ordinal);
        var lost = acknowledged.Count(write => !byKey.TryGetValue(write.Key, out var row) || row.Reference != write.Value);
        var twice = rows.Count(row => row.Enquiries != 1 || row.Messages != 2 || row.Audits != 1);
        await using var source = NpgsqlDataSource.Create(address.App);
        var audit = await AuditVerifier.VerifyAsync(source, expectedHead: null, ct);
        return new(0, acknowledged.Count, lost, twice, 0, audit.BrokenAt is null && audit.Entries == rows.Count, default, default, default);
    }

    private sealed record Found(string Key, string Reference, int Enquiries, int Messages, int Audits);
}
