using Marketplace.Web.Catalogue.Classifications;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Catalogue.Searching;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.SignIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.IndustryTables;

/// <summary>Which table is in force, which there were, and the way in for another one.</summary>
[Access(Act.KeepTables)]
public sealed class IndustryTablesModel(AppDbContext db, IndustryTableDesk desk) : AnsweringPage
{
    /// <summary>A table comes out every few years.</summary>
    private const int MostShown = 50;

    /// <param name="Edition">Null: the table that comes with the program.</param>
    /// <param name="Used">The last time it was put in force, and by whom.</param>
    public sealed record Line(IndustryEdition? Edition, IndustryTableUse? Used, string? UsedBy, string? BroughtBy, bool InForce)
    {
        public string Name => Edition?.Name ?? IndustryTableTexts.BuiltIn;
        public int Symbols => Edition?.Symbols ?? BuiltIn.Select(pair => pair.Ipc).Distinct(StringComparer.Ordinal).Count();
        public int Industries => Edition?.Industries ?? BuiltIn.Select(pair => pair.Industry).Distinct(StringComparer.Ordinal).Count();
        public int Pairs => Edition?.Pairs ?? BuiltIn.Count();

        private static IEnumerable<IndustryPair> BuiltIn => Classifications.Industries.Shipped();
    }

    [BindProperty(Name = "name")]
    public string? Name { get; set; }

    public IReadOnlyList<Line> Lines { get; private set; } = [];
    public Line InForce => Lines.First(line => line.InForce);
    public IndexProgress Progress { get; private set; } = new(0, 0, null);

    /// <summary>Patents the index will hold.</summary>
    public int Patents { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        ModelState.Clear();
        var editions = await IndustryTableDesk.WithoutFile(db.Set<IndustryEdition>().Where(e => e.State != EditionState.Dropped)).OrderByDescending(e => e.Id).Take(MostShown).ToListAsync(ct);
        var latest = db.Set<IndustryTableUse>().GroupBy(u => u.EditionId).Select(same => same.Max(u => u.Number));
        var uses = (await db.Set<IndustryTableUse>().AsNoTracking().Where(u => latest.Contains(u.Number)).ToListAsync(ct)).ToDictionary(u => u.EditionId ?? Guid.Empty);
        var last = uses.Values.MaxBy(u => u.Number);
        var names = await NamesAsync([.. editions.Select(e => e.PersonId), .. uses.Values.Select(u => u.PersonId)], ct);
        Lines = [.. editions.Select(e => (IndustryEdition?)e).Append(null).Select(e => new Line(e, uses.GetValueOrDefault(e?.Id ?? Guid.Empty), Who(uses.GetValueOrDefault(e?.Id ?? Guid.Empty)?.PersonId), Who(e?.PersonId), last?.EditionId == e?.Id))];
        Progress = await IndexFollowers.ProgressAsync(db, last?.Number ?? 0, ct);
        if (!Progress.IsDone)
        {
            Patents = await db.Set<Patent>().CountAsync(p => p.RemovedAt == null, ct);
            Response.Headers["Refresh"] = "2";
        }
        return Page();

        string? Who(Guid? id) => id is { } person ? names.GetValueOrDefault(person) : null;
    }

    public async Task<IActionResult> OnPostAsync(IFormFile? file, CancellationToken ct)
    {
        var taken = await desk.TakeAsync(Name, file, ct);
        if (taken.Succeeded) return Redirect($"/industry-tables/{taken.Value.Id}");
        await OnGetAsync(ct);
        return Refused(taken.Failures);
    }

    /// <param name="edition">Empty: the table that comes with the program.</param>
    /// <param name="ct">The caller left.</param>
    public async Task<IActionResult> OnPostUseAsync(Guid? edition, CancellationToken ct)
    {
        if (await desk.UseAsync(edition, ct) is not { } failure) return Went("/industry-tables", IndustryTableTexts.Used);
        await OnGetAsync(ct);
        return Refused([failure]);
    }

    private Task<Dictionary<Guid, string>> NamesAsync(IReadOnlyCollection<Guid?> people, CancellationToken ct) =>
        db.Set<Person>().Where(p => people.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.DisplayName, ct);
}
