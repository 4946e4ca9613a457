using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Spreadsheets;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Deals;

/// <param name="Title">Of its first patent.</param>
/// <param name="Patents">How many.</param>
/// <param name="Waits">For the reader's side.</param>
/// <param name="Amount">Null where nothing is fixed, or the reader is a bureau and it is not signed.</param>
public sealed record DealRow(Deal Deal, string Title, int Patents, bool Waits, decimal? Amount);

public sealed record DealFilter(DealState? State = null, DealKind? Kind = null, bool Waits = false);

/// <summary>Deals as a table, on the page and in a file. A bureau of the region reads parties, patents and state; what was agreed only once it is signed.</summary>
public sealed class DealList(AppDbContext db, DealReach reach, AccessCheck access, AuditLog audit, Actor actor)
{
    private const int Most = 10_000;

    public bool OfRegion => actor.ActingFor is not { } own || !access.May(Act.KeepLicences, new(own));

    /// <summary>What waits for the reader's side first, then the newest.</summary>
    public async Task<List<DealRow>> RowsAsync(DealFilter filter, int skip, int take, CancellationToken ct)
    {
        var own = OfRegion ? Guid.Empty : actor.ActingFor!.Value;
        var seen = reach.Seen();
        if (filter.State is { } state) seen = seen.Where(d => d.State == state);
        if (filter.Kind is { } kind) seen = seen.Where(d => d.Kind == kind);
        var rows = from d in seen
                   select new
                   {
                       d,
                       Waits = ((d.State == DealState.Requested || d.State == DealState.Negotiating) && ((d.Ball != Side.Taker && d.HolderId == own) || (d.Ball != Side.Giver && d.TakerId == own)))
                           || ((d.State == DealState.Agreed || d.State == DealState.Drafted) && (d.HolderId == own || d.TakerId == own))
                           || ((d.State == DealState.Contracted || d.State == DealState.Returned || d.State == DealState.Refused) && d.HolderId == own),
                   };
        if (filter.Waits) rows = rows.Where(row => row.Waits);
        var found = await rows.OrderByDescending(row => row.Waits).ThenByDescending(row => row.d.Id).Skip(skip).Take(take).ToListAsync(ct);
        var ids = found.ConvertAll(row => row.d.Id);
        var patents = (await (from m in db.Set<DealPatent>() join p in db.Set<Patent>() on m.ApplicationNo equals p.ApplicationNo where ids.Contains(m.DealId) orderby m.Place select new { m.DealId, Title = p.RemovedAt == null ? p.Title : p.ApplicationNo }).ToListAsync(ct)).ToLookup(p => p.DealId, p => p.Title);
        return [.. found.Select(row => new DealRow(row.d, patents[row.d.Id].First(), patents[row.d.Id].Count(), row.Waits, own == Guid.Empty && !row.d.State!.Value.IsSigned() ? null : row.d.Amount))];
    }

    public async Task<IResult> ExportAsync(DealFilter filter, string format, CancellationToken ct)
    {
        var rows = await RowsAsync(filter, 0, Most, ct);
        IReadOnlyList<SheetField<DealRow>> fields =
        [
            new(DealTexts.Number, row => row.Deal.Number),
            new(DealTexts.Patent, row => row.Title) { Width = 40 },
            new(DealTexts.PatentCount, row => row.Patents),
            new(DealTexts.Kind, row => DealWords.Name(row.Deal.Kind)),
            new(DealTexts.Holder, row => row.Deal.HolderName) { Width = 30 },
            new(DealTexts.Taker, row => row.Deal.TakerName) { Width = 30 },
            new(DealTexts.State, row => DealWords.Name(row.Deal.State!.Value)),
            new(DealTexts.Since, row => row.Deal.Since) { Form = SheetForm.Date },
            new(DealTexts.AmountYuan, row => row.Amount) { Form = SheetForm.Amount },
            new(DealTexts.SignedOn, row => row.Deal.SignedOn) { Form = SheetForm.Date },
            new(DealTexts.EffectiveOn, row => row.Deal.EffectiveOn) { Form = SheetForm.Date },
            new(DealTexts.RegistrationNo, row => row.Deal.RegistrationNo) { Width = 20 },
        ];
        audit.Record(db, "deals.exported", actor.ActingFor is { } own ? $"organisation:{own}" : "region", new { rows = rows.Count });
        await db.SaveChangesAsync(ct);
        return SheetFile.Of(DealTexts.Title, format, fields, rows);
    }

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet($"/deals/export.{{{SheetFile.Formats}}}", (string format, DealState? state, DealKind? kind, bool? waits, DealList list, CancellationToken ct) =>
        list.ExportAsync(new(state, kind, waits == true), format, ct)).ExcludeFromDescription().For(Act.ReadLicences);
}
