using System.Text;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Obligations;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Payments.Refunds;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Payments.Statements;

/// <summary>
/// Says of each row what it is: by the code the payer was told to write; without one by amount and name together, and then only as a suggestion. A payment or refund is matched by one row, in
/// this file and in all before it.
/// </summary>
public sealed class StatementMatcher(AppDbContext db, Receipts receipts, TimeProvider time)
{
    private const int CodeLength = 8;

    public async Task<IReadOnlyList<StatementMatch>> MatchAsync(Guid owner, string account, IReadOnlyList<StatementLine> lines, CancellationToken ct)
    {
        var seen = await LookAsync(owner, account, lines, ct);
        var serials = new HashSet<string>(StringComparer.Ordinal);
        var matches = new List<StatementMatch>(lines.Count);
        foreach (var line in lines) matches.Add(await OfAsync(line, seen, serials, ct));
        return matches;
    }

    private async Task<StatementMatch> OfAsync(StatementLine line, Known known, HashSet<string> serials, CancellationToken ct)
    {
        if (line.Fault is not null) return new(line, StatementFate.Unreadable);
        if (line.Amount is not { } amount || amount <= 0) return new(line, StatementFate.NotIncoming);
        // A day that has not come was misread, or is a promise.
        if (line.On > Dates.Today(time)) return new(line with { Fault = StatementColumns.Date }, StatementFate.Unreadable);
        if (known.Taken.Contains(line.Serial)) return new(line, StatementFate.TakenBefore);
        if (!serials.Add(line.Serial)) return new(line, StatementFate.TwiceInFile);
        if (known.ByReference.TryGetValue(line.Serial, out var shown) && shown.Amount == amount && known.Free.Remove(shown.Id)) return Of(line, known.Licences[shown.LicenceId], shown) with { Fee = known.FeeOf(shown) };
        var fees = Codes(line.Remark).Select(known.FeeByCode.GetValueOrDefault).OfType<FeeObligation>().DistinctBy(fee => fee.Id).ToList();
        var codes = Codes(line.Remark).Select(known.ByCode.GetValueOrDefault).OfType<Licence>().DistinctBy(l => l.Id).ToList();
        // Some write both codes; the fee's says more.
        if (fees is [var one] && codes.TrueForAll(l => l.Id == one.LicenceId))
            return known.Licences[one.LicenceId] is var of && of.HolderId == known.Owner ? OfFee(line, amount, of, one, known) : new(line, StatementFate.WrongPayee, of, Why: RefundWhy.WrongPayee);
        if (fees.Count == 0 && codes is [var licence]) return licence.HolderId == known.Owner ? await CodedAsync(line, amount, licence, known, ct) : new(line, StatementFate.WrongPayee, licence, Why: RefundWhy.WrongPayee);
        if (codes.Count + fees.Count > 0 || LooksCoded(line.Remark)) return new(line, StatementFate.UnknownCode);
        return Suggested(line, amount, known);
    }

    private async Task<StatementMatch> CodedAsync(StatementLine line, decimal amount, Licence licence, Known known, CancellationToken ct)
    {
        var payments = known.Payments.Where(p => p.LicenceId == licence.Id && p.ObligationId == null && known.Free.Contains(p.Id)).ToList();
        if (payments.Find(p => p.Amount == amount && p.State != PaymentState.Confirmed) is { } open && known.Free.Remove(open.Id)) return Of(line, licence, open);
        if (payments.Find(p => p.Amount == amount) is { } confirmed && known.Free.Remove(confirmed.Id)) return new(line, StatementFate.Known, licence, confirmed);
        if (known.Refunds.Find(r => r.LicenceId == licence.Id && r.Amount == amount && known.Free.Contains(r.Id)) is { } owed && known.Free.Remove(owed.Id)) return new(line, StatementFate.KnownRefund, licence, Refund: owed);
        // The licence's own code, written again for what it owes now.
        if (known.Fees.Where(fee => fee.LicenceId == licence.Id && known.StillOwed.GetValueOrDefault(fee.Id) == amount).ToList() is [var due] && known.StillOwed.Remove(due.Id)) return new(line, StatementFate.Suggested, licence, Fee: due);
        if (payments.Exists(p => p.State != PaymentState.Confirmed)) return new(line, StatementFate.OtherAmount, licence, payments.Find(p => p.State != PaymentState.Confirmed));
        var why = known.Owed.GetValueOrDefault(licence.Id) <= 0 && licence.State is LicenceState.NoticeSent or LicenceState.NoticeReceived ? RefundWhy.Twice : await receipts.WhyNotAsync(licence, line.On!.Value, ct);
        if (why is not null) return new(line, StatementFate.GoesBack, licence, Why: why);
        known.Owed[licence.Id] = known.Owed.GetValueOrDefault(licence.Id, licence.FirstFee) - amount;
        return new(line, Fits(line, licence.LicenseeName) ? StatementFate.MakesPayment : StatementFate.OtherName, licence);
    }

