using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Obligations;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Payments;
using Marketplace.Web.Licensing.Payments.Refunds;
using Marketplace.Web.Licensing.Trials;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Disputes;

/// <summary>提出争议: about a licence, or a fee, a payment, a refund, a condition of it.</summary>
[Access(Act.KeepLicences)]
public sealed class NewDisputeModel(AppDbContext db, LicenceReach reach, DisputeDesk desk) : AnsweringPage
{
    [BindProperty(SupportsGet = true, Name = "licence")]
    public Guid LicenceId { get; set; }

    public Licence Licence { get; private set; } = null!;
    public Guid Once { get; private set; } = Guid.CreateVersion7();
    public string? Subject { get; private set; }
    public string? Claims { get; private set; }
    public string? Wanted { get; private set; }
    public IReadOnlyList<SelectListItem> Subjects { get; private set; } = [];

    /// <param name="about">What is to be chosen already: a subject and its id.</param>
    /// <param name="ct">The request ended.</param>
    public async Task<IActionResult> OnGetAsync(string? about, CancellationToken ct)
    {
        ModelState.Clear();
        Subject = about;
        return await ReadAsync(ct) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(Guid once, string? subject, string? claims, string? wanted, CancellationToken ct)
    {
        ModelState.Clear();
        if (!await ReadAsync(ct)) return NotFound();
        (Once, Subject, Claims, Wanted) = (once == Guid.Empty ? Once : once, subject, claims, wanted);
        var parts = (subject ?? "").Split(':');
        var known = Enum.TryParse<DisputeSubject>(parts[0], out var of) && Enum.IsDefined(of);
        var id = parts.Length > 1 && Guid.TryParse(parts[1], out var typed) ? typed : (Guid?)null;
        // What cannot be read is nothing of this licence.
        var opened = await desk.OpenAsync(LicenceId, new(Once, known ? of : DisputeSubject.Fee, known ? id : null, claims, wanted), ct);
        return opened.Succeeded ? Went($"/disputes/{opened.Value.Id}", DisputeTexts.Opened) : Refused(opened.Failures);
    }

    private async Task<bool> ReadAsync(CancellationToken ct)
    {
        if (await reach.FindAsync(LicenceId, ct) is not var (licence, side) || side == Side.Bureau) return false;
        Licence = licence;
        var fees = await db.Set<FeeObligation>().AsNoTracking().Where(o => o.LicenceId == LicenceId).OrderBy(o => o.Ordinal).ToListAsync(ct);
        var payments = await db.Set<Payment>().AsNoTracking().Where(p => p.LicenceId == LicenceId && p.Amount > 0).OrderBy(p => p.Id).ToListAsync(ct);
        var refunds = await db.Set<Refund>().AsNoTracking().Where(r => r.LicenceId == LicenceId).OrderBy(r => r.Id).ToListAsync(ct);
        var triggers = await db.Set<FeeTrigger>().AsNoTracking().Where(t => t.LicenceId == LicenceId).OrderBy(t => t.Id).ToListAsync(ct);
        Subjects =
        [
            new(DisputeWords.Name(DisputeSubject.Licence), nameof(DisputeSubject.Licence)),
            .. fees.Select(one => Item(DisputeSubject.Fee, one.Id, ObligationWords.Name(one))),
            .. payments.Select(one => Item(DisputeSubject.Payment, one.Id, $"{Dates.InTable(one.PaidOn)} {Money.Exact(one.Amount)}")),
            .. refunds.Select(one => Item(DisputeSubject.Refund, one.Id, Money.Exact(one.Amount))),
            .. triggers.Select(one => Item(DisputeSubject.Condition, one.Id, Dates.InTable(one.MetOn))),
        ];
        return true;
    }

    private static SelectListItem Item(DisputeSubject subject, Guid id, string what) => new($"{DisputeWords.Name(subject)}：{what}", $"{subject}:{id}");
}
