using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Obligations;
using Marketplace.Web.Licensing.Payments;
using Marketplace.Web.Licensing.Payments.Refunds;
using Marketplace.Web.Licensing.Recordal;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Links;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Conversions.Facts;

/// <summary>Parts that facts of several kinds are made of.</summary>
internal static class FactParts
{
    /// <param name="db">The database.</param>
    /// <param name="filing">What it becomes part of.</param>
    /// <param name="side">Which side.</param>
    /// <param name="id">The organisation; null: it is not registered here.</param>
    /// <param name="name">As it was written down.</param>
    /// <param name="code">Its code, where it is known.</param>
    /// <param name="ct">The caller left.</param>
    public static async Task AddPartyAsync(this AppDbContext db, Filing filing, Side side, Guid? id, string name, string? code, CancellationToken ct)
    {
        var known = id is null ? null : await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.Id == id, ct);
        var key = known?.Uscc ?? code;
        // Of one that is not here the code says by which office it was given.
        var office = known is null && key?.Length > 8 ? key[2..8] : null;
        filing.Parties.Add(new()
        {
            FilingId = filing.Id,
            Side = side,
            Place = filing.Parties.Count(p => p.Side == side),
            Key = key ?? PartyKeys.OfName(name),
            Name = name.Cut(200),
            RegionPath = known?.RegionPath ?? (office is null ? "" : await db.Set<Region>().Where(r => r.Code == office).Select(r => r.Path).SingleOrDefaultAsync(ct) ?? ""),
            OrganisationId = id,
            Small = known is null ? null : FilingReader.SmallOf(known),
            Public = FilingReader.PublicOf(known?.Kind, key),
        });
    }

    public static async Task AddPatentsAsync(this AppDbContext db, Filing filing, IReadOnlyList<(string No, bool Returned)> patents, CancellationToken ct)
    {
        var numbers = patents.Select(p => p.No).ToList();
        // Of one that was removed only the number is left.
        var titles = await db.Set<Patent>().Where(p => numbers.Contains(p.ApplicationNo)).ToDictionaryAsync(p => p.ApplicationNo, p => p.RemovedAt == null ? p.Title : null, StringComparer.Ordinal, ct);
        foreach (var (no, returned) in patents)
        {
            var title = titles.GetValueOrDefault(no);
            filing.Patents.Add(new() { FilingId = filing.Id, ApplicationNo = no, Place = filing.Patents.Count, Title = title?.Cut(Filing.TextMax), Returned = returned });
        }
    }

    public static void Show(this Filing filing, ProofKind kind, string? note = null) => filing.Proofs.Add(new() { FilingId = filing.Id, Place = filing.Proofs.Count, Kind = kind, Note = note });

    /// <summary>关联方: one of the two stands above the other on that day (D5).</summary>
    public static Task<bool> AreRelatedAsync(this AppDbContext db, Guid? giver, Guid taker, DateOnly on, CancellationToken ct) => db.Set<OrganisationLink>().AnyAsync(k => k.State == LinkState.Confirmed && k.Since <= on && (k.Until == null || k.Until >= on)
        && ((k.UpperId == giver && k.LowerId == taker) || (k.UpperId == taker && k.LowerId == giver)), ct);

    /// <summary>到账: what the giver's side confirmed, less what went back. Shown and not confirmed is no money yet.</summary>
    public static async Task AddPaidAsync(this AppDbContext db, Filing filing, IReadOnlyCollection<Guid> licences, CancellationToken ct)
    {
        var payments = await (from p in db.Set<Payment>().AsNoTracking()
                              where licences.Contains(p.LicenceId) && p.State == PaymentState.Confirmed
                              select new { p.Id, p.Amount, p.PaidOn, Runs = p.ObligationId != null && db.Set<FeeObligation>().Any(o => o.Id == p.ObligationId && o.Item == Licensing.Fees.FeeItem.Running) }).ToListAsync(ct);
        if (payments.Count == 0) return;
        var ids = payments.ConvertAll(p => (Guid?)p.Id);
        var back = await db.Set<Refund>().Where(r => ids.Contains(r.PaymentId) && (r.State == RefundState.Sent || r.State == RefundState.Received)).SumAsync(r => r.Amount, ct);
        (filing.Paid, filing.PaidOn) = (payments.Sum(p => p.Amount) - back, payments.Min(p => p.PaidOn));
        filing.Show(ProofKind.Payment);
        // A share of what was sold is paid because something was sold.
        if (payments.Exists(p => p.Runs && p.Amount > 0)) filing.Show(ProofKind.Revenue);
    }

    /// <summary>备案, of each licence by itself.</summary>
    public static async Task AddRecordalsAsync(this AppDbContext db, Filing filing, IReadOnlyCollection<Guid> licences, CancellationToken ct)
    {
        var recorded = await db.Set<LicenceRecordal>().AsNoTracking().Where(r => licences.Contains(r.LicenceId) && r.RecordNo != null && r.RecordedOn != null).OrderBy(r => r.RecordNo).ToListAsync(ct);
        foreach (var recordal in recorded) filing.Registers.Add(new() { FilingId = filing.Id, Register = Register.Licence, Number = recordal.RecordNo!, On = recordal.RecordedOn!.Value });
        if (recorded.Count > 0) filing.Show(ProofKind.Registration);
    }
}
