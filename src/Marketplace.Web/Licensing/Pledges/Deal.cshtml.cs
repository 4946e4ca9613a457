using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Licensing.Deals;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Licensing.Pledges;

/// <summary>For a pledgee that was asked: the terms of a licence or transfer of what is pledged to it, and yes or no to exactly these. The deal's holder asks from the deal's own page, which posts here.</summary>
[Access(Act.KeepLicences)]
public sealed class PledgedDealModel(PledgeeConsents desk) : AnsweringPage
{
    public Pledge Pledge { get; private set; } = null!;
    public Deal Deal { get; private set; } = null!;
    public DealCheck Check { get; private set; } = null!;
    public PledgeeConsent Consent { get; private set; } = null!;
    public string? Reason { get; private set; }
    public bool IsCurrent => Consent.TermsHash == Check.Proposal?.Sha256;
    public bool IsOpen => IsCurrent && PledgeeConsents.IsOpen(Deal) && Pledge.State == PledgeState.Registered;

    public async Task<IActionResult> OnGetAsync(Guid id, Guid deal, CancellationToken ct)
    {
        ModelState.Clear();
        return await ReadAsync(id, deal, ct) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, Guid deal, bool agrees, string? reason, string? termsRead, CancellationToken ct)
    {
        ModelState.Clear();
        var answered = await desk.AnswerAsync(id, deal, agrees, reason, termsRead, ct);
        if (answered.Succeeded) return Went($"/pledges/{id}/deals/{deal}", DealTexts.Done);
        if (answered.Failures[0].Status == 404 || !await ReadAsync(id, deal, ct)) return NotFound();
        Reason = reason;
        return Refused(answered.Failures);
    }

    public string Patent(string no) => Check.Patents.FirstOrDefault(p => p.ApplicationNo == no) is { RemovedAt: null } patent ? $"{patent.Number} {patent.Title}" : PatentNumber.Show(no);

    private async Task<bool> ReadAsync(Guid id, Guid dealId, CancellationToken ct)
    {
        if (await desk.AskedAsync(id, dealId, ct) is not var (pledge, deal, check, consent)) return false;
        (Pledge, Deal, Check, Consent) = (pledge, deal, check, consent);
        return true;
    }
}
