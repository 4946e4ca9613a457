using Marketplace.Web.Data;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Organisations.Registration;

[Access(Act.RegisterOrganisation)]
public sealed class CheckAnswersModel(RegistrationDesk desk, RegionTree regions, AppDbContext db, AccessCheck access) : RegistrationPage(db, access)
{
    public string Region { get; private set; } = "";
    public string? Bureau { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!await OpenAsync(ct)) return NotFound();
        if (!Registration.IsOpen()) return Redirect(Tasks);
        await LoadAsync(ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string? consent, CancellationToken ct)
    {
        if (!await OpenAsync(ct)) return NotFound();
        var sent = await desk.SubmitAsync(Id, consent is "yes", ct);
        if (sent.Succeeded) return Redirect(Tasks);
        await LoadAsync(ct);
        return Refused([.. sent.Failures.Select(f => f.Field is null or "consent" ? f : f with { Field = "" })]);
    }

    private async Task LoadAsync(CancellationToken ct)
    {
        Region = await regions.NameAsync(Registration.RegionPath, ct);
        if (Registration is { Kind: { } kind, RegionPath: { } path }) Bureau = (await BureauOf.ForAsync(Db, kind, path, ct))?.Name ?? RegistrationTexts.PlatformReviews;
    }

}
