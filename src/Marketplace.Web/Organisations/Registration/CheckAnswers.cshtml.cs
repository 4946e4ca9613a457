using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Organisations.Registration;

[Access(Act.RegisterOrganisation)]
public sealed class CheckAnswersModel(RegistrationDesk desk, AppDbContext db, AccessCheck access) : RegistrationPage(db, access)
{
    public string? Bureau { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!await OpenAsync(ct)) return NotFound();
        if (IsLocked) return Redirect(Tasks);
        if (ToMissing() is { } step) return step;
        await LoadAsync(ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string? consent, CancellationToken ct)
    {
        if (!await OpenAsync(ct)) return NotFound();
        if (!IsLocked && ToMissing() is { } step) return step;
        var sent = await desk.SubmitAsync(Id, consent is "yes", ct);
        if (sent.Succeeded) return Redirect(Tasks);
        await LoadAsync(ct);
        return Refused([.. sent.Failures.Select(f => f.Field is null or "consent" ? f : f with { Field = "" })]);
    }

    /// <summary>There is nothing to check before everything is filled in.</summary>
    private IActionResult? ToMissing() => Registration.FirstMissing() is { } step ? Went($"{Tasks}/{step}", RegistrationTexts.StepFirst) : null;

    private async Task LoadAsync(CancellationToken ct)
    {
        if (Registration is { Kind: { } kind, RegionPath: { } path }) Bureau = (await BureauOf.ForAsync(Db, kind, path, ct))?.Name ?? RegistrationTexts.PlatformReviews;
    }
}
