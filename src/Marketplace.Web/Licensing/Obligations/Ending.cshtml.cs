using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Licensing.Obligations;

/// <summary>协商解除: one side proposes to end the licence, the other accepts with the paper both signed.</summary>
[Access(Act.KeepLicences)]
public sealed class EndingModel(ObligationViews views, AgreementDesk desk) : AnsweringPage
{
    public LicenceFees Fees { get; private set; } = null!;
    public Guid Once { get; private set; } = Guid.CreateVersion7();
    public string? TypedReason { get; private set; }
    public bool IsOwn => Fees.Ending?.By == Fees.Side;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        ModelState.Clear();
        return await ReadAsync(id, ct) ? Page() : NotFound();
    }

    public Task<IActionResult> OnPostProposeAsync(Guid id, Guid once, string? endReason, IFormFile? endPaper, CancellationToken ct)
    {
        (TypedReason, Once) = (endReason, once == Guid.Empty ? Once : once);
        return DoAsync(id, $"/licences/{id}/ending", () => desk.ProposeEndAsync(id, Once, endReason, endPaper, ct), ct);
    }

    public Task<IActionResult> OnPostAcceptAsync(Guid id, string? typed, IFormFile? agreement, CancellationToken ct) => DoAsync(id, $"/licences/{id}", () => desk.AcceptEndAsync(id, typed, agreement, ct), ct);

    public Task<IActionResult> OnPostDeclineAsync(Guid id, string? declineReason, CancellationToken ct) => DoAsync(id, $"/licences/{id}/ending", () => desk.DeclineEndAsync(id, declineReason, ct), ct);

    public Task<IActionResult> OnPostTakeBackAsync(Guid id, CancellationToken ct) => DoAsync(id, $"/licences/{id}/ending", () => desk.TakeBackEndAsync(id, ct), ct);

    private async Task<IActionResult> DoAsync(Guid id, string then, Func<Task<Outcome<Licence>>> act, CancellationToken ct)
    {
        ModelState.Clear();
        if (!await ReadAsync(id, ct)) return NotFound();
        var done = await act();
        return done.Succeeded ? Went(then, LicenceTexts.Done) : Refused(done.Failures);
    }

    private async Task<bool> ReadAsync(Guid id, CancellationToken ct)
    {
        if (await views.OfAsync(id, ct) is not { } fees || fees.Side == Side.Bureau) return false;
        Fees = fees;
        return true;
    }
}
