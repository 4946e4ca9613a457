using Marketplace.Web.Data;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations.Directory;

/// <summary>The enterprises of the bureau's region: filtered, counted, paged.</summary>
[Access(Act.ReadDirectory)]
public sealed class DirectoryModel(AppDbContext db, DirectoryQuery query, DirectoryReach reach, TimeProvider time) : PageModel
{
    private const int PageSize = 50;
    private IReadOnlyDictionary<string, string> _regions = new Dictionary<string, string>(StringComparer.Ordinal);
    private ILookup<string, string> _labels = Array.Empty<string>().ToLookup(x => x, StringComparer.Ordinal);

    public DirectoryFilter Filter { get; private set; } = new();
    public Region Home { get; private set; } = null!;
    public bool MayKeep => reach.MayKeep;
    public IReadOnlyList<DirectoryLine> Lines { get; private set; } = [];
    public IReadOnlyDictionary<DirectoryStage, int> Stages { get; private set; } = new Dictionary<DirectoryStage, int>();

    /// <summary>In the whole region, whatever is filtered.</summary>
    public int All { get; private set; }
    public int Total => Filter.StageValue is { } stage ? Stages.GetValueOrDefault(stage) : Stages.Values.Sum();
    public int Invitable => Filter.StageValue is DirectoryStage.Listed or DirectoryStage.Invited ? Total
        : Filter.StageValue is null ? Stages.GetValueOrDefault(DirectoryStage.Listed) + Stages.GetValueOrDefault(DirectoryStage.Invited) : 0;
    public DirectoryOrder Order { get; private set; } = new(null);
    public int From { get; private set; }
    public string? Previous { get; private set; }
    public string? Next { get; private set; }
    public IReadOnlyList<SelectListItem> Regions { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Places { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Sizes =>
        [new(DirectoryTexts.Any, ""), .. Enum.GetValues<EnterpriseSize>().Select(s => new SelectListItem(DirectoryWords.Size(s), s.ToString())), new(FaceTexts.NotRecorded, "none")];

    public IReadOnlyList<SelectListItem> Labels => [new(DirectoryTexts.Any, ""), .. LabelText.Known.Select(l => new SelectListItem(l, l))];

    /// <summary>With counts, before one clicks.</summary>
    public IReadOnlyList<SelectListItem> StageOptions =>
        [new(DirectoryTexts.Any, ""), .. Enum.GetValues<DirectoryStage>().Select(s => new SelectListItem($"{DirectoryWords.Stage(s)} ({Stages.GetValueOrDefault(s)})", s.ToString()))];

    /// <summary>The list ordered by this column, from its first page.</summary>
    public string SortedBy(string column) => (Filter with { Sort = Order.Toggle(column) }).Address("/directory");

    public string RegionName(string code) => _regions.GetValueOrDefault(code, code);

    public string LabelsOf(string uscc) => string.Join('、', _labels[uscc]);

    public async Task<IActionResult> OnGetAsync([FromQuery] DirectoryFilter filter, string? after, string? before, CancellationToken ct)
    {
        if (reach.Path is not { } path) return NotFound();
        Filter = filter;
        ModelState.Clear();
        var regions = await db.Set<Region>().AsNoTracking().Where(r => r.Path.StartsWith(path)).OrderBy(r => r.Path).ToListAsync(ct);
        Home = regions[0];
        _regions = regions.ToDictionary(r => r.Code, r => r.Name, StringComparer.Ordinal);
        Regions = [new(DirectoryTexts.Any, ""), .. regions.Skip(1).Select(r => new SelectListItem(r.Level == RegionLevel.Local ? "— " + r.Name : r.Name, r.Code))];
        Places = [new(DirectoryTexts.Any, ""), .. (await db.Set<DirectoryEntry>().Where(e => e.RegionPath.StartsWith(path) && e.Place != null).Select(e => e.Place!).Distinct().OrderBy(p => p).Take(200).ToListAsync(ct)).Select(p => new SelectListItem(p, p))];
        Stages = await query.StagesAsync(path, filter, ct);
        All = filter.IsEmpty ? Stages.Values.Sum() : await db.Set<DirectoryEntry>().CountAsync(e => e.RegionPath.StartsWith(path), ct);
        await ReadPageAsync(path, after, before, ct);
        return Page();
    }

    private async Task ReadPageAsync(string path, string? after, string? before, CancellationToken ct)
    {
        Order = new(Filter.Sort);
        var all = Order.Keyed(query.Lines(path, Filter));
        var back = before is not null;
        // The line the last page ended with; gone meanwhile, the list begins anew.
        var anchor = (before ?? after) is { } uscc ? await all.Where(l => l.Line.Uscc == uscc).Select(l => new { l.Key, l.Line.Uscc }).SingleOrDefaultAsync(ct) : null;
        var lines = anchor is null ? all : Order.From(all, (anchor.Key, anchor.Uscc), back);
        var page = await Order.Sort(lines, back && anchor is not null).Take(PageSize).ToListAsync(ct);
        if (back && anchor is not null) page.Reverse();
        Lines = [.. page.Select(l => l.Line)];
        if (page.Count == 0) return;
        From = await Order.From(all, (page[0].Key, page[0].Line.Uscc), back: true).CountAsync(ct) + 1;
        if (From > 1) Previous = Filter.Address("/directory", ("before", Lines[0].Uscc));
        if (From + page.Count - 1 < Total) Next = Filter.Address("/directory", ("after", Lines[^1].Uscc));
        var codes = Lines.Select(l => l.Uscc).ToArray();
        var today = Dates.Today(time);
        _labels = (await db.Set<DirectoryLabel>().AsNoTracking().Where(l => codes.Contains(l.Uscc) && (l.ValidTo == null || l.ValidTo >= today)).OrderBy(l => l.Kind).ToListAsync(ct)).ToLookup(l => l.Uscc, l => l.Kind, StringComparer.Ordinal);
    }
}
