using Marketplace.Search.Analysis;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Names;
using Marketplace.Web.Organisations.Regions;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Needs;

/// <summary>Collects what <see cref="GiveAway"/> needs to know about an owner and its surroundings.</summary>
public sealed class NeedChecks(AppDbContext db, RegionTree regions, Analyzer analyzer)
{
    /// <summary>The smallest group in which one of them is not found out (domain.md §7.2: cells of three).</summary>
    public const int SmallestGroup = 3;

    public async Task<IReadOnlyList<GiveAwayHit>> FindAsync(Guid? ownerId, NeedDraft draft, CancellationToken ct) =>
        GiveAway.Find(draft.Title, draft.Summary, await FactsAsync(ownerId, draft, ct));

    public async Task<GiveAwayFacts> FactsAsync(Guid? ownerId, NeedDraft draft, CancellationToken ct)
    {
        var text = draft.Title + "\n" + draft.Summary + "\n" + draft.Detail;
        var owner = ownerId is null ? null : await db.Set<Organisation>().AsNoTracking().SingleOrDefaultAsync(o => o.Id == ownerId, ct);
        List<string> names = [];
        if (owner is not null)
        {
            names = [owner.Name, .. await db.Set<OrganisationName>().Where(n => n.OrganisationId == owner.Id).Select(n => n.Name).ToListAsync(ct)];
            var trail = (await regions.TrailsAsync([owner.RegionPath], ct))[owner.RegionPath].Select(region => region.Name).ToList();
            names = [.. names.Union(names.SelectMany(name => GiveAway.ShortNames(name, trail)), StringComparer.Ordinal)];
        }
        string?[] people = [owner?.ContactName, owner?.LegalRepresentative, draft.Contact];
        return new(names, [.. people.OfType<string>().Where(person => person.Length >= 2)], await SmallPlacesAsync(text, draft.Industry ?? owner?.Industry, draft.Region ?? owner?.RegionCode, ct))
        {
            // 无花 of 无花果食品 is the beginning of a word, no name.
            Ordinary = [.. names.Where(name => IsWord(name) || (name.Length == 2 && names.Any(whole => whole.Length > 2 && whole.StartsWith(name, StringComparison.Ordinal) && IsWord(whole[..3]))))],
        };
    }

    /// <summary>Places below the prefecture that the text names, where too few of the industry are known to hide among.</summary>
    private async Task<Dictionary<string, string>> SmallPlacesAsync(string text, string? industry, string? at, CancellationToken ct)
    {
        var small = new Dictionary<string, string>(StringComparer.Ordinal);
        var named = await db.Set<Region>().AsNoTracking().Where(r => r.Level == RegionLevel.County || r.Level == RegionLevel.Local).Where(r => EF.Functions.Like(text, "%" + r.Name + "%")).ToListAsync(ct);
        // Short names only of one's own surroundings: elsewhere they are too often other words.
        if (at is not null && await regions.FindAsync(at, ct) is { } place && (await regions.TrailsAsync([place.Path], ct))[place.Path].FirstOrDefault(r => r.Level == RegionLevel.Prefecture) is { } prefecture)
            named.AddRange((await db.Set<Region>().AsNoTracking().Where(r => (r.Level == RegionLevel.County || r.Level == RegionLevel.Local) && r.Path.StartsWith(prefecture.Path)).ToListAsync(ct)).Where(r => text.Contains(GiveAway.Bare(r.Name), StringComparison.Ordinal)));
        var division = string.Concat((industry ?? "").Where(char.IsAsciiDigit)) is { Length: >= 2 } digits ? digits[..2] : null;
        foreach (var region in named.DistinctBy(r => r.Code, StringComparer.Ordinal))
        {
            var there = db.Set<Organisation>().Where(o => o.RegionPath.StartsWith(region.Path) && (o.State == OrganisationState.Active || o.State == OrganisationState.Listed)
                && (o.Kind == OrganisationKind.Enterprise || o.Kind == OrganisationKind.StateEnterprise || o.Kind == OrganisationKind.Cooperative || o.Kind == OrganisationKind.HouseholdBusiness));
            // The codes of enterprises begin with the letter of the section, ours do not.
            if (division is not null) there = there.Where(o => o.Industry != null && (o.Industry.StartsWith(division) || o.Industry.Substring(1).StartsWith(division)));
            if (await there.Take(SmallestGroup).CountAsync(ct) >= SmallestGroup) continue;
            var trail = (await regions.TrailsAsync([region.Path], ct))[region.Path];
            var instead = trail.LastOrDefault(r => r.Level is RegionLevel.Prefecture or RegionLevel.Province)?.Name ?? NeedTexts.InsteadPlace;
            foreach (var word in ((string[])[region.Name, GiveAway.Bare(region.Name)]).Where(word => text.Contains(word, StringComparison.Ordinal))) small.TryAdd(word, instead);
        }
        return small;
    }

    /// <summary>The dictionary has it whole.</summary>
    private bool IsWord(string name)
    {
        var whole = new Whole();
        analyzer.Segmenter.Cut(name, ref whole);
        return whole.Words == 1;
    }

    private struct Whole : IWordSink
    {
        public int Words { get; private set; }

        public void Add(int start, int length, bool inner)
        {
            if (!inner) Words++;
        }
    }
}
