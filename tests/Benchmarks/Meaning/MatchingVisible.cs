using System.Collections.Concurrent;
using System.Diagnostics;
using Marketplace.Benchmarks.Searching;
using Marketplace.Testing;
using Marketplace.Web.Platform.Database;
using Npgsql;
using NpgsqlTypes;

namespace Marketplace.Benchmarks.Meaning;

/// <summary>The whole program with all offers and five thousand needs: from the commit of a change to an offer until the table of matches has it, fifty changes a second.</summary>
internal static class MatchingVisible
{
    private const int Needs = 5_000, ChangesPerSecond = 50, Changes = 15 * ChangesPerSecond;

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    public static async Task RunAsync(Measures measures, PatentCorpus corpus, int count, CancellationToken ct)
    {
        using var folder = new TemporaryFolder();
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        await using (var first = await ServeProcess.StartAsync(folder.In("data"), environment))
        {
            await using var filling = Source(folder);
            await ApiBench.FillAsync(filling, corpus.Documents(count), ct);
            await FillAsync(filling, corpus, ct);
            await first.TerminateAsync();
        }
        // As after any restart: everything is read at once, the encoder goes on behind.
        await using var program = await ServeProcess.StartAsync(folder.In("data"), TimeSpan.FromMinutes(10), environment);
        await using var source = Source(folder);
        var since = Stopwatch.GetTimestamp();
        while (await ScalarAsync(source, "select count(*) from match_state where finished_at is not null and done = needs and needs > 0", ct) == 0)
        {
            if (Stopwatch.GetElapsedTime(since) > TimeSpan.FromMinutes(15)) throw new TimeoutException($"Nothing was matched. {program.Errors}");
            await Task.Delay(500, ct);
        }
        measures.Add("matching.first", Stopwatch.GetElapsedTime(since).TotalSeconds, "s", "5,000 needs read and matched for the first time, encoder and rows of both sides included");
        var words = await NeedsAsync(source, ct);
        measures.AtMost(1_000, "matching.visible.p99", new Times(await ChangeAsync(source, words, ct)).P99, "ms");
    }

    /// <summary>
    /// Offers take all the words of a need each, so that they answer it better than any other: many offers of the corpus share a title. One connection writes and one looks for all of them,
    /// every few milliseconds: one for each change would take the program's own away, and measure that.
    /// </summary>
    private static async Task<IReadOnlyCollection<double>> ChangeAsync(NpgsqlDataSource source, List<(Guid Id, string Title, string Text)> needs, CancellationToken ct)
    {
        var waiting = new ConcurrentDictionary<(Guid Need, string Offer), long>();
        var times = new List<double>();
        var seeing = Task.Run(async () =>
        {
            await using var connection = await source.OpenConnectionAsync(ct);
            while (times.Count < needs.Count)
            {
                foreach (var found in await FoundAsync(connection, [.. waiting.Keys], ct))
                    if (waiting.TryRemove(found, out var committed)) times.Add(Times.Since(committed));
                if (waiting.FirstOrDefault(one => Stopwatch.GetElapsedTime(one.Value) > s_patience) is { Value: > 0 } late) throw new TimeoutException($"Need {late.Key.Need} never met offer {late.Key.Offer}.");
                await Task.Delay(5, ct);
            }
        }, ct);
        await using var connection = await source.OpenConnectionAsync(ct);
        var begun = Stopwatch.GetTimestamp();
        foreach (var (change, need) in needs.Index())
        {
            var wait = TimeSpan.FromSeconds((double)change / ChangesPerSecond) - Stopwatch.GetElapsedTime(begun);
            if (wait > TimeSpan.Zero) await Task.Delay(wait, ct);
            var offer = ApiBench.NumberOf(change);
            await using var command = new NpgsqlCommand("update patents set title = $1, abstract = $2 where application_no = $3", connection) { Parameters = { new() { Value = need.Title }, new() { Value = need.Text }, new() { Value = offer } } };
            await command.ExecuteNonQueryAsync(ct);
            waiting[(need.Id, offer)] = Stopwatch.GetTimestamp();
        }
        await seeing;
        return times;
    }

