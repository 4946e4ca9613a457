using System.Globalization;
using Marketplace.Testing;
using Marketplace.Web.Conversions.Counting;
using Marketplace.Web.Platform.Calendar;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Marketplace.Benchmarks;

/// <summary>
/// What a million conversions cost to count: a region's dashboard (its figures and those of each region below, of a quarter) at all five levels, and all figures of a region as of any day, against the same
/// questions put to the database in plain SQL in the same run. Ends with an error where the two differ.
/// </summary>
internal static class StatisticsBench
{
    private const int Facts = 1_000_000, Dashboards = 200, Compared = 12;

    private static readonly DateTimeOffset s_now = new(2026, 1, 15, 0, 0, 0, TimeSpan.Zero);

    public static readonly Bench Bench = new("statistics", Quick: false, "dashboards over a million conversions at five levels, against plain SQL (five minutes)", RunAsync);

    private static async Task RunAsync(Measures measures, BenchOptions options, CancellationToken ct)
    {
        var server = new PostgresServer();
        await server.InitializeAsync();
        try
        {
            var address = await server.NewDatabaseAsync();
            await using var source = NpgsqlDataSource.Create(address.Owner);
            await FillAsync(source, options.Documents ?? Facts, ct);
            await using var app = await RunningApp.StartAsync(address);
            await using var scope = app.Services.CreateAsyncScope();
            using var store = new FactStore();
            var reader = scope.ServiceProvider.GetRequiredService<FactReader>();
            var (columns, load) = await TimedAsync(() => store.ColumnsAsync(reader, ct));
            measures.Add("statistics.load", load / 1000, "s", "read and laid in columns, after a start");
            measures.Add("statistics.one-more.median", await MoreAsync(source, store, reader, ct), "ms", "the first figure after one more conversion was verified");
            columns = await store.ColumnsAsync(reader, ct);

            var regions = await RegionsAsync(source, ct);
            var random = new Random(7);
            PeriodLock[] locks = [new(regions[1].Path, new(2025, 3), s_now.AddDays(-60))];
            var marks = new List<double>();
            foreach (var level in regions.GroupBy(r => r.Level).OrderBy(same => same.Key, StringComparer.Ordinal))
            {
                var times = new List<double>();
                for (var n = 0; n < Dashboards / 5; n++)
                {
                    var path = Pick(level.ToList(), random).Path;
                    var below = regions.Where(r => r.Parent == path).Select(r => r.Path);
                    var quarter = new Quarter(2022 + random.Next(4), 1 + random.Next(4));
                    // As a page does: ask whether what is kept is all that is known, then count from nothing.
                    var (_, mark) = await TimedAsync(() => store.ColumnsAsync(reader, ct));
                    var (_, count) = await TimedAsync(() => Task.FromResult(Dashboard(columns, [path, .. below], quarter, locks)));
                    marks.Add(mark);
                    times.Add(mark + count);
                }
                measures.AtMost(150, $"statistics.dashboard.{level.Key}.p95", Percentile(times, 0.95), "ms");
            }
            measures.Add("statistics.mark.median", Percentile(marks, 0.5), "ms", "whether anything more is known: part of each dashboard");
            var recounts = new List<double>();
            for (var n = 0; n < Dashboards / 5; n++)
            {
                var (path, asOf, on) = (Pick(regions, random).Path, s_now.AddDays(-random.Next(1_500)), new DateOnly(2022, 1, 1).AddDays(random.Next(1_460)));
                recounts.Add((await TimedAsync(() => Task.FromResult(Figures(columns, path, null, on, locks, asOf)))).Milliseconds);
            }
            measures.AtMost(1_000, "statistics.recount.p95", Percentile(recounts, 0.95), "ms");
            await CompareAsync(measures, source, columns, regions, random, ct);
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    /// <summary>Each time one more is known of a conversion that is there already.</summary>
    private static async Task<double> MoreAsync(NpgsqlDataSource source, FactStore store, FactReader reader, CancellationToken ct)
    {
        var times = new List<double>();
        for (var n = 1; n <= 9; n++)
        {
            await using var command = source.CreateCommand("insert into known_changes (conversion_id, transaction) values (md5('c' || $1)::uuid, pg_current_xact_id()::text::bigint)");
            command.Parameters.Add(new() { Value = n });
            await command.ExecuteNonQueryAsync(ct);
            times.Add((await TimedAsync(() => store.ColumnsAsync(reader, ct))).Milliseconds);
        }
        return Percentile(times, 0.5);
    }

    private static List<decimal> Dashboard(FactColumns columns, IReadOnlyList<string> paths, Quarter quarter, PeriodLock[] locks)
    {
        var counter = new FactCounter(columns, locks, s_now);
        return [.. paths.SelectMany(path => counter.Standard(path, quarter.First, quarter.Last))];
    }

    private static List<decimal> Figures(FactColumns columns, string path, DateOnly? from, DateOnly on, PeriodLock[] locks, DateTimeOffset asOf)
    {
        var counter = new FactCounter(columns, locks, asOf);
        return [.. StandardRules.All.Select(rule => counter.Count(new(rule, path, from, on)))];
    }

    /// <summary>The figures of conversions, one region, one year.</summary>
    private static async Task CompareAsync(Measures measures, NpgsqlDataSource source, FactColumns columns, List<(string Level, string Path, string Parent)> regions, Random random, CancellationToken ct)
    {
        var (plain, own) = (new List<double>(), new List<double>());
        for (var n = 0; n < Compared; n++)
        {
            var (path, year) = (Pick(regions.Where(r => r.Level != "5-zone").ToList(), random).Path, 2022 + n % 4);
            var (counted, took) = await TimedAsync(() => Task.FromResult(Figures(columns, path, new(year, 1, 1), new(year, 12, 31), [], s_now)[..StandardRules.Conversions.Count]));
            var (asked, sql) = await TimedAsync(() => AskAsync(source, path, year, ct));
            if (!counted.SequenceEqual(asked)) throw new InvalidOperationException($"{path} {year}: {string.Join(' ', counted)} counted, {string.Join(' ', asked)} by SQL.");
            plain.Add(sql);
            own.Add(took);
        }
        measures.Add("statistics.sql.median", Percentile(plain, 0.5), "ms", "the same figures of one region by plain SQL");
        measures.Add("statistics.columns.median", Percentile(own, 0.5), "ms", "from columns");
        measures.Add("statistics.times-faster", Percentile(plain, 0.5) / Percentile(own, 0.5), "times", "than plain SQL");
    }

    private static async Task<List<decimal>> AskAsync(NpgsqlDataSource source, string path, int year, CancellationToken ct)
    {
        await using var command = source.CreateCommand("""
            with last as (
              select distinct on (f.conversion_id) f.* from filings f where f.verified_at is not null and f.verified_at <= $3 order by f.conversion_id, f.number desc),
            counted as (
              select l.* from last l join filing_parties t on t.filing_id = l.id and t.side = 'Taker' and t.place = 1
              where l.kind <> 'Reversal' and l.type <> 'Pledge' and l.nature in ('Market', 'Related') and l.level >= case when l.type in ('Assignment', 'ApplicationAssignment', 'OpenLicence') then 'L3' else 'L2' end
                and t.region_path like $1 || '%' and l.effective_on >= make_date($2, 1, 1) and l.effective_on <= make_date($2, 12, 31)
                and not exists (select from merges m where m.from_id = l.conversion_id and m.at <= $3 and (m.undone_at is null or m.undone_at > $3)))
            select (select count(*) from counted)::numeric, (select count(distinct p.application_no) from counted c join filing_patents p on p.filing_id = c.id)::numeric,
              (select count(*) from counted c join filing_patents p on p.filing_id = c.id)::numeric, (select count(distinct t.key) from counted c join filing_parties t on t.filing_id = c.id and t.side = 'Taker')::numeric,
              (select count(distinct t.key) from counted c join filing_parties t on t.filing_id = c.id and t.side = 'Taker' and t.small)::numeric,
              (select coalesce(sum(coalesce(new_amount, amount)), 0) from counted), (select coalesce(sum(paid), 0) from counted)
            """);
        command.Parameters.Add(new() { Value = path });
        command.Parameters.Add(new() { Value = year });
        command.Parameters.Add(new() { Value = s_now });
        await using var rows = await command.ExecuteReaderAsync(ct);
        await rows.ReadAsync(ct);
        return [.. Enumerable.Range(0, rows.FieldCount).Select(rows.GetDecimal)];
    }

    /// <summary>Conversions of four years all over the country, one in twenty corrected later, one in a hundred one with another. What guards the tables is off: nobody filed these.</summary>
    private static async Task FillAsync(NpgsqlDataSource source, int facts, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var command = new NpgsqlCommand(string.Create(CultureInfo.InvariantCulture, $"""
            set session_replication_role = replica;
            create temp table places as select row_number() over (order by path) - 1 as no, case when row_number() over (order by path) % 5 = 0 then path || 'L-1/' else path end as path from regions where level = 'County' and valid_to is null;
            create temp table said as
              select n, md5('c' || n)::uuid as conversion, md5('f' || n)::uuid as id, p.path as place, q.path as giver,
                (array['OpenLicence', 'OrdinaryLicence', 'ExclusiveLicence', 'Assignment', 'Pledge'])[1 + n % 5] as type, date '2022-01-01' + ((n::bigint * 7919 % 1461)::int) as day
              from generate_series(1, {facts}) n
              join places p on p.no = n::bigint * 104729 % (select count(*) from places) join places q on q.no = n * 15485863::bigint % (select count(*) from places);
            insert into conversions (id, reference, origin, region_path, filings, at) select conversion, lpad(to_hex(n), 8, '0'), 'Imported', place, 1, day + time '08:00' at time zone 'utc' from said;
            insert into filings (id, conversion_id, number, kind, region_path, type, nature, first_loan, mixed, level, fingerprint, at, state, since, steps, signed_on, effective_on, recorded_on, amount, paid, verified_at)
              select case v when 1 then id else md5('g' || n)::uuid end, conversion, v, case v when 1 then 'First' else 'Correction' end, place, type, 'Market', false, false, (array['L2', 'L3', 'L3', 'L4', 'L5'])[1 + n / 5 % 5], md5('p' || n), now(), 'Verified', day, 4,
                day, day, day + 20, n % 1000 * 100 + v, n % 300 * 100, (day + 30 * v) + time '08:00' at time zone 'utc'
              from said, generate_series(1, 2) v where v = 1 or n % 20 = 0;
            insert into filing_patents (filing_id, application_no, place, returned)
              select f.id, (200000000000 + s.n * 13 % {Math.Max(1, facts / 2)} + k)::text, k, false from said s join filings f on f.conversion_id = s.conversion, generate_series(1, 2) k where k = 1 or s.n % 5 = 1;
            insert into filing_parties (filing_id, side, place, key, name, region_path, small, public)
              select f.id, 'Giver', 1, 'G' || s.n % 5000, '甲', s.giver, false, s.n % 3 > 0 from said s join filings f on f.conversion_id = s.conversion
              union all select f.id, 'Taker', 1, 'T' || s.n * 31 % {Math.Max(1, facts / 3)}, '乙', s.place, s.n % 4 > 0, false from said s join filings f on f.conversion_id = s.conversion;
            insert into merges (id, from_id, into_id, reason, at) select md5('m' || n)::uuid, conversion, md5('c' || n - 1)::uuid, '', timestamptz '2025-06-01 00:00+00' from said where n % 100 = 0;
            analyze;
            """), connection) { CommandTimeout = 1200 };
        await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task<List<(string Level, string Path, string Parent)>> RegionsAsync(NpgsqlDataSource source, CancellationToken ct)
    {
        await using var command = source.CreateCommand("select path from regions where valid_to is null and level <> 'Local' union select distinct region_path from filing_parties where region_path like '%L-1/'");
        await using var rows = await command.ExecuteReaderAsync(ct);
        var found = new List<(string, string, string)> { ("1-nation", "/", "") };
        while (await rows.ReadAsync(ct))
        {
            var path = rows.GetString(0);
            var parent = path[..(path[..^1].LastIndexOf('/') + 1)];
            found.Add((path.EndsWith("L-1/", StringComparison.Ordinal) ? "5-zone" : path.Count(c => c == '/') switch { 2 => "2-province", 3 => "3-prefecture", _ => "4-county" }, path, parent));
        }
        return found;
    }

    private static async Task<(T Result, double Milliseconds)> TimedAsync<T>(Func<Task<T>> act)
    {
        var started = TimeProvider.System.GetTimestamp();
        var result = await act();
        return (result, TimeProvider.System.GetElapsedTime(started).TotalMilliseconds);
    }

    private static double Percentile(List<double> times, double part) => times.Order().ElementAt((int)Math.Min(times.Count - 1, Math.Ceiling(times.Count * part) - 1));

    private static T Pick<T>(List<T> from, Random random) => from[random.Next(from.Count)];
}
