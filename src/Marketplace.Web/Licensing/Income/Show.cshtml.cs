using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Payments;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Organisations.Units;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.SignIn;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Income;

/// <param name="Who">The account's name, or the number or address it waits for, masked; null: nobody was said.</param>
/// <param name="Come">Somebody with an account sees it.</param>
public sealed record ShareLine(SharingShare Share, string? Who, bool Come);

/// <summary>One sharing for the holder's people: how it was worked out, where it stands, whose move it is.</summary>
[Access(Act.KeepLicences)]
public sealed class SharingModel(AppDbContext db, SharingDesk desk, InventorLinkDesk links, PayrollDesk payroll, TimeProvider time) : AnsweringPage
{
    /// <summary>Rows to fill beside those that are filled, without any script.</summary>
    public const int Spare = 3;

    public Sharing Sharing { get; private set; } = null!;
    public Licence Licence { get; private set; } = null!;
    public Payment Payment { get; private set; } = null!;
    public IncomeRule? Rule { get; private set; }
    public OrganisationKind Kind { get; private set; }
    public string? College { get; private set; }
    public SharingForm Form { get; private set; } = new();
    public IReadOnlyList<ShareLine> Lines { get; private set; } = [];
    public IReadOnlyList<CaseStep> Steps { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Units { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Members { get; private set; } = [];
    public SharingState State => Sharing.State!.Value;
    public decimal ToPeople => Sharing.Shares.Where(share => share.ToPerson).Sum(share => share.Amount);
    public bool BelowLaw => Sharing.Floor < ShareFloor.Law;

    /// <summary>What the holder can do now, each in its own form.</summary>
    public IEnumerable<Transition<SharingState, SharingCause>> Own => SharingMachine.Machine.From(State).Where(row => row.By == Act.KeepLicences);

    public IEnumerable<Transition<SharingState, SharingCause>> Next => SharingMachine.Machine.From(State).Where(row => row.Cause is not (SharingCause.Drop or SharingCause.TakeBack or SharingCause.Reopen or SharingCause.Reverse or SharingCause.WithdrawOne)).DistinctBy(row => row.Cause);

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        ModelState.Clear();
        return await ReadAsync(id, ct) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostSaveAsync(Guid id, SharingForm form, CancellationToken ct)
    {
        ModelState.Clear();
        if (!await ReadAsync(id, ct)) return NotFound();
        Form = form;
        var failures = new List<Failure>();
        var draft = form.Read(failures);
        if (failures.Count > 0) return Refused(failures);
        return await DoneAsync(id, await desk.SaveAsync(id, form.Revision, draft, ct), OrganisationTexts.Saved);
    }

    public Task<IActionResult> OnPostDefaultsAsync(Guid id, Guid? unit, CancellationToken ct) => DoAsync(id, () => desk.DefaultsAsync(id, unit == Guid.Empty ? null : unit, ct), OrganisationTexts.Saved, ct);

    public Task<IActionResult> OnPostStepAsync(Guid id, SharingCause step, string? reason, DateOnly? on, CancellationToken ct) => DoAsync(id, () => desk.StepAsync(id, step, reason, on, ct), LicenceTexts.Done, ct);

    public Task<IActionResult> OnPostLinkAsync(Guid id, Guid share, Guid? member, string? contact, CancellationToken ct) => DoAsync(id, () => links.LinkAsync(id, share, member == Guid.Empty ? null : member, contact, ct), IncomeTexts.Linked, ct);

    public Task<IActionResult> OnPostUnlinkAsync(Guid id, Guid share, CancellationToken ct) => DoAsync(id, () => links.EndAsync(id, share, ct), LicenceTexts.Done, ct);

    public Task<IActionResult> OnPostIdentifyAsync(Guid id, Guid share, string? idNumber, CancellationToken ct) => DoAsync(id, () => payroll.IdentifyAsync(id, share, idNumber, ct), OrganisationTexts.Saved, ct);

    public async Task<IActionResult> OnPostPayrollAsync(Guid id, string? format, CancellationToken ct)
    {
        ModelState.Clear();
        if (!await ReadAsync(id, ct)) return NotFound();
        var made = await payroll.MakeAsync(Sharing.HolderId, id, format == "csv" ? "csv" : "xlsx", ct);
        return made.Succeeded ? IncomeModel.PayrollFile(this, made.Value, format, time) : Refused(made.Failures);
    }

    private async Task<IActionResult> DoAsync<T>(Guid id, Func<Task<Outcome<T>>> act, string said, CancellationToken ct) where T : class
    {
        ModelState.Clear();
        return await ReadAsync(id, ct) ? await DoneAsync(id, await act(), said) : NotFound();
    }

    private Task<IActionResult> DoneAsync<T>(Guid id, Outcome<T> done, string said) where T : class => Task.FromResult(done.Succeeded ? Went($"/income/{id}", said) : Refused(done.Failures));

    private async Task<bool> ReadAsync(Guid id, CancellationToken ct)
    {
        if (await desk.FindAsync(id, ct) is not { } sharing) return false;
        (Sharing, Form) = (sharing, SharingForm.Of(sharing));
        Licence = await db.Set<Licence>().AsNoTracking().SingleAsync(l => l.Id == sharing.LicenceId, ct);
        Payment = await db.Set<Payment>().AsNoTracking().SingleAsync(p => p.Id == sharing.PaymentId, ct);
        Rule = await db.Set<IncomeRule>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == sharing.RuleId, ct);
        Kind = await db.Set<Organisation>().Where(o => o.Id == sharing.HolderId).Select(o => o.Kind).SingleAsync(ct);
        Steps = await db.Set<CaseStep>().AsNoTracking().Where(s => s.CaseId == id).OrderBy(s => s.Number).ToListAsync(ct);
        var units = await db.Set<OrganisationUnit>().AsNoTracking().Where(u => u.OrganisationId == sharing.HolderId && (u.ClosedOn == null || u.Id == sharing.UnitId)).OrderBy(u => u.Name).ThenBy(u => u.Id).ToListAsync(ct);
        College = units.Find(u => u.Id == sharing.UnitId)?.Name;
        Units = [new(IncomeTexts.NoUnit, ""), .. units.Select(u => new SelectListItem(u.Name, u.Id.ToString()))];
        var linked = await (from l in db.Set<InventorLink>().AsNoTracking()
                            from p in db.Set<Person>().Where(p => p.Id == l.PersonId).DefaultIfEmpty()
                            where l.HolderId == sharing.HolderId && l.ApplicationNo == Licence.ApplicationNo && l.EndedAt == null
                            select new { l.Name, l.PersonId, l.Contact, p.DisplayName }).ToDictionaryAsync(l => l.Name, StringComparer.Ordinal, ct);
        Lines = [.. sharing.Shares.Select(share => share.ToPerson && linked.TryGetValue(share.Name, out var link)
            ? new ShareLine(share, link.PersonId is not null ? link.DisplayName : LoginName.Parse(link.Contact)?.Masked, link.PersonId is not null) : new ShareLine(share, null, false))];
        var members = await (from m in db.Set<Membership>() join p in db.Set<Person>() on m.PersonId equals p.Id where m.OrganisationId == sharing.HolderId && m.Until == null select new { p.Id, p.DisplayName }).Distinct().OrderBy(p => p.DisplayName).ThenBy(p => p.Id).Take(500).ToListAsync(ct);
        Members = [new(IncomeTexts.MemberNone, ""), .. members.Select(m => new SelectListItem(m.DisplayName, m.Id.ToString()))];
        return true;
    }
}
