using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Licensing.Pledges;

/// <summary>For another patentee that was asked: the terms, and yes or no to exactly these.</summary>
[Access(Act.DisposePatents)]
public sealed class PledgeConsentModel(PledgeConsents desk) : AnsweringPage
{
    public Pledge Pledge { get; private set; } = null!;
    public PledgeCheck Check { get; private set; } = null!;
    public PledgeConsent Consent { get; private set; } = null!;
    public string? Reason { get; private set; }
    public bool IsOpen => PledgeConsents.IsOpen(Pledge) && (Consent.State == ConsentState.Asked || !Check.Holds(Consent));

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        ModelState.Clear();
        return await ReadAsync(id, ct) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, bool agrees, string? reason, string? termsRead, CancellationToken ct)
    {
        ModelState.Clear();
        var answered = await desk.AnswerAsync(id, agrees, reason, termsRead, ct);
        if (answered.Succeeded) return Went($"/pledges/{id}/consent", Deals.DealTexts.Done);
        if (answered.Failures[0].Status == 404 || !await ReadAsync(id, ct)) return NotFound();
        Reason = reason;
        return Refused(answered.Failures);
    }

    public string Patent(string no) => Check.Patents.FirstOrDefault(p => p.ApplicationNo == no) is { RemovedAt: null } patent ? $"{patent.Number} {patent.Title}" : PatentNumber.Show(no);

    private async Task<bool> ReadAsync(Guid id, CancellationToken ct)
    {
        if (await desk.AskedAsync(id, ct) is not var (pledge, check, consent)) return false;
        (Pledge, Check, Consent) = (pledge, check, consent);
        return true;
    }
}
