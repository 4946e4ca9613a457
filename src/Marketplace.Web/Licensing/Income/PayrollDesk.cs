using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Organisations.Delegations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Spreadsheets;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Income;

public sealed record PayrollRow(string Name, string? IdNumber, decimal Amount, string Licence, string ApplicationNo, DateOnly Confirmed);

/// <summary>发放表: what the payroll pays, of sharings nobody objects to any more. Making it is noted with them; without it nothing counts as paid.</summary>
public sealed class PayrollDesk(AppDbContext db, SharingDesk sharings, AccessCheck access, DelegationCheck delegation, PayrollSeal seal, AuditLog audit, TimeProvider time)
{
    /// <param name="holder">Whose.</param>
    /// <param name="only">One sharing; null: all that wait.</param>
    /// <param name="format">xlsx or csv.</param>
    /// <param name="ct">The caller left.</param>
    public async Task<Outcome<byte[]>> MakeAsync(Guid holder, Guid? only, string format, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (!access.May(Act.KeepLicences, new(holder))) return Failures.OfStatus(404);
        if (await delegation.RefuseAsync(db, Act.KeepLicences, holder, null, ct) is { } ended) return ended;
        await db.Database.ExecuteSqlAsync($"select 1 from sharings where holder_id = {holder} and state = 'Confirmed' order by id for update", ct);
        var found = await (from s in db.Set<Sharing>().Include(s => s.Shares)
                           join l in db.Set<Licence>() on s.LicenceId equals l.Id
                           where s.HolderId == holder && s.State == SharingState.Confirmed && (only == null || s.Id == only)
                           orderby s.Id
                           select new { s, l.Reference, l.ApplicationNo }).ToListAsync(ct);
        if (found.Count == 0) return new Failure("payroll_empty", 409, IncomeTexts.PayrollEmpty);
        List<PayrollRow> rows = [.. found.SelectMany(f => f.s.Shares.Where(share => share is { ToPerson: true, Amount: > 0 }).OrderBy(share => share.Ordinal)
            .Select(share => new PayrollRow(share.Name, seal.Open(share), share.Amount, "KX-" + f.Reference, f.ApplicationNo, f.s.Since)))];
        foreach (var one in found) one.s.PayrollAt = time.GetUtcNow();
        audit.Record(db, "sharing.payroll", $"organisation:{holder}", new { sharings = found.Select(f => f.s.Id), rows = rows.Count, total = rows.Sum(row => row.Amount), format });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return format == "csv" ? CsvWriter.Write(Fields(rows), rows) : XlsxWriter.Write(IncomeTexts.Payroll, Fields(rows), rows);
    }

    /// <summary>An identity number is kept for the payroll only; empty takes it away.</summary>
    public async Task<Outcome<Sharing>> IdentifyAsync(Guid sharingId, Guid shareId, string? number, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await sharings.LockAsync(sharingId, ct) is not var (sharing, _) || !access.May(Act.KeepLicences, new(sharing.HolderId)) || sharing.Shares.Find(s => s.Id == shareId && s.ToPerson) is not { } share) return Failures.OfStatus(404);
        if (await delegation.RefuseAsync(db, Act.KeepLicences, sharing.HolderId, null, ct) is { } ended) return ended;
        if (sharing.State is SharingState.Paid or SharingState.Dropped) return new Failure("state_forbids", 409, CaseTexts.StateForbids);
        var clean = PayrollSeal.Clean(number);
        if (clean is null && !string.IsNullOrWhiteSpace(number)) return new Failure("id_wrong", 400, IncomeTexts.IdWrong, "idNumber");
        share.IdSealed = clean is null ? null : seal.Close(share.Id, clean);
        audit.Record(db, "sharing.identified", $"sharing:{sharing.Id}", new { share = shareId, there = clean is not null });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return sharing;
    }

    private static SheetField<PayrollRow>[] Fields(List<PayrollRow> rows) =>
    [
        new(IncomeTexts.Name, row => row.Name),
        // A column nobody filled tells the payroll nothing.
        .. rows.Exists(row => row.IdNumber is not null) ? [new SheetField<PayrollRow>(IncomeTexts.IdNumber, row => row.IdNumber) { Width = 22 }] : Array.Empty<SheetField<PayrollRow>>(),
        new(IncomeTexts.AmountYuan, row => row.Amount) { Form = SheetForm.Amount },
        new(LicenceTexts.CertificateNo, row => row.Licence),
        new(IncomeTexts.PatentNo, row => row.ApplicationNo),
        new(IncomeTexts.ConfirmedOn, row => row.Confirmed) { Form = SheetForm.Date },
    ];
}
