namespace Marketplace.Web.Needs;

/// <param name="Name">As farmers say it.</param>
/// <param name="Group">Grain, oil, fruit, livestock …</param>
/// <param name="Industry">GB/T 4754 class that grows or keeps it.</param>
/// <param name="Words">Other words for it.</param>
public sealed record Crop(string Name, string Group, string Industry, IReadOnlyList<string> Words);

/// <summary>Crops and animals of the regions (<c>data/crops/crops.tsv</c>, source in its README).</summary>
public sealed class Crops
{
    private readonly Lazy<IReadOnlyList<Crop>> _all = new(() =>
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "data", "crops", "crops.tsv")).Skip(1).Where(line => line.Length > 0).Select(line => line.Split('\t')).Select(c => new Crop(c[0], c[1], c[2], c[3].Split(';', StringSplitOptions.RemoveEmptyEntries)))]);

    public IReadOnlyList<Crop> All => _all.Value;

    public Crop? Find(string name) => All.FirstOrDefault(crop => crop.Name == name);

    /// <summary>The one a text speaks of; the longest word wins.</summary>
    public Crop? In(string text) => All.SelectMany(crop => crop.Words.Prepend(crop.Name), (crop, word) => (crop, word))
        .Where(pair => text.Contains(pair.word, StringComparison.Ordinal)).OrderByDescending(pair => pair.word.Length).Select(pair => pair.crop).FirstOrDefault();
}
