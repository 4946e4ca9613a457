using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Licensing.Papers;
using Marketplace.Web.Licensing.Payments;
using Marketplace.Web.Licensing.Recordal;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.OpenLicences;

/// <summary>A licence with all that its pages and papers show.</summary>
public sealed record LicenceView(Licence Licence, FrozenTerms Terms, string TermsHash, IReadOnlyList<Payment> Payments, LicenceRecordal? Recordal, IReadOnlyList<CaseStep> Steps)
{
    public LicenceState State => Licence.State!.Value;

    public decimal Owed => Math.Max(0, Licence.FirstFee - Payments.Where(payment => payment.State is { } state && state.Counts()).Sum(payment => payment.Amount));

    /// <summary>As certificate and verification say it.</summary>
    public PaidState Paid
    {
        get
        {
            var counting = Payments.Where(payment => payment.State is { } state && state.Counts()).ToList();
            return counting.Exists(payment => payment.State == PaymentState.Contested) ? PaidState.Contested
                : counting.Exists(payment => payment.State == PaymentState.Paid) ? PaidState.Paid
                : counting.Sum(payment => payment.Amount) == 0 ? Terms.Model == Catalogue.Listings.FeeModel.Deferred ? PaidState.Later : PaidState.Free : PaidState.PaidAndConfirmed;
        }
    }

    public static async Task<LicenceView> OfAsync(AppDbContext db, Licence licence, CancellationToken ct)
    {
        var snapshot = await db.Set<TermsSnapshot>().AsNoTracking().SingleAsync(s => s.Id == licence.SnapshotId, ct);
        return new(licence, snapshot.Read(), Convert.ToHexString(snapshot.Sha256),
            await db.Set<Payment>().AsNoTracking().Where(p => p.LicenceId == licence.Id && p.ObligationId == null).OrderBy(p => p.Id).ToListAsync(ct),
            await db.Set<LicenceRecordal>().AsNoTracking().SingleOrDefaultAsync(r => r.LicenceId == licence.Id, ct),
            await db.Set<CaseStep>().AsNoTracking().Where(s => s.CaseId == licence.Id).OrderBy(s => s.Number).ToListAsync(ct));
    }
}
