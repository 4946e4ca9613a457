using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Licensing.Income.Year;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Income.Contracts;

/// <summary>技术合同认定登记 of one licence, for its giver.</summary>
[Access(Act.KeepLicences)]
public sealed class ContractModel(AppDbContext db, LicenceReach reach, TechContractDesk desk, Workdays workdays) : AnsweringPage
{
    public Licence Licence { get; private set; } = null!;
    public FrozenTerms Terms { get; private set; } = null!;
    public TechContract? Contract { get; private set; }
    public decimal Total { get; private set; }
    public IReadOnlyList<CaseStep> Steps { get; private set; } = [];
    public IEnumerable<SelectListItem> StepOptions => ContractMachine.Machine.From(Contract?.State).Select(row => new SelectListItem(IncomeWords.Name(row.Cause), row.Cause.ToString()));

    /// <summary>What was typed, when the page comes back.</summary>
    public string? Typed(string field) => Request.HasFormContentType ? Request.Form[field].ToString() : null;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        ModelState.Clear();
        return await ReadAsync(id, ct) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, string? step, string? on, string? number, string? total, string? technology, string? reason, IFormFile? paper, CancellationToken ct)
    {
        ModelState.Clear();
        if (!await ReadAsync(id, ct) || Chosen.One<ContractCause>(step) is not { } cause) return NotFound();
        var failures = new List<Failure>();
        var typed = new Fees.Typed(failures);
        var entry = new ContractEntry(typed.Day(on, "on"), number, typed.Number(total, "total"), typed.Number(technology, "technology"), reason);
        if (failures.Count > 0) return Refused(failures);
        var done = await desk.StepAsync(id, cause, entry, paper, ct);
        return done.Succeeded ? Went($"/licences/{id}/contract", LicenceTexts.Done) : Refused(done.Failures);
    }

    private async Task<bool> ReadAsync(Guid id, CancellationToken ct)
    {
        if (await reach.FindAsync(id, ct) is not (var licence, Side.Giver) || licence.EffectiveOn is null) return false;
        Licence = licence;
        Terms = (await db.Set<TermsSnapshot>().AsNoTracking().SingleAsync(s => s.Id == licence.SnapshotId, ct)).Read();
        Total = YearBook.Agreed(licence, Terms, workdays);
        Contract = await db.Set<TechContract>().AsNoTracking().SingleOrDefaultAsync(c => c.LicenceId == id, ct);
        Steps = Contract is null ? [] : await db.Set<CaseStep>().AsNoTracking().Where(s => s.CaseId == Contract.Id).OrderBy(s => s.Number).ToListAsync(ct);
        return true;
    }
}