    private static StatementMatch OfFee(StatementLine line, decimal amount, Licence licence, FeeObligation fee, Known known)
    {
        var payments = known.Payments.Where(p => p.ObligationId == fee.Id && known.Free.Contains(p.Id)).OrderBy(p => p.State == PaymentState.Confirmed).ToList();
        if (payments.Find(p => p.Amount == amount) is { } shown && known.Free.Remove(shown.Id)) return Of(line, licence, shown) with { Fee = fee };
        if (payments.Find(p => p.State != PaymentState.Confirmed) is { } other) return new(line, StatementFate.OtherAmount, licence, other, Fee: fee);
        if (!known.StillOwed.Remove(fee.Id)) return new(line, StatementFate.GoesBack, licence, Why: RefundWhy.NotOwed, Fee: fee);
        return new(line, Fits(line, licence.LicenseeName) ? StatementFate.MakesPayment : StatementFate.OtherName, licence, Fee: fee);
    }

    private static StatementMatch Of(StatementLine line, Licence licence, Payment payment) =>
        payment.State == PaymentState.Confirmed ? new(line, StatementFate.Known, licence, payment)
        : new(line, Fits(line, payment.Payer) || Fits(line, licence.LicenseeName) ? StatementFate.Confirms : StatementFate.OtherName, licence, payment);

    private static StatementMatch Suggested(StatementLine line, decimal amount, Known known)
    {
        if (line.Payer.Length == 0) return new(line, StatementFate.NoCode);
        var payments = known.Payments.Where(p => p.Amount == amount && p.State != PaymentState.Confirmed && known.Free.Contains(p.Id) && Fits(line, p.Payer)).ToList();
        if (payments is [var payment]) return new(line, StatementFate.Suggested, known.Licences[payment.LicenceId], payment, Fee: known.FeeOf(payment));
        var licences = payments.Count > 0 ? [] : known.Licences.Values.Where(l => known.Owed.GetValueOrDefault(l.Id) == amount && Fits(line, l.LicenseeName)).ToList();
        return licences is [var licence] ? new(line, StatementFate.Suggested, licence) : new(line, StatementFate.NoCode);
    }

    /// <summary>A bank that gives no name says nothing against it.</summary>
    private static bool Fits(StatementLine line, string name) => line.Payer.Length == 0 || NameFolding.Fold(line.Payer) == NameFolding.Fold(name);

    private static string Folded(string remark) => string.Concat(remark.Normalize(NormalizationForm.FormKC).ToUpperInvariant().Where(c => !char.IsWhiteSpace(c) && c != '-'));

    /// <summary>All that may be a code: people run it into other words, banks cut it apart.</summary>
    internal static IEnumerable<string> Codes(string remark)
    {
        var text = Folded(remark);
        for (var at = 0; at + CodeLength <= text.Length; at++)
        {
            var code = text.Substring(at, CodeLength);
            if (code.All(char.IsAsciiLetterOrDigit)) yield return code;
        }
    }

    /// <summary>A word of letters and digits of a code's length: somebody meant one.</summary>
    private static bool LooksCoded(string remark) => remark.Normalize(NormalizationForm.FormKC).ToUpperInvariant().Split([' ', ',', '，', '。', ';', '；', ':', '：'], StringSplitOptions.RemoveEmptyEntries)
        .Any(word => word.Length == CodeLength && word.All(char.IsAsciiLetterOrDigit) && word.Any(char.IsAsciiLetter));

