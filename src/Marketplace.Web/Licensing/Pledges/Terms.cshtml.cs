using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Pledges;

/// <summary>Another version of the terms: of a draft by its pledgor, of a registered pledge by whoever has the register's notice of the change.</summary>
[Access(Act.KeepLicences)]
public sealed class PledgeTermsModel(AppDbContext db, PledgeReach reach, PledgeDesk desk, PledgeChanges changes) : AnsweringPage
{
    [BindProperty] public PledgeForm Form { get; set; } = new();
    [BindProperty(Name = "on")] public DateOnly? On { get; set; }

    public Pledge Pledge { get; private set; } = null!;

    /// <summary>变更登记</summary>
    public bool IsChange => Pledge.State == PledgeState.Registered;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        ModelState.Clear();
        if (await ReadAsync(id, ct) is not { } side) return NotFound();
        if (!IsChange && (side != Side.Giver || PledgeMachine.Machine.Find(Pledge.State, PledgeCause.Revise) is null)) return Redirect(PledgeNotices.At(Pledge));
        Form = PledgeForm.Of((await db.Set<PledgeVersion>().AsNoTracking().SingleAsync(v => v.PledgeId == id && v.Number == Pledge.Versions, ct)).Read(), Pledge.Versions);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, IFormFile? contract, IFormFile? valuationReport, IFormFile? stepPaper, CancellationToken ct)
    {
        ModelState.Clear();
        if (await ReadAsync(id, ct) is null) return NotFound();
        var failures = new List<Failure>();
        var terms = Form.Terms(failures);
        if (failures.Count == 0)
        {
            var sent = new PledgeFilesSent(contract, valuationReport);
            var said = IsChange ? await changes.ChangeAsync(id, terms, sent, Form.Seen, On, stepPaper, ct) : await desk.ReviseAsync(id, terms, sent, Form.Seen, ct);
            if (said.Succeeded) return Went(PledgeNotices.At(Pledge), Deals.DealTexts.Done);
            failures.AddRange(said.Failures);
        }
        return Refused(failures);
    }

    private async Task<Side?> ReadAsync(Guid id, CancellationToken ct)
    {
        if (await reach.FindAsync(id, ct) is not (var pledge, var side and not Side.Bureau)) return null;
        Pledge = pledge;
        return side;
    }
}
