using Npgsql;

namespace Marketplace.Web.Organisations.Regions;

/// <summary>Brings the divisions shipped in <c>data/regions</c> into the table; places a bureau added stay as they are.</summary>
internal static class RegionSeed
{
    public static async Task ApplyAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var rows = Read();
        await using var command = new NpgsqlCommand("""
            insert into regions (code, name, parent, level, path)
            select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])
            on conflict (code) do update set name = excluded.name where regions.name <> excluded.name
            """, connection);
        foreach (var column in (Func<Region, object?>[])[r => r.Code, r => r.Name, r => r.Parent, r => r.Level.ToString(), r => r.Path])
            command.Parameters.Add(new() { Value = rows.Select(row => (string?)column(row)).ToArray() });
        await command.ExecuteNonQueryAsync(ct);
    }

    internal static IReadOnlyList<Region> Read()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "data", "regions");
        var lines = File.ReadLines(Path.Combine(folder, "divisions.tsv")).Skip(1)
            .Concat(File.ReadLines(Path.Combine(folder, "zones.tsv")).Skip(1).Select(line => line + "\tlocal"))
            .Select(line => line.Split('\t')).ToList();
        var parents = lines.ToDictionary(line => line[0], line => line[2], StringComparer.Ordinal);
        return [.. lines.Select(line => new Region
        {
            Code = line[0],
            Name = line[1],
            Parent = line[2].Length > 0 ? line[2] : null,
            Level = Enum.Parse<RegionLevel>(line[3], ignoreCase: true),
            Path = PathOf(line[0], parents),
        })];
    }

    private static string PathOf(string code, Dictionary<string, string> parents) =>
        (parents[code].Length > 0 ? PathOf(parents[code], parents) : "/") + code + "/";
}
