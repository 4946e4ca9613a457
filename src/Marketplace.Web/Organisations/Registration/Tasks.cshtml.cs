using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Organisations.Registration;

[Access(Act.RegisterOrganisation)]
public sealed class TasksModel(RegistrationDesk desk, AppDbContext db, AccessCheck access) : RegistrationPage(db, access)
{
    public bool Ready => Registration.FirstMissing() is null;

    public string StateOf(string step) => Registration.Has(step) ? "done" : "todo";

    public async Task<IActionResult> OnGetAsync(CancellationToken ct) => await OpenAsync(ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostWithdrawAsync(CancellationToken ct)
    {
        if (!await OpenAsync(ct)) return NotFound();
        var withdrawn = await desk.WithdrawAsync(Id, ct);
        return withdrawn.Succeeded ? Went(Tasks, RegistrationTexts.WithdrawnDone) : Refused(withdrawn.Failures);
    }
}
