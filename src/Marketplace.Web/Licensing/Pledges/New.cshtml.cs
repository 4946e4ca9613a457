using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Pledges;

/// <summary>A pledge begins: from a patent of one's own, or from an earlier pledge whose loan goes on.</summary>
[Access(Act.KeepLicences)]
public sealed class NewPledgeModel(AppDbContext db, PledgeDesk desk, Actor actor) : AnsweringPage
{
    [BindProperty] public PledgeForm Form { get; set; } = new();
    [BindProperty(SupportsGet = true, Name = "renews")] public Guid? Renews { get; set; }
    [BindProperty(Name = "once")] public Guid Once { get; set; }

    public async Task<IActionResult> OnGetAsync(string? no, CancellationToken ct)
    {
        ModelState.Clear();
        (Once, Form) = (Guid.CreateVersion7(), new() { Numbers = PatentNumber.Parse(no ?? "", out var fault) is { } number && fault is null ? PatentNumber.Show(number.Body) : no, Scope = Language.In(Language.Chinese.Tag, () => PledgeTexts.UsualScope) });
        if (Renews is null) return Page();
        if (await db.Set<Pledge>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == Renews && p.PledgorId == actor.ActingFor, ct) is not { RegisteredOn: not null } earlier) return NotFound();
        var last = (await db.Set<PledgeVersion>().AsNoTracking().SingleAsync(v => v.PledgeId == earlier.Id && v.Number == earlier.AgreedVersion, ct)).Read();
        // The loan and its papers are new; the rest most often stays.
        Form = PledgeForm.Of(last with { Tags = [.. last.Tags.Where(tag => tag != LoanTag.First).Append(LoanTag.Renewal).Distinct()], MainContractNo = null, From = null, Until = null, Contract = null, ContractNo = null, Pair = null, Invalidity = null }, 0);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(IFormFile? contract, IFormFile? valuationReport, CancellationToken ct)
    {
        ModelState.Clear();
        if (Once == Guid.Empty) Once = Guid.CreateVersion7();
        var failures = new List<Failure>();
        var terms = Form.Terms(failures);
        if (failures.Count == 0)
        {
            var begun = await desk.BeginAsync(Once, terms, new(contract, valuationReport), Renews, ct);
            if (begun.Succeeded) return Went(PledgeNotices.At(begun.Value), PledgeTexts.Begun);
            failures.AddRange(begun.Failures);
        }
        return Refused(failures);
    }
}
