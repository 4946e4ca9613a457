using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Spreadsheets;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Trials;

/// <param name="Given">Of the reader's own patents.</param>
/// <param name="Mine">The reader's side has the move.</param>
public sealed record TrialRow(Trial Trial, string Title, TrialTerms Terms, bool Given, bool Mine, DateOnly? ReportDue);

/// <summary>Trials as lists show and export them: what waits for the reader first.</summary>
public sealed class TrialRows(AppDbContext db, TrialReach reach, Actor actor)
{
    /// <summary>A bureau's region of a decade.</summary>
    public const int Most = 20_000;

    public async Task<List<TrialRow>> ReadAsync(TrialState? state, Guid? after, int take, CancellationToken ct)
    {
        var seen = reach.Seen();
        if (state is not null) seen = seen.Where(t => t.State == state);
        if (after is { } last) seen = seen.Where(t => t.Id < last);
        return await MadeAsync(seen.OrderByDescending(t => t.Id).Take(take), ct);
    }

    /// <summary>To be answered by the reader's organisation.</summary>
    public Task<List<TrialRow>> WaitingAsync(CancellationToken ct)
    {
        var own = actor.ActingFor ?? Guid.Empty;
        return MadeAsync(reach.Seen().Where(t => (t.State == TrialState.Offered || (t.State == TrialState.Running && t.Version > t.AgreedVersion)) && ((t.HolderId == own && t.By == Side.Taker) || (t.TakerId == own && t.By == Side.Giver))).OrderByDescending(t => t.Id).Take(50), ct);
    }

    private async Task<List<TrialRow>> MadeAsync(IQueryable<Trial> which, CancellationToken ct)
    {
        var own = actor.ActingFor;
        var rows = await (from t in which
                          join p in db.Set<Patent>() on t.ApplicationNo equals p.ApplicationNo
                          from v in db.Set<TrialVersion>().Where(v => v.TrialId == t.Id && v.Number == (t.AgreedVersion ?? t.Version))
                          orderby t.Id descending
                          select new { t, Title = p.RemovedAt == null ? p.Title : p.Number, v, Due = db.Set<TrialReport>().Where(r => r.TrialId == t.Id && r.ReportedOn == null).Min(r => (DateOnly?)r.DueOn) }).ToListAsync(ct);
        return rows.ConvertAll(row => new TrialRow(row.t, row.Title, row.v.Read(), row.t.HolderId == own, (row.t.State == TrialState.Offered || row.t.LongerAsked) && own == (row.t.By == Side.Taker ? row.t.HolderId : row.t.TakerId), row.t.State == TrialState.Running ? row.Due : null));
    }
}

[Access(Act.ReadLicences)]
public sealed class TrialsModel(TrialRows rows, AccessCheck access, Actor actor) : AnsweringPage
{
    public const int PageSize = 25;

    public IReadOnlyList<TrialRow> Waiting { get; private set; } = [];
    public IReadOnlyList<TrialRow> Rows { get; private set; } = [];
    public Guid? Next { get; private set; }
    public bool Later { get; private set; }
    public TrialState? State { get; private set; }
    public bool OfRegion { get; private set; }

    public IEnumerable<SelectListItem> StateOptions => [new(LicenceTexts.AnyState, ""), .. Enum.GetValues<TrialState>().Select(state => new SelectListItem(TrialWords.Name(state), state.ToString()))];

    public async Task OnGetAsync(TrialState? state, Guid? after, CancellationToken ct)
    {
        ModelState.Clear();
        (State, Later) = (state, after is not null);
        OfRegion = actor.ActingFor is not { } own || !access.May(Act.KeepLicences, new(own));
        if (state is null && !Later) Waiting = await rows.WaitingAsync(ct);
        var read = await rows.ReadAsync(state, after, PageSize + 1, ct);
        if (read.Count > PageSize) Next = read[PageSize - 1].Trial.Id;
        Rows = [.. read.Take(PageSize)];
    }
}

internal static class TrialsExport
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet($"/trials/export.{{{SheetFile.Formats}}}", async (string format, TrialState? state, TrialRows rows, AppDbContext db, AuditLog audit, Actor actor, CancellationToken ct) =>
    {
        var all = await rows.ReadAsync(state, null, TrialRows.Most, ct);
        IReadOnlyList<SheetField<TrialRow>> fields =
        [
            new(TrialTexts.Number, r => r.Trial.Number),
            new(LicenceTexts.Patent, r => r.Title) { Width = 44 },
            new(TrialTexts.Holder, r => r.Trial.HolderName) { Width = 30 },
            new(TrialTexts.Taker, r => r.Trial.TakerName) { Width = 30 },
            new(LicenceTexts.State, r => TrialWords.Name(r.Trial.State!.Value)),
            new(TrialTexts.StartsOn, r => r.Terms.StartsOn) { Form = SheetForm.Date },
            new(TrialTexts.FreeUntil, r => r.Terms.FreeUntil) { Form = SheetForm.Date },
            new(TrialTexts.AfterTrial, r => r.Terms.FeeSentence) { Width = 50 },
            new(TrialTexts.ReportDue, r => r.ReportDue) { Form = SheetForm.Date },
        ];
        audit.Record(db, "trials.exported", actor.ActingFor is { } own ? $"organisation:{own}" : "region", new { rows = all.Count });
        await db.SaveChangesAsync(ct);
        return SheetFile.Of(TrialTexts.Title, format, fields, all);
    }).ExcludeFromDescription().For(Act.ReadLicences);
}
