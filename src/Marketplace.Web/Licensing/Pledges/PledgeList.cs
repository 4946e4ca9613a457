using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Deals;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Spreadsheets;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Pledges;

/// <param name="Title">Of its first patent.</param>
/// <param name="Patents">How many.</param>
/// <param name="Waits">For the reader's side.</param>
/// <param name="Amount">Null where nothing is said, or the reader is a bureau and nothing is agreed.</param>
/// <param name="NewAmount">Of a renewal, what is lent anew; else all of it (domain.md D4, D12).</param>
/// <param name="Drawn">Paid out so far.</param>
public sealed record PledgeRow(Pledge Pledge, string Title, int Patents, bool Waits, decimal? Amount, decimal? NewAmount, decimal Drawn);

public sealed record PledgeFilter(PledgeState? State = null, LoanTag? Tag = null, bool Waits = false);

/// <summary>Pledges as a table, on the page and in a file. A bureau of the region counts amounts by loan contract, so a renewal says what of it is new.</summary>
public sealed class PledgeList(AppDbContext db, PledgeReach reach, AccessCheck access, AuditLog audit, Actor actor)
{
    private const int Most = 10_000;

    public bool OfRegion => actor.ActingFor is not { } own || !access.May(Act.KeepLicences, new(own));

    /// <summary>What waits for the reader's side first, then the newest.</summary>
    public async Task<List<PledgeRow>> RowsAsync(PledgeFilter filter, int skip, int take, CancellationToken ct)
    {
        var own = OfRegion ? Guid.Empty : actor.ActingFor!.Value;
        var seen = reach.Seen();
        if (filter.State is { } state) seen = seen.Where(p => p.State == state);
        if (filter.Tag is { } tag) seen = seen.Where(p => p.Tags.Contains(tag));
        var rows = from p in seen
                   select new
                   {
                       p,
                       Waits = (p.State == PledgeState.Offered && p.PledgeeId == own)
                           || ((p.State == PledgeState.Draft || p.State == PledgeState.Agreed || p.State == PledgeState.Returned || p.State == PledgeState.Refused) && p.PledgorId == own)
                           || (p.State == PledgeState.Registered && p.PledgeeId == own && db.Set<PledgeeConsent>().Any(c => c.PledgeId == p.Id && c.State == Declarations.ConsentState.Asked)),
                       Renewed = db.Set<Pledge>().Where(r => r.Id == p.RenewsId).Select(r => r.Amount).FirstOrDefault(),
                       Drawn = db.Set<PledgeDrawdown>().Where(d => d.PledgeId == p.Id && d.StruckAt == null).Sum(d => d.Amount),
                   };
        if (filter.Waits) rows = rows.Where(row => row.Waits);
        var found = await rows.OrderByDescending(row => row.Waits).ThenByDescending(row => row.p.Id).Skip(skip).Take(take).ToListAsync(ct);
        var ids = found.ConvertAll(row => row.p.Id);
        var patents = (await (from m in db.Set<PledgePatent>() join p in db.Set<Patent>() on m.ApplicationNo equals p.ApplicationNo where ids.Contains(m.PledgeId) orderby m.Place select new { m.PledgeId, Title = p.RemovedAt == null ? p.Title : p.ApplicationNo }).ToListAsync(ct)).ToLookup(p => p.PledgeId, p => p.Title);
        return [.. found.Select(row =>
        {
            var amount = own == Guid.Empty && !row.p.State!.Value.IsAgreed() ? null : row.p.Amount;
            return new PledgeRow(row.p, patents[row.p.Id].First(), patents[row.p.Id].Count(), row.Waits, amount, row.Renewed is { } before && amount is { } now ? Math.Max(0, now - before) : amount, row.Drawn);
        })];
    }

    public async Task<IResult> ExportAsync(PledgeFilter filter, string format, CancellationToken ct)
    {
        var rows = await RowsAsync(filter, 0, Most, ct);
        IReadOnlyList<SheetField<PledgeRow>> fields =
        [
            new(DealTexts.Number, row => row.Pledge.Number),
            new(DealTexts.Patent, row => row.Title) { Width = 40 },
            new(DealTexts.PatentCount, row => row.Patents),
            new(PledgeTexts.Pledgor, row => row.Pledge.PledgorName) { Width = 30 },
            new(PledgeTexts.Pledgee, row => row.Pledge.PledgeeName) { Width = 30 },
            new(PledgeTexts.PledgeeCode, row => row.Pledge.PledgeeCode) { Width = 22 },
            // A loan is the bank's code and the contract's number (domain.md §3.5); a bureau counts by it.
            new(PledgeTexts.MainContractNo, row => row.Amount is null ? "" : row.Pledge.MainContractNo) { Width = 22 },
            new(DealTexts.State, row => PledgeWords.Name(row.Pledge.State!.Value)),
            new(DealTexts.Since, row => row.Pledge.Since) { Form = SheetForm.Date },
            new(PledgeTexts.AmountYuan, row => row.Amount) { Form = SheetForm.Amount },
            new(PledgeTexts.PatentShare, row => row.Amount is null ? null : row.Pledge.PatentShare) { Form = SheetForm.Amount },
            new(PledgeTexts.NewAmount, row => row.NewAmount) { Form = SheetForm.Amount },
            new(PledgeTexts.Drawn, row => row.Drawn) { Form = SheetForm.Amount },
            new(PledgeTexts.Tags, row => string.Join('、', row.Pledge.Tags.Select(PledgeWords.Name))) { Width = 20 },
            new(PledgeTexts.Until, row => row.Amount is null ? null : row.Pledge.DebtUntil) { Form = SheetForm.Date },
            new(PledgeTexts.RegistrationNo, row => row.Pledge.RegistrationNo) { Width = 20 },
            new(PledgeTexts.RegisteredOn, row => row.Pledge.RegisteredOn) { Form = SheetForm.Date },
            new(PledgeTexts.EndedOn, row => row.Pledge.EndedOn) { Form = SheetForm.Date },
        ];
        audit.Record(db, "pledges.exported", actor.ActingFor is { } own ? $"organisation:{own}" : "region", new { rows = rows.Count });
        await db.SaveChangesAsync(ct);
        return SheetFile.Of(PledgeTexts.Title, format, fields, rows);
    }

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet($"/pledges/export.{{{SheetFile.Formats}}}", (string format, PledgeState? state, LoanTag? tag, bool? waits, PledgeList list, CancellationToken ct) =>
        list.ExportAsync(new(state, tag, waits == true), format, ct)).ExcludeFromDescription().For(Act.ReadLicences);
}
