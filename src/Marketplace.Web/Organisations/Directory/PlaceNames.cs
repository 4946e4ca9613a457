using Marketplace.Web.Data;
using Marketplace.Web.Organisations.Regions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Organisations.Directory;

/// <summary>What a bureau means by the name of a zone or township as its lists write it. Kept, so that the next list says the same without being asked.</summary>
public sealed class PlaceName
{
    public required Guid BureauId { get; init; }
    public required string Written { get; init; }

    /// <summary>The same as <see cref="Written"/>: a place of its own.</summary>
    public required string Name { get; init; }
}

/// <param name="Written">As it stands in the file.</param>
/// <param name="Rows">How often.</param>
/// <param name="Decided">What the bureau said it means; null: not asked yet.</param>
/// <param name="Suggested">The known place it looks like, if any.</param>
public sealed record UnknownPlace(string Written, int Rows, string? Decided, string? Suggested);

/// <summary>Names of zones and townships in a list that are none of the known zones: one zone under three names would be counted as three.</summary>
public sealed class PlaceNames(AppDbContext db)
{
    /// <summary>More names than this in one list are no slips of the pen.</summary>
    private const int Shown = 100;

    public static Task<Dictionary<string, string>> OfAsync(AppDbContext db, Guid bureau, CancellationToken ct) =>
        db.Set<PlaceName>().Where(n => n.BureauId == bureau).ToDictionaryAsync(n => n.Written, n => n.Name, StringComparer.Ordinal, ct);

    public static Task SaveAsync(AppDbContext db, Guid bureau, IReadOnlyList<(string Written, string Name)> names, CancellationToken ct)
    {
        string[] written = [.. names.Select(n => n.Written)];
        string[] meant = [.. names.Select(n => n.Name)];
        return db.Database.ExecuteSqlAsync($"""
            insert into directory_place_names (bureau_id, written, name) select {bureau}, w, n from unnest({written}, {meant}) as t (w, n)
            on conflict (bureau_id, written) do update set name = excluded.name
            """, ct);
    }

    /// <summary>The unknown names of an import, undecided and frequent ones first, and the places they can be said to be.</summary>
    public async Task<(IReadOnlyList<UnknownPlace> Unknown, IReadOnlyList<string> Known)> OfAsync(DirectoryImport import, CancellationToken ct)
    {
        var zones = await db.Set<Region>().Where(r => r.Level == RegionLevel.Local && r.Path.StartsWith(import.RegionPath)).OrderBy(r => r.Path).Select(r => r.Name).ToListAsync(ct);
        var folded = zones.Select(NameFolding.Fold).ToHashSet(StringComparer.Ordinal);
        var written = await db.Database.SqlQuery<WrittenPlace>($"""
            select cells ->> 'place' as written, count(*)::int as rows from directory_import_rows
            where import_id = {import.Id} and outcome <> 'Rejected' and cells ->> 'place' is not null group by 1
            """).ToListAsync(ct);
        var decided = await OfAsync(db, import.BureauId, ct);
        var strange = written.Where(w => !folded.Contains(NameFolding.Fold(w.Written)) && w.Written.Length <= Places.NameMax).ToList();
        // A place that this bureau lists already, and not under another name, is as good a target as a zone.
        var used = await db.Set<DirectoryEntry>().Where(e => e.BureauId == import.BureauId && e.Place != null).Select(e => e.Place!).Distinct().Take(500).ToListAsync(ct);
        List<string> known = [.. zones, .. used.Except(zones, StringComparer.Ordinal).Where(p => decided.GetValueOrDefault(p, p) == p).Order(StringComparer.Ordinal)];
        return ([.. strange.Select(w => new UnknownPlace(w.Written, w.Rows, decided.GetValueOrDefault(w.Written) ?? (used.Contains(w.Written, StringComparer.Ordinal) ? w.Written : null), Nearest(w.Written, known)))
            .OrderBy(p => p.Decided is not null).ThenByDescending(p => p.Rows).ThenBy(p => p.Written, StringComparer.Ordinal).Take(Shown)], known);
    }

    /// <summary>The known name that shares most pairs of neighbouring characters (Dice's coefficient), from a half on: 精河工业园 is 精河县工业园区.</summary>
    internal static string? Nearest(string written, IReadOnlyList<string> known)
    {
        var mine = Pairs(written);
        return known.Where(k => k != written).Select(k => (Name: k, Share: Share(mine, Pairs(k)))).Where(k => k.Share >= 0.5).OrderByDescending(k => k.Share).Select(k => k.Name).FirstOrDefault();
    }

    private static double Share(HashSet<string> mine, HashSet<string> theirs) =>
        mine.Count + theirs.Count == 0 ? 0 : 2.0 * mine.Count(theirs.Contains) / (mine.Count + theirs.Count);

    private static HashSet<string> Pairs(string name)
    {
        var folded = NameFolding.Fold(name);
        return [.. Enumerable.Range(0, Math.Max(0, folded.Length - 1)).Select(i => folded.Substring(i, 2))];
    }

    private sealed record WrittenPlace(string Written, int Rows);
}

internal sealed class PlaceNameTable : IEntityTypeConfiguration<PlaceName>
{
    public void Configure(EntityTypeBuilder<PlaceName> builder)
    {
        builder.ToTable("directory_place_names");
        builder.HasKey(n => new { n.BureauId, n.Written });
        builder.Property(n => n.Written).HasMaxLength(Places.NameMax).UseCollation("C");
        builder.Property(n => n.Name).HasMaxLength(Places.NameMax);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(n => n.BureauId).OnDelete(DeleteBehavior.Restrict);
    }
}
