using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Licensing.Disputes;

/// <summary>调解职权: which bureaus of the region may mediate, and where that is otherwise than their level says.</summary>
[Access(Act.Mediate)]
public sealed class PowersModel(MediationPowers powers) : AnsweringPage
{
    public IReadOnlyList<PowerRow> Rows { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        ModelState.Clear();
        Rows = await powers.RowsAsync(ct);
    }

    public async Task<IActionResult> OnPostAsync(Guid bureau, bool has, string? powerReason, CancellationToken ct)
    {
        ModelState.Clear();
        Rows = await powers.RowsAsync(ct);
        var set = await powers.SetAsync(bureau, has, powerReason, ct);
        return set.Succeeded ? Went("/disputes/powers", LicenceTexts.Done) : Refused(set.Failures);
    }
}
