using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Platform.Spreadsheets;
using C = Marketplace.Web.Organisations.Directory.DirectoryColumns;

namespace Marketplace.Web.Organisations.Directory;

/// <summary>The places of a bureau's region, by the names people write.</summary>
/// <param name="own">Where the bureau sits, first, and all below: it lists enterprises there.</param>
/// <param name="names">What the bureau said it means by a name.</param>
public sealed class Places(IReadOnlyList<Region> own, IReadOnlyDictionary<string, string> names)
{
    public const int NameMax = 60;

    /// <summary>Only to tell a place elsewhere from none at all.</summary>
    private static readonly Lazy<IReadOnlyList<Region>> s_official = new(RegionSeed.Read);

    private readonly Region _home = own[0];
    private readonly IReadOnlyList<Region> _locals = [.. own.Where(r => r.Level == RegionLevel.Local)];
    private readonly Dictionary<string, string> _known = own.Where(r => r.Level == RegionLevel.Local).DistinctBy(r => NameFolding.Fold(r.Name), StringComparer.Ordinal)
        .ToDictionary(r => NameFolding.Fold(r.Name), r => r.Name, StringComparer.Ordinal);

    /// <summary>A file of ten thousand rows names a dozen counties.</summary>
    private readonly Dictionary<string, (Region? Own, bool Exists)> _counties = new(StringComparer.Ordinal);

    public void Read(SheetRow row, Dictionary<string, object> values, List<RowFault> faults)
    {
        if (row[C.Place].Length > NameMax) faults.Add(new("text_long", C.Place, "60"));
        var place = Meant(row[C.Place]);
        var locals = _locals.Where(r => r.Name == place).ToList();
        var written = row[C.County];
        var county = written.Length > 0 ? County(written).Own : _home.Level is RegionLevel.County or RegionLevel.Local ? _home : locals is [var only] ? own.First(r => r.Code == only.Parent) : null;
        if (county is null)
        {
            faults.Add(written.Length == 0 ? new("county_missing", C.County) : County(written).Exists ? new("county_outside", C.County, _home.Name) : new("county_unknown", C.County, written));
            return;
        }
        if (written.Length > 0) values[C.County] = county.Code;
        // Where a new one is put; one that is there moves only when the file says where to.
        values["region"] = (locals.Find(l => l.Parent == county.Code) ?? county).Code;
        if (place.Length > 0) values[C.Place] = place;
    }

    /// <summary>By the bureau's own word, else the known zone that is written so but for width, spaces and marks, else as it stands.</summary>
    private string Meant(string written) => written.Length == 0 ? written : names.GetValueOrDefault(written) ?? _known.GetValueOrDefault(NameFolding.Fold(written), written);

    private (Region? Own, bool Exists) County(string written)
    {
        if (_counties.TryGetValue(written, out var found)) return found;
        var mine = Find(own, written);
        return _counties[written] = (mine, mine is not null || Find(s_official.Value, written) is not null);
    }

    private static Region? Find(IEnumerable<Region> among, string written) => among.FirstOrDefault(r =>
        r.Level == RegionLevel.County && (r.Code == written || r.Name == written || (r.Name.Length > 2 && r.Name[..^1] == written) || (written.EndsWith(r.Name, StringComparison.Ordinal))));
}
