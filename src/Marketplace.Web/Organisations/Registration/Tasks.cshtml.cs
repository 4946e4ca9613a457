using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Organisations.Registration;

[Access(Act.RegisterOrganisation)]
public sealed class TasksModel(AppDbContext db, AccessCheck access) : RegistrationPage(db, access)
{
    public bool Identity => Registration is { Kind: not null, Name: not null };
    public bool Region => Registration.RegionPath is not null;
    public bool People => Registration is { Address: not null, LegalRepresentative: not null, OperatorName: not null };
    public bool Papers => Registration is { LicenceFile: not null, AuthorisationFile: not null };
    public bool Ready => Identity && Region && People && Papers;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct) => await OpenAsync(ct) ? Page() : NotFound();
}
