using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.OpenLicences;

/// <param name="Given">Of the reader's own patents.</param>
public sealed record LicenceRow(Licence Licence, FrozenTerms Terms, bool Given);

/// <summary>Licences taken and given, or of the region.</summary>
[Access(Act.ReadLicences)]
public sealed class LicencesModel(AppDbContext db, LicenceReach reach, AccessCheck access, Actor actor) : AnsweringPage
{
    public const int PageSize = 25;

    public IReadOnlyList<LicenceRow> Rows { get; private set; } = [];
    public Guid? Next { get; private set; }
    public bool Later { get; private set; }
    public LicenceState? State { get; private set; }
    public bool OfRegion { get; private set; }

    public IEnumerable<SelectListItem> StateOptions => [new(LicenceTexts.AnyState, ""), .. Enum.GetValues<LicenceState>().Select(state => new SelectListItem(LicenceWords.Name(state), state.ToString()))];

    public async Task OnGetAsync(LicenceState? state, Guid? after, CancellationToken ct)
    {
        ModelState.Clear();
        (State, Later) = (state, after is not null);
        OfRegion = actor.ActingFor is not { } own || !access.May(Act.KeepLicences, new(own));
        var seen = reach.Seen();
        if (state is not null) seen = seen.Where(l => l.State == state);
        if (after is { } last) seen = seen.Where(l => l.Id < last);
        var rows = await (from l in seen join s in db.Set<TermsSnapshot>() on l.SnapshotId equals s.Id orderby l.Id descending select new { l, s }).Take(PageSize + 1).ToListAsync(ct);
        Rows = [.. rows.Take(PageSize).Select(row => new LicenceRow(row.l, row.s.Read(), row.l.HolderId == actor.ActingFor))];
        if (rows.Count > PageSize) Next = Rows[^1].Licence.Id;
    }
}
