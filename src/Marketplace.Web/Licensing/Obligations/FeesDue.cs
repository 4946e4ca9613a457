using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Payments;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Spreadsheets;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Obligations;

public enum FeeSide
{
    /// <summary>应收</summary>
    ToUs,

    /// <summary>应付</summary>
    ByUs,
}

/// <param name="State">Null: all that is not settled.</param>
public sealed record FeeFilter(ObligationState? State = null, FeeSide? Side = null, bool All = false)
{
    public bool IsEmpty => State is null && Side is null && !All;
}

/// <param name="ToUs">Owed to the reader's organisation.</param>
public sealed record FeeRow(ObligationLine Line, Licence Licence, FrozenTerms Terms, bool ToUs);

/// <param name="Overdue">Of both, what is overdue.</param>
public sealed record FeeTotals(decimal ToUs, decimal ByUs, decimal Overdue);

/// <summary>Everything due to an organisation or by it; for a bureau, of its region.</summary>
public sealed class FeesDue(AppDbContext db, LicenceReach reach, Actor actor, AuditLog audit, TimeProvider time)
{
    /// <summary>A large university's running licences of a decade.</summary>
    private const int Most = 20_000;

    private static readonly ObligationState?[] s_unsettled = [ObligationState.Scheduled, ObligationState.Due, ObligationState.Reported, ObligationState.Invoiced, ObligationState.Overdue, ObligationState.Disputed];

    private static readonly ObligationState?[] s_asked = [ObligationState.Due, ObligationState.Reported, ObligationState.Invoiced, ObligationState.Overdue];

    /// <summary>By due day; the next page begins after the last row of this one.</summary>
    public async Task<IReadOnlyList<FeeRow>> RowsAsync(FeeFilter filter, (DateOnly DueOn, Guid Id)? after, int take, CancellationToken ct)
    {
        var fees = db.Set<FeeObligation>().AsNoTracking();
        if (filter.State is { } state) fees = fees.Where(o => o.State == state);
        else if (!filter.All) fees = fees.Where(o => s_unsettled.Contains(o.State));
        if (after is var (day, id)) fees = fees.Where(o => o.DueOn > day || (o.DueOn == day && o.Id > id));
        var own = actor.ActingFor;
        var seen = filter.Side switch { FeeSide.ToUs => reach.Seen().Where(l => l.HolderId == own), FeeSide.ByUs => reach.Seen().Where(l => l.LicenseeId == own), _ => reach.Seen() };
        var rows = await (from o in fees join l in seen on o.LicenceId equals l.Id join s in db.Set<TermsSnapshot>() on l.SnapshotId equals s.Id orderby o.DueOn, o.Id select new { o, l, s }).Take(take).ToListAsync(ct);
        var ids = rows.ConvertAll(row => (Guid?)row.o.Id);
        var payments = (await db.Set<Payment>().AsNoTracking().Where(p => ids.Contains(p.ObligationId)).ToListAsync(ct)).ToLookup(payment => payment.ObligationId);
        var today = Dates.Today(time);
        return [.. rows.Select(row => new FeeRow(ObligationLine.Of(row.o, [.. payments[row.o.Id]], today), row.l, row.s.Read(), row.l.HolderId == own))];
    }

    /// <summary>What is asked now, with interest to today, whatever the list is filtered by.</summary>
    public async Task<FeeTotals> TotalsAsync(CancellationToken ct)
    {
        var own = actor.ActingFor;
        var rows = await (from o in db.Set<FeeObligation>().AsNoTracking() join l in reach.Seen() on o.LicenceId equals l.Id where s_asked.Contains(o.State) && o.Amount != null select new { o, ToUs = l.HolderId == own }).ToListAsync(ct);
        var ids = rows.ConvertAll(row => (Guid?)row.o.Id);
        var payments = (await db.Set<Payment>().AsNoTracking().Where(p => ids.Contains(p.ObligationId)).ToListAsync(ct)).ToLookup(payment => payment.ObligationId);
        var today = Dates.Today(time);
        var owed = rows.ConvertAll(row => (row.ToUs, row.o.State, Yuan: FeeBalance.Of(row.o, payments[row.o.Id], today).Owed));
        return new(owed.Where(row => row.ToUs).Sum(row => row.Yuan), owed.Where(row => !row.ToUs).Sum(row => row.Yuan), owed.Where(row => row.State == ObligationState.Overdue).Sum(row => row.Yuan));
    }

    public async Task<IResult> ExportAsync(FeeFilter filter, string format, CancellationToken ct)
    {
        var rows = await RowsAsync(filter, null, Most, ct);
        IReadOnlyList<SheetField<FeeRow>> fields =
        [
            new(LicenceTexts.CertificateNo, r => r.Licence.CertificateNo),
            new(LicenceTexts.Patent, r => r.Terms.Title) { Width = 44 },
            new(LicenceTexts.Patentees, r => string.Join('、', r.Terms.Patentees)) { Width = 30 },
            new(LicenceTexts.Licensee, r => r.Licence.LicenseeName) { Width = 30 },
            new(ObligationTexts.Item, r => ObligationWords.Name(r.Line.One)) { Width = 24 },
            new(ObligationTexts.Reference, r => r.Line.One.Reference),
            new(ObligationTexts.PeriodFrom, r => r.Line.One.FromDay) { Form = SheetForm.Date },
            new(ObligationTexts.PeriodTo, r => r.Line.One.ToDay) { Form = SheetForm.Date },
            new(ObligationTexts.DueOn, r => r.Line.One.DueOn) { Form = SheetForm.Date },
            new(ObligationTexts.State, r => ObligationWords.Name(r.Line.State)),
            new(ObligationTexts.AmountYuan, r => r.Line.One.Amount) { Form = SheetForm.Amount },
            new(ObligationTexts.CountedYuan, r => r.Line.Balance.Counted) { Form = SheetForm.Amount },
            new(ObligationTexts.InterestYuan, r => r.Line.Balance.Interest) { Form = SheetForm.Amount },
            new(ObligationTexts.OwedYuan, r => r.Line.Balance.Owed) { Form = SheetForm.Amount },
        ];
        audit.Record(db, "fees.exported", actor.ActingFor is { } own ? $"organisation:{own}" : "region", new { rows = rows.Count });
        await db.SaveChangesAsync(ct);
        return SheetFile.Of(ObligationTexts.Title, format, fields, rows);
    }
}

internal static class FeesDueExport
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet($"/fees/due/export.{{{SheetFile.Formats}}}", (string format, ObligationState? state, FeeSide? side, bool? all, FeesDue due, CancellationToken ct) =>
        due.ExportAsync(new(state, side, all == true), format, ct)).ExcludeFromDescription().For(Act.ReadLicences);
}
