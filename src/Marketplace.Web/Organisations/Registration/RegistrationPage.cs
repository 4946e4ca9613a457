using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations.Registration;

/// <summary>A step of one's own registration, <c>/organisations/register/{id}/…</c>; somebody else's does not exist.</summary>
public abstract class RegistrationPage(AppDbContext db, AccessCheck access) : AnsweringPage
{
    protected AppDbContext Db => db;

    [FromRoute(Name = "id")]
    public Guid Id { get; set; }
    public RegistrationCase Registration { get; private set; } = null!;
    public string Tasks => "/organisations/register/" + Id;

    protected async Task<bool> OpenAsync(CancellationToken ct)
    {
        ModelState.Clear();   // Ours are the only rules: they speak the reader's language.
        if (await db.Set<RegistrationCase>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == Id, ct) is not { } found) return false;
        Registration = found;
        return access.May(Act.RegisterOrganisation, found.Own);
    }

    /// <summary>With the bureau, or decided: shown, not to be changed.</summary>
    public bool IsLocked => !Registration.IsOpen();

    protected IActionResult After(Outcome<RegistrationCase> saved, string next) => saved.Succeeded ? Redirect(next) : Refused(saved.Failures);
}
