using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Marketplace.Testing;
using Marketplace.Web.Catalogue.Import;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Platform.Database;
using Marketplace.Web.Platform.Spreadsheets;
using Npgsql;
using NpgsqlTypes;

namespace Marketplace.Benchmarks;

/// <summary>A hundred thousand patents from Excel until they can be found, by the command as people give it; beside it a bare COPY of the same rows on the same server.</summary>
internal static class PatentImportBench
{
    /// <summary>What the measures' plain names stand for.</summary>
    private const int Rows = 100_000;

    public static readonly Bench Bench = new("import", Quick: false, "a hundred thousand patents from Excel, and a bare COPY of the same rows", RunAsync);

    private sealed record Row(string No, string Title, string Holder, DateOnly Filed, string Ipc, string Abstract);

    private static async Task RunAsync(Measures measures, BenchOptions options, CancellationToken ct)
    {
        var count = options.Documents ?? Rows;
        var end = options.Documents is null ? "" : string.Create(CultureInfo.InvariantCulture, $".{count}");
        var rows = Grow(count);
        using var folder = new TemporaryFolder();
        var (data, path) = (folder.In("data"), folder.In("patents.xlsx"));
        await File.WriteAllBytesAsync(path, XlsxWriter.Write("专利", PatentColumns.Fields([PatentColumns.Number, PatentColumns.Title, PatentColumns.Applicants, PatentColumns.Filed, PatentColumns.MainClass, PatentColumns.Abstract]), rows.Select(Cells)), ct);
        if ((await ServeProcess.RunAsync(null, "migrate", "--data", data)).Code != 0) throw new InvalidOperationException("The database could not be made.");

        var (seconds, peak) = await ImportAsync(path, data, count, ct);
        var (again, _) = await ImportAsync(path, data, count, ct, unchanged: true);
        var copied = await CopyAsync(rows, data, ct);
        if (end.Length == 0) measures.AtLeast(3_000, "import.rows", count / seconds, "rows/s");
        else measures.Add("import.rows" + end, count / seconds, "rows/s");
        measures.Add("import.copy.rows" + end, count / copied, "rows/s", "a bare COPY of the same rows");
        measures.AtMost(30, "import.copy.times" + end, seconds / copied, "import / COPY");
        measures.AtMost(600, "import.memory" + end, peak, "MB");
        measures.Add("import.again.rows" + end, count / again, "rows/s", "the same file: nothing changes");
    }

    /// <summary>Texts of real patents under numbers that nobody can have.</summary>
    private static List<Row> Grow(int count)
    {
        var real = File.ReadLines(SharedData.PathOf("patents.tsv")).Skip(1).Select(line => line.Split('\t')).Where(cells => cells.Length > 6 && cells[2].Length is > 0 and <= 200).ToList();
        // Years and kinds first, so that serials stay small: 22 years of two kinds hold 440,000 numbers.
        return [.. Enumerable.Range(0, count).Select(n =>
        {
            var (cells, year, kind) = (real[n % real.Count], 2004 + n % 22, 1 + n / 22 % 2);
            var ipc = PatentClass.Ipc(cells[5]) ?? "A01B33/00";
            return new Row(string.Create(CultureInfo.InvariantCulture, $"{year}{kind}{PatentNumber.FirstInventedSerial + n / 44}"), cells[2], cells[3].Length is > 0 and <= 200 ? cells[3] : "自然人", new(year, 1 + n % 12, 1 + n % 28), ipc, cells[6]);
        })];
    }

    private static IReadOnlyDictionary<string, string> Cells(Row row) => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [PatentColumns.Number] = PatentNumber.Show(row.No),
        [PatentColumns.Title] = row.Title,
        [PatentColumns.Applicants] = row.Holder,
        [PatentColumns.Filed] = row.Filed.ToString("yyyy.MM.dd", CultureInfo.InvariantCulture),
        [PatentColumns.MainClass] = row.Ipc,
        [PatentColumns.Abstract] = row.Abstract,
    };

    /// <summary>The command by itself, as a process: its seconds and the most memory it had, without the database's.</summary>
    private static async Task<(double Seconds, double PeakMegabytes)> ImportAsync(string path, string data, int count, CancellationToken ct, bool unchanged = false)
    {
        using var verb = Process.Start(new ProcessStartInfo("dotnet", [ServeProcess.Program, "import", "patents", path, "--data", data]) { RedirectStandardOutput = true, WorkingDirectory = Path.GetTempPath() })!;
        var output = verb.StandardOutput.ReadToEndAsync(ct);
        var peak = 0d;
        try
        {
            while (!verb.HasExited)
            {
                peak = Math.Max(peak, Peak(verb.Id));
                // The system keeps the peak only while the process lives, and tells nobody that it is about to end.
                await Task.Delay(20, ct);
            }
        }
        finally
        {
            if (!verb.HasExited) verb.Kill();
        }
        using var said = JsonDocument.Parse(await output);
        var right = said.RootElement.GetProperty(unchanged ? "unchanged" : "accepted").GetInt32();
        if (right != count) throw new InvalidOperationException($"Of {count} rows {right} were taken: {said.RootElement}");
        return (said.RootElement.GetProperty("seconds").GetDouble(), peak);
    }

    private static double Peak(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process.ToString(CultureInfo.InvariantCulture)}/status").FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024;
        }
        catch (Exception e) when (e is IOException or FormatException)
        {
            return 0;   // It ended while we looked.
        }
    }

    private static async Task<double> CopyAsync(List<Row> rows, string data, CancellationToken ct)
    {
        var folder = new DataFolder(data);
        using var held = folder.TryLock() ?? throw new InvalidOperationException("The data is in use.");
        await using var server = await PrivatePostgres.StartAsync(folder, binariesFolder: null, durable: true, ct);
        await using var connection = new NpgsqlConnection(server.Address.Owner);
        await connection.OpenAsync(ct);
        await using (var make = new NpgsqlCommand("create table copied (application_no varchar(12) collate \"C\" primary key, title text, holder text, filed date, ipc text, abstract text)", connection)) await make.ExecuteNonQueryAsync(ct);
        var started = TimeProvider.System.GetTimestamp();
        await using (var copy = await connection.BeginBinaryImportAsync("copy copied from stdin (format binary)", ct))
        {
            foreach (var row in rows)
            {
                await copy.StartRowAsync(ct);
                foreach (var text in (string[])[row.No, row.Title, row.Holder]) await copy.WriteAsync(text, NpgsqlDbType.Text, ct);
                await copy.WriteAsync(row.Filed, NpgsqlDbType.Date, ct);
                foreach (var text in (string[])[row.Ipc, row.Abstract]) await copy.WriteAsync(text, NpgsqlDbType.Text, ct);
            }
            await copy.CompleteAsync(ct);
        }
        return TimeProvider.System.GetElapsedTime(started).TotalSeconds;
    }
}