    private static async Task<List<(Guid, string)>> FoundAsync(NpgsqlConnection connection, (Guid Need, string Offer)[] wanted, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select w.need, w.offer from unnest($1, $2) as w (need, offer) where exists (select from matches m where m.side = 'Need' and m.need_id = w.need and m.application_no = w.offer)", connection)
        {
            Parameters = { new() { Value = wanted.Select(one => one.Need).ToArray() }, new() { Value = wanted.Select(one => one.Offer).ToArray() } },
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        List<(Guid, string)> found = [];
        while (await reader.ReadAsync(ct)) found.Add((reader.GetGuid(0), reader.GetString(1)));
        return found;
    }

    private static async Task<List<(Guid Id, string Title, string Text)>> NeedsAsync(NpgsqlDataSource source, CancellationToken ct)
    {
        await using var command = source.CreateCommand($"select id, title, summary from needs order by id limit {Changes}");
        await using var reader = await command.ExecuteReaderAsync(ct);
        List<(Guid, string, string)> needs = [];
        while (await reader.ReadAsync(ct)) needs.Add((reader.GetGuid(0), reader.GetString(1), reader.GetString(2)));
        return needs;
    }

    /// <summary>Each patent in a listing of its own, and the needs.</summary>
    private static async Task FillAsync(NpgsqlDataSource source, PatentCorpus corpus, CancellationToken ct)
    {
        await using var listings = source.CreateCommand("""
            with offered as (select gen_random_uuid() as id, application_no from patents),
            listed as (insert into listings (id, region_path, state, forms, fee_model, fee_yuan, maturity, industries, chains, published_at, created_at, changed_at, confirmed_on)
              select id, '', 'Public', '{OpenLicence,OrdinaryLicence}', 'LumpSum', 30000, 7, '{}', '{}', now(), now(), now(), current_date from offered)
            insert into listing_patents (listing_id, application_no, place) select id, application_no, 1 from offered
            """);
        listings.CommandTimeout = 600;
        await listings.ExecuteNonQueryAsync(ct);
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var copy = await connection.BeginBinaryImportAsync("""
            copy needs (phone_proven, id, source, state, visibility, pseudonym, title, summary, ipc, chains, forms, cooperation, region_path, created_at, changed_at) from stdin (format binary)
            """, ct);
        var now = TimeProvider.System.GetUtcNow();
        foreach (var (place, (title, text)) in MatchingNeeds.Make(corpus, Needs).Index())
        {
            await copy.StartRowAsync(ct);
            await copy.WriteAsync(false, NpgsqlDbType.Boolean, ct);
            await copy.WriteAsync(Guid.CreateVersion7(now.AddMilliseconds(place)), NpgsqlDbType.Uuid, ct);
            foreach (var word in (string[])["Owner", "Open", "Anonymous", $"P{place:D6}", title.Length > 100 ? title[..100] : title, text]) await copy.WriteAsync(word, NpgsqlDbType.Varchar, ct);
            for (var i = 0; i < 4; i++) await copy.WriteAsync(Array.Empty<string>(), NpgsqlDbType.Array | NpgsqlDbType.Text, ct);
            await copy.WriteAsync("", NpgsqlDbType.Varchar, ct);
            await copy.WriteAsync(now, NpgsqlDbType.TimestampTz, ct);
            await copy.WriteAsync(now, NpgsqlDbType.TimestampTz, ct);
        }
        await copy.CompleteAsync(ct);
    }

    private static NpgsqlDataSource Source(TemporaryFolder folder) => NpgsqlDataSource.Create(new DataFolder(folder.In("data")).ReadHolder()!.Database!.App);

    private static async Task<long> ScalarAsync(NpgsqlDataSource source, string sql, CancellationToken ct)
    {
        await using var command = source.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }
}
