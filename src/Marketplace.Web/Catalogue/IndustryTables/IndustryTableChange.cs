using Marketplace.Web.Catalogue.Classifications;

namespace Marketplace.Web.Catalogue.IndustryTables;

/// <param name="Ipc">Subclass.</param>
/// <param name="Before">The likeliest group (three digits) by the table in force; null: it leads nowhere.</param>
/// <param name="After">By the other one.</param>
public sealed record SubclassChange(IpcTitle Ipc, Industry? Before, Industry? After);

/// <summary>What would be suggested first by another table, subclass by subclass.</summary>
public sealed record IndustryTableChange(int Subclasses, IReadOnlyList<SubclassChange> Changed)
{
    public int Other => Changed.Count(change => change is { Before: not null, After: not null });
    public int Gained => Changed.Count(change => change.Before is null);
    public int Lost => Changed.Count(change => change.After is null);
    public int Same => Subclasses - Changed.Count;

    public static IndustryTableChange Between(IndustryTable now, IndustryTable then, IpcTitles ipc, Industries industries)
    {
        var subclasses = ipc.All.Where(title => title.Level == "subclass").OrderBy(title => title.Code, StringComparer.Ordinal).ToList();
        return new(subclasses.Count,
            [.. subclasses.Select(title => new SubclassChange(title, First(now, title.Code, industries), First(then, title.Code, industries))).Where(change => change.Before?.Code != change.After?.Code)]);
    }

    /// <summary>Groups, because one table may go down to classes and the other not.</summary>
    private static Industry? First(IndustryTable table, string subclass, Industries industries) => industries.Suggest(table, [subclass])
        .GroupBy(pair => pair.Industry.Code[..Math.Min(3, pair.Industry.Code.Length)], StringComparer.Ordinal)
        .OrderByDescending(same => same.Sum(pair => pair.Weight)).ThenBy(same => same.Key, StringComparer.Ordinal).Select(same => industries.Find(same.Key)).FirstOrDefault();
}
