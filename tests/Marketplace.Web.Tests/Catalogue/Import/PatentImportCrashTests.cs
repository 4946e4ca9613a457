using System.Diagnostics;
using System.Text.Json;
using Marketplace.Testing;
using Marketplace.Web.Catalogue.Import;
using Marketplace.Web.Platform.Database;
using Npgsql;
using static Marketplace.Web.Tests.Catalogue.Import.Dirt;
using C = Marketplace.Web.Catalogue.Import.PatentColumns;

namespace Marketplace.Web.Tests.Catalogue.Import;

public sealed class PatentImportCrashTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(90);
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_in_the_middle_and_given_again_it_comes_to_the_same_end()
    {
        using var folder = new TemporaryFolder();
        var (data, path) = (folder.In("data"), folder.In("patents.xlsx"));
        var rows = Enumerable.Range(0, PatentImporter.PieceRows * 6).Select(n => Row(Body(1 + (n % 6_000), kind: 1 + (n / 6_000)), (C.Title, n % 100 == 0 ? "" : "一种装置"))).ToList();
        await File.WriteAllBytesAsync(path, Table(rows), Ct);
        (await ServeProcess.RunAsync(null, "migrate", "--data", data)).Code.ShouldBe(0);

        var at = await KillAfterOnePieceAsync(path, data);
        at.ShouldBeInRange(PatentImporter.PieceRows, rows.Count - 1);
        var (code, output, errors) = await ServeProcess.RunAsync(null, "import", "patents", path, "--data", data);
        code.ShouldBe(0, errors);
        using var said = JsonDocument.Parse(output);
        Count("read").ShouldBe(rows.Count);
        (Count("accepted"), Count("updated"), Count("unchanged"), Count("rejected")).ShouldBe((rows.Count * 99 / 100, 0, 0, rows.Count / 100));
        File.Exists(said.RootElement.GetProperty("rejects").GetString()).ShouldBeTrue();

        int Count(string name) => said.RootElement.GetProperty(name).GetInt32();
    }

    private static async Task<int> KillAfterOnePieceAsync(string path, string data)
    {
        using var verb = Process.Start(new ProcessStartInfo("dotnet", [ServeProcess.Program, "import", "patents", path, "--data", data]) { WorkingDirectory = Path.GetTempPath() })!;
        var waiting = Stopwatch.StartNew();
        try
        {
            while (true)
            {
                if (waiting.Elapsed > s_patience || verb.HasExited) throw new TimeoutException("The import was never seen at work.");
                if (await PositionAsync(data) is > 0 and var position) return position;
                await Task.Delay(5, Ct);
            }
        }
        finally
        {
            verb.Kill();   // SIGKILL, to it alone.
            await verb.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static async Task<int> PositionAsync(string data)
    {
        if (new DataFolder(data).ReadHolder()?.Database is not { } address) return 0;
        try
        {
            await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(address.App) { Pooling = false }.ConnectionString);
            await connection.OpenAsync(Ct);
            await using var command = new NpgsqlCommand("select coalesce(max(position), 0) from patent_imports", connection);
            return (int)(await command.ExecuteScalarAsync(Ct))!;
        }
        catch (NpgsqlException)
        {
            return 0;   // It is still starting.
        }
    }
}
