using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Income;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;
using C = Marketplace.Web.Conversions.Import.ImportColumns;

namespace Marketplace.Web.Conversions.Import;

/// <param name="Small">中小微企业; null: not known.</param>
internal sealed record KnownParty(Guid Id, string Name, string RegionPath, bool? Small, OrganisationKind Kind);

/// <summary>Parties of both sides, by their codes; what the platform knows of a body fills what the table leaves out.</summary>
internal sealed class PartyCells(RegionCells regions, IReadOnlyDictionary<string, KnownParty> known)
{
    public const int NameMax = 200;

    public static async Task<PartyCells> ReadAsync(AppDbContext db, RegionCells regions, IReadOnlyCollection<string> codes, CancellationToken ct) => new(regions,
        (await db.Set<Organisation>().AsNoTracking().Where(o => codes.Contains(o.Uscc)).Select(o => new { o.Id, o.Uscc, o.Name, o.RegionPath, o.Size, o.Kind }).ToListAsync(ct))
            .ToDictionary(o => o.Uscc, o => new KnownParty(o.Id, o.Name, o.RegionPath, o.Size is { } size ? size != EnterpriseSize.Large : null, o.Kind), StringComparer.Ordinal));

    public void Read(RowCells cells, Filing filing)
    {
        // Who uses a patent itself takes it from nobody.
        var alone = filing.Type is ConversionType.OwnUse or ConversionType.JointUse;
        Side(cells, filing, Platform.StateMachines.Side.Giver, C.Giver, C.GiverCode, C.GiverRegion, needed: true);
        // A licence without a licensee is a declaration (D16), which is said as such.
        Side(cells, filing, Platform.StateMachines.Side.Taker, C.Taker, C.TakerCode, C.TakerRegion, needed: !alone && Duplicates.ConversionGroups.Of(filing.Type) != Duplicates.ConversionGroup.Licence);
    }

    private void Side(RowCells cells, Filing filing, Side side, string nameKey, string codeKey, string regionKey, bool needed)
    {
        var (names, codes, places) = (cells.Names(nameKey), cells.Codes(codeKey), cells.Codes(regionKey));
        if (names.Length == 0 && codes.Length == 0)
        {
            if (needed) cells.Fault("missing", nameKey);
            return;
        }
        if (codes.Length == 0)
        {
            if (cells.Faults.TrueForAll(f => f.Column != codeKey)) cells.Fault("code_missing", codeKey);
            return;
        }
        if (names.Length > 0 && names.Length != codes.Length) cells.Fault("party_count", codeKey);
        if (places.Length > 1 && places.Length != codes.Length) cells.Fault("party_count", regionKey);
        var small = side == Platform.StateMachines.Side.Taker ? cells.One(C.Small, C.YesNo) : null;
        foreach (var (place, written) in codes.Index())
        {
            if (Code(cells, codeKey, written) is not { } code) continue;
            var there = known.GetValueOrDefault(code);
            var name = names.Length == codes.Length ? names[place] : there?.Name;
            if (name is null) cells.Fault("missing", nameKey);
            else if (name.Length > NameMax) cells.Fault("text_long", nameKey, "200");
            if (Region(cells, regionKey, places.Length == 0 ? null : places[Math.Min(place, places.Length - 1)], there) is not { } path || name is null) continue;
            filing.Parties.Add(new() { FilingId = filing.Id, Side = side, Place = place + 1, Key = code, Name = name, RegionPath = path, OrganisationId = there?.Id, Small = small ?? there?.Small, Public = FilingReader.PublicOf(there?.Kind, code) });
        }
    }

    private static string? Code(RowCells cells, string key, string written)
    {
        var code = Uscc.Clean(written);
        var verdict = Uscc.Check(code);
        if (verdict == UsccVerdict.Right) return code;
        // An identity number does not belong into a table that goes from hand to hand (PIPL Art. 6): on the page only what stands for it is kept.
        if (PayrollSeal.Clean(written) is not null)
        {
            cells.Hide(key);
            cells.Fault("person_by_page", key);
        }
        else cells.Fault(verdict == UsccVerdict.Malformed ? "code_wrong" : "code_check", key, written);
        return null;
    }

    private string? Region(RowCells cells, string key, string? written, KnownParty? there)
    {
        if (written is null)
        {
            if (there is null) cells.Fault("missing", key);
            return there?.RegionPath;
        }
        switch (regions.Find(written))
        {
            case [var one]:
                return one.Path;
            case []:
                cells.Fault("region_unknown", key, written);
                return null;
            case var several:
                cells.Fault("region_several", key, string.Join('、', several.Select(r => r.Code)));
                return null;
        }
    }
}
