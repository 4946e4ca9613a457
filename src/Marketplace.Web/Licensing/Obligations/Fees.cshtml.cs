using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Licensing.Obligations;

/// <summary>What one licence owes; and, where a fee is overdue beyond the grace, the patentee's declaration of the breach.</summary>
[Access(Act.ReadLicences)]
public sealed class LicenceFeesModel(ObligationViews views, AgreementDesk agreements) : AnsweringPage
{
    public LicenceFees Fees { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        ModelState.Clear();
        return await ReadAsync(id, ct) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostBreachAsync(Guid id, CancellationToken ct)
    {
        ModelState.Clear();
        if (!await ReadAsync(id, ct)) return NotFound();
        var done = await agreements.BreachAsync(id, ct);
        return done.Succeeded ? Went($"/licences/{id}", LicenceTexts.Done) : Refused(done.Failures);
    }

    private async Task<bool> ReadAsync(Guid id, CancellationToken ct)
    {
        if (await views.OfAsync(id, ct) is not { } fees) return false;
        Fees = fees;
        return true;
    }
}
