using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Licensing.Income;

/// <summary>我的收益: what somebody who contributed gets, and where it stands.</summary>
[Access(Act.UseAccount)]
public sealed class OwnSharesModel(ShareDesk desk, TimeProvider time) : AnsweringPage
{
    public IReadOnlyList<OwnShare> Shares { get; private set; } = [];
    public decimal Paid => Shares.Where(own => own.Sharing.State == SharingState.Paid).Sum(own => own.Share.Amount);
    public decimal Open => Shares.Where(own => own.Sharing.State != SharingState.Paid).Sum(own => own.Share.Amount);

    public bool MayObject(OwnShare own) => own is { Share.ObjectedAt: null, Sharing.State: SharingState.Proposed or SharingState.Objected } && own.Sharing.ObjectUntil >= Dates.Today(time);

    public async Task OnGetAsync(CancellationToken ct)
    {
        ModelState.Clear();
        Shares = await desk.MineAsync(ct);
    }

    public Task<IActionResult> OnPostObjectAsync(Guid share, string? reason, CancellationToken ct) => DoAsync(() => desk.ObjectAsync(share, reason, ct), IncomeTexts.ObjectedDone, ct);

    public Task<IActionResult> OnPostWithdrawAsync(Guid share, CancellationToken ct) => DoAsync(() => desk.WithdrawAsync(share, ct), LicenceTexts.Done, ct);

    public Task<IActionResult> OnPostAgreeAsync(Guid share, CancellationToken ct) => DoAsync(() => desk.AgreeAsync(share, ct), LicenceTexts.Done, ct);

    private async Task<IActionResult> DoAsync(Func<Task<Outcome<Sharing>>> act, string said, CancellationToken ct)
    {
        ModelState.Clear();
        var done = await act();
        if (done.Succeeded) return Went("/account/shares", said);
        Shares = await desk.MineAsync(ct);
        return Refused(done.Failures);
    }
}
