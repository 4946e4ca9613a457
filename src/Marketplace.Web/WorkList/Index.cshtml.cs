using System.Globalization;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Privacy;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.WorkList;

/// <param name="For">Named when the item comes from a colleague who is away (代 张* 办理).</param>
public sealed record WorkRow(WorkItem Item, string What, string Why, string? Organisation, string? For, bool Overdue);

/// <summary>待办: everything one person has to do, from all organisations, what is due first on top.</summary>
[Access(Act.UseAccount)]
public sealed class WorkIndexModel(AppDbContext db, WorkBoard board, WorkKinds kinds, Absences absences, Actor actor, TimeProvider time) : PageModel
{
    /// <summary>Two screens of an office monitor.</summary>
    public const int PageSize = 25;

    public WorkFilter Filter { get; private set; } = new();

    /// <summary>The last row of the page before: its due day and id.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    [BindProperty(SupportsGet = true)]
    public int From { get; set; } = 1;

    public IReadOnlyList<WorkRow> Rows { get; private set; } = [];
    public IReadOnlyDictionary<string, int> Counts { get; private set; } = new Dictionary<string, int>(StringComparer.Ordinal);
    public IReadOnlyList<(string Kind, int Count)> Kinds { get; private set; } = [];
    public IReadOnlyList<(Guid Id, string Name, int Count)> Organisations { get; private set; } = [];
    public int Total { get; private set; }
    public string? Next { get; private set; }
    public DateOnly Today => Dates.Today(time);

    public async Task OnGetAsync([FromQuery] WorkFilter filter, CancellationToken ct)
    {
        ModelState.Clear();
        Filter = filter;
        await CountAsync(filter.All(board, actor), filter.PutOff, ct);
        var found = filter.Of(board, actor, time);
        Total = await found.CountAsync(ct);
        if (WorkCursor.Read(After) is { } at) found = found.Where(w => (w.Due ?? DateOnly.MaxValue) > at.Due || ((w.Due ?? DateOnly.MaxValue) == at.Due && w.Id > at.Id));
        else From = 1;
        var items = await WorkFilter.Sort(found).Take(PageSize + 1).AsNoTracking().ToListAsync(ct);
        if (items.Count > PageSize) Next = filter.Address("/tasks", WorkCursor.Write(items[PageSize - 1]), Math.Clamp(From, 1, int.MaxValue - PageSize) + PageSize);
        await ReadRowsAsync([.. items.Take(PageSize)], ct);
    }

    /// <summary>The list with these filters.</summary>
    public string Address(string? show, string? kind, Guid? organisation) => new WorkFilter { Show = show, Kind = kind, Organisation = organisation }.Address("/tasks");

    public string NameOf(string kind) => kinds.Name(kind);

    private async Task CountAsync(IQueryable<WorkItem> all, bool putOff, CancellationToken ct)
    {
        var (today, weekEnd) = (Today, WorkFilter.WeekEnd(Today));
        var groups = await all.GroupBy(w => new { w.Kind, w.OrganisationId, When = w.Due < today ? 1 : w.Due <= weekEnd ? 2 : 3 })
            .Select(g => new { g.Key.Kind, g.Key.OrganisationId, g.Key.When, Count = g.Count() }).ToListAsync(ct);
        Kinds = [.. groups.GroupBy(g => g.Kind, StringComparer.Ordinal).Select(g => (g.Key, g.Sum(x => x.Count))).OrderByDescending(k => k.Item2).ThenBy(k => k.Key, StringComparer.Ordinal)];
        var names = await NamesAsync([.. groups.Select(g => g.OrganisationId).OfType<Guid>().Distinct()], ct);
        Organisations = [.. groups.Where(g => g.OrganisationId is not null).GroupBy(g => g.OrganisationId!.Value)
            .Select(g => (g.Key, names.GetValueOrDefault(g.Key, ""), g.Sum(x => x.Count))).OrderBy(o => o.Item2, StringComparer.Ordinal).ThenBy(o => o.Key)];
        Counts = new Dictionary<string, int>(StringComparer.Ordinal)
        {
            ["all"] = putOff ? await board.CountAsync(actor.Id, actor.All, ct) : groups.Sum(g => g.Count),
            ["overdue"] = putOff ? 0 : groups.Where(g => g.When == 1).Sum(g => g.Count),
            ["week"] = putOff ? 0 : groups.Where(g => g.When == 2).Sum(g => g.Count),
            ["later"] = putOff ? groups.Sum(g => g.Count) : await board.PutOff(actor.Id, actor.All).CountAsync(ct),
        };
    }

    private async Task ReadRowsAsync(IReadOnlyList<WorkItem> items, CancellationToken ct)
    {
        var names = await NamesAsync([.. items.Select(w => w.OrganisationId).OfType<Guid>().Distinct()], ct);
        var standingIn = await absences.StandingInAsync(ct);
        Rows = [.. items.Select(item => new WorkRow(
            item, kinds.Text(item), kinds.Why(item), item.OrganisationId is { } id ? names.GetValueOrDefault(id) : null,
            standingIn.Where(s => s.Absence.OrganisationId == item.OrganisationId
                    && ((item.AssignedTo ?? item.PersonId) is { } one ? one == s.Absence.PersonId : item.Role is { } role && s.Roles.Contains(role)))
                .Select(s => Masking.Name(s.Name)).FirstOrDefault(),
            item.Due < Today))];
    }

    private async Task<IReadOnlyDictionary<Guid, string>> NamesAsync(IReadOnlyCollection<Guid> ids, CancellationToken ct) => ids.Count == 0
        ? new Dictionary<Guid, string>()
        : await db.Set<Organisation>().Where(o => ids.Contains(o.Id)).ToDictionaryAsync(o => o.Id, o => o.Name, ct);
}

/// <summary>Where a page of the list ended: due day and id, as <c>20261201.{id}</c>.</summary>
internal static class WorkCursor
{
    public static string Write(WorkItem item) => string.Create(CultureInfo.InvariantCulture, $"{item.Due ?? DateOnly.MaxValue:yyyyMMdd}.{item.Id:N}");

    public static (DateOnly Due, Guid Id)? Read(string? text) =>
        text?.Split('.') is [var due, var id] && DateOnly.TryParseExact(due, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && Guid.TryParseExact(id, "N", out var guid)
            ? (day, guid) : null;
}
