using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Files;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Pledges;

/// <summary>放款, entered with its voucher by either side; all of them together never exceed what is secured.</summary>
public sealed class PledgeDrawdowns(AppDbContext db, PledgeReach reach, AuditLog audit, FileStore files, Actor actor, TimeProvider time)
{
    /// <param name="id">Of the pledge.</param>
    /// <param name="once">The form's own number: sent twice it is one.</param>
    /// <param name="on">The day it was paid out.</param>
    /// <param name="amount">In yuan.</param>
    /// <param name="voucher">What shows it.</param>
    /// <param name="ct">The sender left.</param>
    public async Task<Outcome<Pledge>> AddAsync(Guid id, Guid once, DateOnly? on, decimal? amount, IFormFile? voucher, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (pledge, _, refused) = await reach.LockAsync(id, Act.KeepLicences, ct);
        if (pledge is null) return refused!;
        if (await db.Set<PledgeDrawdown>().AnyAsync(d => d.Id == once && d.PledgeId == id, ct)) return pledge;
        if (pledge.State != PledgeState.Registered) return new Failure("state_forbids", 409, CaseTexts.StateForbids);
        var failures = new List<Failure>();
        if (on is not { } day || day > Dates.Today(time) || day < pledge.RegisteredOn) failures.Add(new("drawn_on_wrong", 400, PledgeTexts.DrawnOnWrong.Fill(Dates.InWords(pledge.RegisteredOn)), "drawnOn"));
        if (amount is not { } yuan || yuan <= 0 || decimal.Round(yuan, 2) != yuan) failures.Add(new("drawn_wrong", 400, LicenceTexts.AmountWrong, "drawn"));
        else if (await SumAsync(id, ct) is var drawn && drawn + yuan > pledge.Amount) failures.Add(new("drawn_too_much", 409, PledgeTexts.DrawnTooMuch.Fill(Money.Exact(pledge.Amount!.Value - drawn)), "drawn"));
        if (voucher is null) failures.Add(new("paper_missing", 400, LicenceTexts.VoucherMissing, "voucher"));
        if (failures.Count > 0) return failures;
        var file = await files.AddAsync(db, voucher!, PledgeFiles.Of(id), ct);
        if (!file.Succeeded) return file.Failures.Select(f => f with { Field = "voucher" }).ToList();
        db.Add(new PledgeDrawdown { Id = once, PledgeId = id, On = on!.Value, Amount = amount!.Value, VoucherId = file.Value.Id, PersonId = actor.PersonId, At = time.GetUtcNow() });
        audit.Record(db, "pledge.drawn", PledgeFiles.Of(id), new { drawdown = once, on, amount });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return pledge;
    }

    public async Task<Outcome<Pledge>> StrikeAsync(Guid id, Guid drawdown, string? reason, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (pledge, _, refused) = await reach.LockAsync(id, Act.KeepLicences, ct);
        if (pledge is null) return refused!;
        if (await db.Set<PledgeDrawdown>().SingleOrDefaultAsync(d => d.Id == drawdown && d.PledgeId == id, ct) is not { } row) return Failures.OfStatus(404);
        if (row.StruckAt is not null) return pledge;
        if (string.IsNullOrWhiteSpace(reason) || reason.Trim().Length > PledgeTable.TextMax) return new Failure("reason_missing", 400, CaseTexts.ReasonMissing, "strikeReason");
        (row.StruckAt, row.StruckReason) = (time.GetUtcNow(), reason.Trim());
        audit.Record(db, "pledge.drawdown-struck", PledgeFiles.Of(id), new { drawdown, row.Amount });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return pledge;
    }

    public async Task<decimal> SumAsync(Guid id, CancellationToken ct) => await db.Set<PledgeDrawdown>().Where(d => d.PledgeId == id && d.StruckAt == null).SumAsync(d => d.Amount, ct);
}
