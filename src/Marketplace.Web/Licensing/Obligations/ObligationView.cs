using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Payments;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Obligations;

/// <summary>One row of what is owed: how it stands, what is next, whose move that is, until when.</summary>
public sealed record ObligationLine(FeeObligation One, FeeBalance Balance, ObligationCause? Next, Side? Ball, DateOnly? Until)
{
    public ObligationState State => One.State!.Value;

    public static ObligationLine Of(FeeObligation one, IReadOnlyCollection<Payment> payments, DateOnly today)
    {
        var balance = FeeBalance.Of(one, payments, today);
        var unreported = one.Runs && one.Amount is null;
        var (next, ball, until) = one.State switch
        {
            ObligationState.Scheduled => ((ObligationCause?)ObligationCause.FallDue, (Side?)Side.Platform, (DateOnly?)ObligationBook.AskedFrom(one)),
            ObligationState.Due or ObligationState.Overdue when unreported => (ObligationCause.Report, Side.Taker, one.ReportBy),
            ObligationState.Reported => (ObligationCause.Invoice, Side.Giver, one.DueOn),
            ObligationState.Due or ObligationState.Invoiced or ObligationState.Overdue => (ObligationCause.Pay, Side.Taker, one.DueOn),
            ObligationState.Disputed when one.Before == ObligationState.Paid => (ObligationCause.Found, Side.Giver, null),
            ObligationState.Disputed => (ObligationCause.Settle, Side.Either, null),
            _ => (null, null, null),
        };
        return new(one, balance, next, ball, until);
    }
}

/// <summary>All that one licence owes, for its pages.</summary>
/// <param name="Ending">A proposal to end it that waits for an answer.</param>
/// <param name="MayBreach">The reader is the patentee and a fee is overdue beyond the grace.</param>
public sealed record LicenceFees(Licence Licence, FrozenTerms Terms, Side Side, IReadOnlyList<ObligationLine> Lines, LicenceAgreement? Ending, bool MayBreach)
{
    public decimal Owed => Lines.Where(line => line.State.IsAsked()).Sum(line => line.Balance.Owed);

    public bool IsLive => Licence.State is { } state && state.IsLive();
}

/// <summary>One obligation with all that its page shows.</summary>
/// <param name="Offer">What was proposed to settle it, unanswered.</param>
public sealed record ObligationView(Licence Licence, FrozenTerms Terms, Side Side, ObligationLine Line, IReadOnlyList<Payment> Payments, IReadOnlyList<FeeInvoice> Invoices, LicenceAgreement? Offer, IReadOnlyList<CaseStep> Steps)
{
    public FeeObligation One => Line.One;

    public CaseWay Way => CaseWay.Of(ObligationTexts.Way, ObligationMachine.Machine, One, Steps, ObligationWords.Name, ObligationWords.Name, ObligationWords.Look, row => row.Cause switch
    {
        ObligationCause.FallDue => ObligationBook.AskedFrom(One),
        ObligationCause.Report => One.ReportBy,
        ObligationCause.Pay => One.DueOn,
        _ => null,
    });
}

public sealed class ObligationViews(AppDbContext db, LicenceReach reach, TimeProvider time)
{
    public async Task<LicenceFees> OfAsync(Licence licence, FrozenTerms terms, Side side, CancellationToken ct)
    {
        var today = Dates.Today(time);
        var payments = await db.Set<Payment>().AsNoTracking().Where(p => p.LicenceId == licence.Id && p.ObligationId != null).ToListAsync(ct);
        var all = await db.Set<FeeObligation>().AsNoTracking().Where(o => o.LicenceId == licence.Id).OrderBy(o => o.Ordinal).ToListAsync(ct);
        var ending = await db.Set<LicenceAgreement>().AsNoTracking().SingleOrDefaultAsync(a => a.LicenceId == licence.Id && a.ObligationId == null && a.State == AgreementState.Open, ct);
        var breach = licence.State is LicenceState.Effective or LicenceState.Performing && all.Exists(one => ObligationBook.IsBeyondGrace(one, today));
        return new(licence, terms, side, [.. all.Select(one => ObligationLine.Of(one, payments, today))], ending, side == Side.Giver && breach);
    }

    /// <summary>Null: there is no such licence for the reader.</summary>
    public async Task<LicenceFees?> OfAsync(Guid licenceId, CancellationToken ct) =>
        await reach.FindAsync(licenceId, ct) is var (licence, side) ? await OfAsync(licence, await TermsAsync(licence, ct), side, ct) : null;

    public async Task<ObligationView?> OfAsync(Guid licenceId, int ordinal, CancellationToken ct)
    {
        if (await reach.FindAsync(licenceId, ct) is not var (licence, side)) return null;
        if (await db.Set<FeeObligation>().AsNoTracking().SingleOrDefaultAsync(o => o.LicenceId == licenceId && o.Ordinal == ordinal, ct) is not { } one) return null;
        var payments = await db.Set<Payment>().AsNoTracking().Where(p => p.ObligationId == one.Id).OrderBy(p => p.Id).ToListAsync(ct);
        return new(licence, await TermsAsync(licence, ct), side, ObligationLine.Of(one, payments, Dates.Today(time)), payments,
            await db.Set<FeeInvoice>().AsNoTracking().Where(i => i.ObligationId == one.Id).OrderBy(i => i.At).ThenBy(i => i.Id).ToListAsync(ct),
            await db.Set<LicenceAgreement>().AsNoTracking().SingleOrDefaultAsync(a => a.ObligationId == one.Id && a.State == AgreementState.Open, ct),
            await db.Set<CaseStep>().AsNoTracking().Where(s => s.CaseId == one.Id).OrderBy(s => s.Number).ToListAsync(ct));
    }

    private async Task<FrozenTerms> TermsAsync(Licence licence, CancellationToken ct) => (await db.Set<TermsSnapshot>().AsNoTracking().SingleAsync(s => s.Id == licence.SnapshotId, ct)).Read();
}