    private async Task<Known> LookAsync(Guid owner, string account, IReadOnlyList<StatementLine> lines, CancellationToken ct)
    {
        var incoming = lines.Where(l => l.Amount > 0).ToList();
        var serials = incoming.Select(l => l.Serial).Distinct(StringComparer.Ordinal).ToList();
        var codes = incoming.SelectMany(l => Codes(l.Remark)).Distinct(StringComparer.Ordinal).ToList();
        var taken = await db.Set<BankStatementRow>().Where(r => r.OrganisationId == owner && r.Account == account && serials.Contains(r.Serial)).Select(r => r.Serial).ToListAsync(ct);
        var coded = await db.Set<FeeObligation>().AsNoTracking().Where(o => codes.Contains(o.Reference)).ToListAsync(ct);
        var owing = coded.ConvertAll(fee => fee.LicenceId);
        var licences = await db.Set<Licence>().AsNoTracking().Where(l => codes.Contains(l.Reference) || owing.Contains(l.Id)
            || (l.HolderId == owner && (l.State == LicenceState.NoticeSent || l.State == LicenceState.NoticeReceived || db.Set<Payment>().Any(p => p.LicenceId == l.Id && (p.State == PaymentState.Paid || p.State == PaymentState.Contested || (p.BankReference != null && serials.Contains(p.BankReference))))))).ToListAsync(ct);
        var ids = licences.ConvertAll(l => l.Id);
        var payments = await db.Set<Payment>().AsNoTracking().Where(p => ids.Contains(p.LicenceId) && p.State != PaymentState.Failed && p.Amount > 0).OrderBy(p => p.Id).ToListAsync(ct);
        var fees = await db.Set<FeeObligation>().AsNoTracking().Where(o => ids.Contains(o.LicenceId)).ToListAsync(ct);
        var today = Dates.Today(time);
        var refunds = await db.Set<Refund>().AsNoTracking().Where(r => ids.Contains(r.LicenceId) && r.GiverId == owner && r.PaymentId == null && r.Source == PaymentSource.Voucher).OrderBy(r => r.Id).ToListAsync(ct);
        var matched = await db.Set<BankStatementRow>().Where(r => ids.Contains(r.LicenceId)).Select(r => r.PaymentId ?? r.RefundId).ToListAsync(ct);
        var own = licences.Where(l => l.HolderId == owner).Select(l => l.Id).ToHashSet();
        // Only what a payer showed still looks for its row: the provider pays out in sums of its own.
        var vouched = payments.Where(p => p.Source == PaymentSource.Voucher && own.Contains(p.LicenceId)).ToList();
        return new(owner, [.. taken], licences.ToDictionary(l => l.Id), licences.ToDictionary(l => l.Reference, StringComparer.Ordinal), vouched,
            vouched.Where(p => p.BankReference is not null).GroupBy(p => p.BankReference!, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal), refunds,
            [.. vouched.Select(p => p.Id).Concat(refunds.Select(r => r.Id)).Where(id => !matched.Contains(id))],
            licences.Where(l => l.State is LicenceState.NoticeSent or LicenceState.NoticeReceived).ToDictionary(l => l.Id, l => l.FirstFee - payments.Where(p => p.LicenceId == l.Id && p.ObligationId == null && p.State!.Value.Counts()).Sum(p => p.Amount)))
        {
            Fees = fees,
            FeeByCode = coded.ToDictionary(fee => fee.Reference, StringComparer.Ordinal),
            // What is reported later is owed already; only how much is open.
            StillOwed = fees.Where(fee => fee.State is not (ObligationState.Waived or ObligationState.Dropped or ObligationState.Paid)).ToDictionary(fee => fee.Id, fee => FeeBalance.Of(fee, payments, today).Owed),
        };
    }

    /// <summary>What can be matched.</summary>
    /// <param name="Owner">Whose statement it is.</param>
    /// <param name="Taken">Numbers of rows that counted before.</param>
    /// <param name="Licences">By id.</param>
    /// <param name="ByCode">By the code on the transfer.</param>
    /// <param name="Payments">Shown by vouchers.</param>
    /// <param name="ByReference">Of these, by the bank's number their payers typed.</param>
    /// <param name="Refunds">Owed for vouchers.</param>
    /// <param name="Free">Payments and refunds no row has been matched with.</param>
    /// <param name="Owed">What is still to be paid, by licence.</param>
    private sealed record Known(
        Guid Owner, HashSet<string> Taken, Dictionary<Guid, Licence> Licences, Dictionary<string, Licence> ByCode, List<Payment> Payments, Dictionary<string, Payment> ByReference, List<Refund> Refunds,
        HashSet<Guid> Free, Dictionary<Guid, decimal> Owed)
    {
        /// <summary>Of these licences.</summary>
        public required List<FeeObligation> Fees { get; init; }

        /// <summary>By their codes on transfers.</summary>
        public required Dictionary<string, FeeObligation> FeeByCode { get; init; }

        /// <summary>Of fees that are owed still, how much; a row takes its fee out.</summary>
        public required Dictionary<Guid, decimal> StillOwed { get; init; }

        public FeeObligation? FeeOf(Payment payment) => Fees.Find(fee => fee.Id == payment.ObligationId);
    }
}
