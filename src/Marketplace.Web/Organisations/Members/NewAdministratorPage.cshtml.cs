using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Organisations.Members;

[Access(Act.AppointAdministrators)]
public sealed class NewAdministratorModel(NewAdministrator desk, AppDbContext db, AccessCheck access) : OrganisationPage(db, access)
{
    [BindProperty(Name = "who")]
    public string? Who { get; set; }

    [BindProperty(Name = "login")]
    public string? Login { get; set; }

    [BindProperty(Name = "reason")]
    public string? Reason { get; set; }

    public bool HasOne { get; private set; }
    public IReadOnlyList<AdministratorCandidate> Candidates { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        ModelState.Clear();
        return await LoadAsync(ct) is { } closed ? Closed(closed) : Page();
    }

    public async Task<IActionResult> OnPostAsync(IFormFile? proof, CancellationToken ct)
    {
        ModelState.Clear();
        if (await LoadAsync(ct) is { } closed) return Closed(closed);
        var appointed = await desk.AppointAsync(Organisation, new(Who, Login, Reason, proof), ct);
        return appointed.Succeeded ? Went("/tasks", OrganisationTexts.Saved) : Refused(appointed.Failures);
    }

    private async Task<Failure?> LoadAsync(CancellationToken ct)
    {
        if (await OpenAsync(Act.AppointAdministrators, ct) is { } refused) return refused;
        if (!await desk.IsTheirsAsync(Organisation, ct)) return Failures.OfStatus(StatusCodes.Status404NotFound);
        HasOne = await desk.HasOneAsync(Organisation.Id, ct);
        if (!HasOne) Candidates = await desk.CandidatesAsync(Organisation.Id, ct);
        return null;
    }
}
