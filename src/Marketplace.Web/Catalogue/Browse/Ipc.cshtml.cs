using System.Globalization;
using Marketplace.Web.Catalogue.Classifications;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Catalogue.Searching;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Catalogue.Browse;

/// <summary>Section, class, subclass, main group, group.</summary>
[Access(Act.ReadPublic)]
public sealed class BrowseIpcModel(IpcTitles titles, PatentSearch search, BrowseCounts counts) : BrowsePage(search, counts)
{
    private static readonly string[] s_levels = ["section", "class", "subclass", "group", "subgroup"];

    public override string Root => "/browse/ipc";
    public override string TreeTitle => BrowseTexts.Ipc;
    public override string Lead => BrowseTexts.IpcLead;

    public async Task<IActionResult> OnGetAsync(string? code, CancellationToken ct)
    {
        // Crawlers and people write A01B33%2F00 too.
        code = code?.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase).ToUpperInvariant();
        if (string.IsNullOrEmpty(code)) return await ShowAsync(PatentSchema.Section, Below(null), ct);
        if (titles.Find(code) is not { } title) return NotFound();
        Here = Node(title);
        Trail = [(TreeTitle, Root), .. titles.PathOf(code).Where(above => above.Code.Length < code.Length || above.Level != title.Level).Where(above => above.Code != code)
            .Select(above => (Shown(above), Root + "/" + above.Code))];
        Query = title.Level == "section" ? Query.With("section", code) : Query.With("ipc", code);
        return await ShowAsync(title.Level == "class" ? PatentSchema.Subclass : PatentSchema.Ipc, Below(title), ct);
    }

    private IReadOnlyList<(string, BrowseNode)> Below(IpcTitle? above)
    {
        var level = above is null ? 0 : Array.IndexOf(s_levels, above.Level) + 1;
        if (level >= s_levels.Length) return [];
        // Groups lie below their main group, whose symbol ends in /00.
        var beginning = above is null ? "" : above.Level == "group" ? above.Code[..^2] : above.Code;
        return [.. titles.All.Where(title => title.Level == s_levels[level] && title.Code.StartsWith(beginning, StringComparison.Ordinal)).OrderBy(title => Order(title.Code), StringComparer.Ordinal)
            .Select(title => (title.Code, Node(title)))];
    }

    private BrowseNode Node(IpcTitle title) => new(PatentClass.Show(title.Code), title.Title, $"{Root}/{title.Code}");

    private static string Shown(IpcTitle title) => $"{PatentClass.Show(title.Code)} {title.Title}";

    /// <summary>A01B 3/00 before A01B 33/00.</summary>
    private static string Order(string code) => code.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash
        ? code[..4] + int.Parse(code.AsSpan(4, slash - 4), CultureInfo.InvariantCulture).ToString("D4", CultureInfo.InvariantCulture) + code[slash..] : code;
}
