using System.Globalization;
using Marketplace.Testing;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Directory;
using Marketplace.Web.Platform.Spreadsheets;

namespace Marketplace.Benchmarks;

/// <summary>Ten thousand enterprises from Excel: read, compared and saved; then the same file again.</summary>
internal static class DirectoryImport
{
    private const int Rows = 10_000;

    public static readonly Bench Bench = new("directory", Quick: true, "ten thousand enterprises from Excel, and the same file again", RunAsync);

    private static async Task RunAsync(Measures measures, CancellationToken ct)
    {
        var server = new PostgresServer();
        await server.InitializeAsync();
        try
        {
            await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
            var bureau = await app.NewOrganisationAsync(OrganisationKind.Bureau, Inhabitants.Bozhou);
            var file = XlsxWriter.Write("名录", DirectoryColumns.Fields, Enumerable.Range(0, Rows).Select(Row).ToList());
            await ImportAsync(app, bureau, XlsxWriter.Write("名录", DirectoryColumns.Fields, [Row(Rows)]));   // Compiles what is compiled once.
            ct.ThrowIfCancellationRequested();
            measures.AtMost(10, "directory.import", await ImportAsync(app, bureau, file), "s");
            measures.Add("directory.import.again", await ImportAsync(app, bureau, file), "s", "the same file: nothing changes");
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    private static async Task<double> ImportAsync(RunningApp app, Organisation bureau, byte[] file)
    {
        var started = TimeProvider.System.GetTimestamp();
        var import = await app.WithDatabaseAsync(db => DirectoryVerb.RunAsync(db, bureau, "名录.xlsx", file, dryRun: false));
        if (import.State != ImportState.Done || import.Rejected > 0) throw new InvalidOperationException($"{import.State}, {import.Rejected} rejected: {import.Fault}");
        return TimeProvider.System.GetElapsedTime(started).TotalSeconds;
    }

    private static Dictionary<string, string> Row(int n) => new(StringComparer.Ordinal)
    {
        ["uscc"] = Inhabitants.NewUscc(),
        ["name"] = string.Create(CultureInfo.InvariantCulture, $"博乐第{n}号农机制造有限公司"),
        ["contact"] = "张三",
        ["phone"] = string.Create(CultureInfo.InvariantCulture, $"1990{n:D7}"),
        ["mail"] = string.Create(CultureInfo.InvariantCulture, $"contact{n}@example.cn"),
        ["industry"] = "C3572",
        ["staff"] = (n % 300).ToString(CultureInfo.InvariantCulture),
        ["revenue"] = (n * 1.5m).ToString(CultureInfo.InvariantCulture),
        ["assets"] = n.ToString(CultureInfo.InvariantCulture),
        ["size"] = "小型",
        ["labels"] = n % 3 == 0 ? "专精特新(2024-01-01至2026-12-31)、高企(至2026-11-30)" : "",
        ["place"] = n % 2 == 0 ? "博乐边境经济合作区" : "",
        ["county"] = n % 2 == 0 ? "博乐市" : "精河县",
    };
}
