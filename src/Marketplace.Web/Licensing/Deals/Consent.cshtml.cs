using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Licensing.Deals;

/// <summary>For another patentee that was asked: the terms, and yes or no to exactly these.</summary>
[Access(Act.DisposePatents)]
public sealed class DealConsentModel(DealConsents desk) : AnsweringPage
{
    public Deal Deal { get; private set; } = null!;
    public DealCheck Check { get; private set; } = null!;
    public DealConsent Consent { get; private set; } = null!;
    public string? Reason { get; private set; }
    public bool IsOpen => DealConsents.IsOpen(Deal) && (Consent.State == ConsentState.Asked || !Check.Holds(Consent));

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        ModelState.Clear();
        return await ReadAsync(id, ct) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, bool agrees, string? reason, string? termsRead, CancellationToken ct)
    {
        ModelState.Clear();
        var answered = await desk.AnswerAsync(id, agrees, reason, termsRead, ct);
        if (answered.Succeeded) return Went($"/deals/{id}/consent", DealTexts.Done);
        if (answered.Failures[0].Status == 404 || !await ReadAsync(id, ct)) return NotFound();
        Reason = reason;
        return Refused(answered.Failures);
    }

    public string Patent(string no) => Check.Patents.FirstOrDefault(p => p.ApplicationNo == no) is { } patent ? $"{patent.Number} {patent.Title}" : PatentNumber.Show(no);

    private async Task<bool> ReadAsync(Guid id, CancellationToken ct)
    {
        if (await desk.AskedAsync(id, ct) is not var (deal, check, consent)) return false;
        (Deal, Check, Consent) = (deal, check, consent);
        return true;
    }
}
