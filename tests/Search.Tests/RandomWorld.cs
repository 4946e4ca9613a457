using Marketplace.Search.Documents;
using Marketplace.Search.Queries;

namespace Marketplace.Search.Tests;

/// <summary>Documents and queries thrown with dice, the same for the same seed: few words, so that they meet; many repetitions, so that scores tie.</summary>
internal sealed class RandomWorld(int seed)
{
    private static readonly string[] Words =
        ["锂电池", "隔膜", "电解液", "石墨", "节水", "灌溉", "番茄", "棉花", "采摘", "装置", "lifepo4", "5g", "3.7v", "传感器", "控制系统", "ئۇيغۇر", "حوبلاش", "太阳能", "板", "的", "磨"];

    private static readonly string[] Kinds = ["invention", "utility", "design"];
    private static readonly string[] Symbols = ["A01G25/02", "A01G25/16", "A01B1/00", "H01M4/58", "H01M10/0525", "H02J7/00", "B65G47/90"];
    private readonly Random random = new(seed);

    public static IndexSchema Schema { get; } = new()
    {
        Name = "worlds",
        Version = 1,
        Texts = [new("title", 3), new("body")],
        Columns = [new("kind", ColumnKind.Values), new("ipc", ColumnKind.Values), new("year", ColumnKind.Number)],
    };

    public int Next(int below) => random.Next(below);

    public SearchDocument Document(int id, long version) => new()
    {
        Id = IdOf(id),
        Version = version,
        Texts = random.Next(20) == 0 ? new Dictionary<string, string>() : new Dictionary<string, string> { ["title"] = Text(4), ["body"] = Text(random.Next(10) == 0 ? 400 : 30) },
        Values = new Dictionary<string, IReadOnlyList<string>> { ["kind"] = [Kinds[random.Next(3)]], ["ipc"] = [.. Some(Symbols, 3)] },
        Numbers = random.Next(5) == 0 ? new Dictionary<string, long>() : new Dictionary<string, long> { ["year"] = 2010 + random.Next(8) },
        Stored = $"stored {id} {version}",
    };

    public static string IdOf(int id) => $"CN{id:D4}";

    public EngineQuery Query(Place? after = null) => new()
    {
        Words = random.Next(6) == 0 ? WordQuery.Everything : new WordQuery
        {
            Mode = random.Next(2) == 0 ? WordMode.All : WordMode.Any,
            Wanted = [.. Some(Words, 1 + random.Next(5)).Select(word => new WantedTerm(word, random.Next(5) == 0 ? "title" : null)).Distinct()],
            Excluded = random.Next(4) == 0 ? [new(Words[random.Next(Words.Length)])] : [],
            Phrases = random.Next(8) == 0 ? [new("节 水 灌 溉", Excluded: random.Next(2) == 0)] : [],
        },
        Filters = [.. Filters()],
        Facets = random.Next(2) == 0 ? [] : [new("kind", 1 + random.Next(3)), new("ipc", 1 + random.Next(8))],
        Order = random.Next(4) == 0 ? new("year", random.Next(2) == 0) : null,
        Size = random.Next(12),
        After = after,
        Without = random.Next(6) == 0 ? IdOf(random.Next(60)) : null,
        // Never cut: a reference that looks at every document cannot tell where.
        Budget = TimeSpan.FromMinutes(1),
    };

    private IEnumerable<Filter> Filters()
    {
        if (random.Next(4) == 0) yield return new AnyValue("kind", [.. Some(Kinds, 2), "nobody has this"]);
        if (random.Next(4) == 0) yield return new Beginning("ipc", Symbols[random.Next(Symbols.Length)][..(1 + random.Next(4))]);
        if (random.Next(4) == 0) yield return new Between("year", random.Next(3) == 0 ? null : 2010 + random.Next(5), random.Next(3) == 0 ? null : 2012 + random.Next(6));
    }

    private string Text(int words) => string.Join(random.Next(3) == 0 ? "" : " ", Enumerable.Range(0, random.Next(words + 1)).Select(_ => Words[int.Min(random.Next(Words.Length), random.Next(Words.Length))]));

    private IEnumerable<string> Some(string[] from, int most) => Enumerable.Range(0, random.Next(most + 1)).Select(_ => from[random.Next(from.Length)]).Distinct(StringComparer.Ordinal);
}
