using Marketplace.Web.Platform.Access;

namespace Marketplace.Web.Demo;

/// <summary>The invented rows of <c>data/demo</c>.</summary>
internal static class DemoFiles
{
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Organisations() => Read("organisations.tsv");

    public static IReadOnlyList<IReadOnlyDictionary<string, string>> People() => Read("people.tsv");

    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Directory() => Read("directory.tsv");

    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Patents() => Read("patents.tsv");

    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Listings() => Read("listings.tsv");

    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Needs() => Read("needs.tsv");

    public static IReadOnlyList<Role> Roles(IReadOnlyDictionary<string, string> person) => [.. person["roles"].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<Role>)];

    private static List<IReadOnlyDictionary<string, string>> Read(string file)
    {
        using var lines = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "data", "demo", file)).GetEnumerator();
        lines.MoveNext();
        var heads = lines.Current.Split('\t');
        var rows = new List<IReadOnlyDictionary<string, string>>();
        while (lines.MoveNext()) rows.Add(heads.Zip(lines.Current.Split('\t')).ToDictionary(c => c.First, c => c.Second, StringComparer.Ordinal));
        return rows;
    }
}
