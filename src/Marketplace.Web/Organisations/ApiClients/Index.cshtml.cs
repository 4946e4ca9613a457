using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations.ApiClients;

/// <summary>The programs of an organisation that may call the API.</summary>
[Access(Act.ManageApiClients)]
public sealed class ApiClientsModel(AppDbContext db, ApiClientDesk desk, AccessCheck access, TimeProvider time) : PageModel
{
    /// <summary>The form's own number, which becomes the key's.</summary>
    [BindProperty(Name = "once")]
    public Guid Once { get; set; }

    [BindProperty(Name = "name")]
    public string? Name { get; set; }

    [BindProperty(Name = "scopes")]
    public List<string> Scopes { get; set; } = [];

    /// <summary>The key about to be revoked.</summary>
    [BindProperty(Name = "revoke", SupportsGet = true)]
    public Guid? Revoke { get; set; }

    [BindProperty(Name = "typed")]
    public string? Typed { get; set; }

    public Organisation Organisation { get; private set; } = null!;
    public IReadOnlyList<ApiClient> Clients { get; private set; } = [];

    /// <summary>Only in the answer to the post that made it: it stands in no address and no cookie.</summary>
    public IssuedClient? Issued { get; private set; }

    public async Task<IActionResult> OnGetAsync(string uscc, CancellationToken ct)
    {
        if (await FindAsync(uscc, ct) is { } refused) return refused;
        return Revoke is null || Revoking is not null ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAddAsync(string uscc, CancellationToken ct) =>
        await FindAsync(uscc, ct) ?? await ShowAsync(await desk.AddAsync(Organisation.Id, Once == Guid.Empty ? Guid.CreateVersion7() : Once, Name, Scopes, ct), ct);

    public async Task<IActionResult> OnPostRenewAsync(string uscc, Guid id, CancellationToken ct) =>
        await FindAsync(uscc, ct) ?? await ShowAsync(await desk.RenewAsync(Organisation.Id, id, ct), ct);

    public async Task<IActionResult> OnPostRevokeAsync(string uscc, CancellationToken ct)
    {
        if (await FindAsync(uscc, ct) is { } refused) return refused;
        if (Revoking is not { } client) return NotFound();
        if (Typed?.Trim() != ApiClientTexts.RevokeWord) return this.Refuse(new Failure("word_wrong", 400, ApiClientTexts.RevokeWordWrong, "typed"));
        return await desk.RevokeAsync(Organisation.Id, client.Id, ct) is { } failure ? StatusCode(failure.Status) : Redirect(Request.Path);
    }

    public ApiClient? Revoking => Clients.FirstOrDefault(c => c.Id == Revoke && c.RevokedAt is null);

    public string StateOf(ApiClient client) =>
        client.RevokedAt is not null ? "stopped" : client.ExpiresAt < time.GetUtcNow() ? "overdue" : client.ExpiresAt < time.GetUtcNow().AddDays(30) ? "soon" : "ok";

    private async Task<IActionResult?> FindAsync(string uscc, CancellationToken ct)
    {
        if (await db.Set<Organisation>().AsNoTracking().SingleOrDefaultAsync(o => o.Uscc == uscc, ct) is not { } organisation) return NotFound();
        if (access.Refuse(Act.ManageApiClients, organisation.Target) is { } failure) return StatusCode(failure.Status);
        Organisation = organisation;
        Clients = await desk.ListAsync(organisation.Id, ct);
        return null;
    }

    private async Task<IActionResult> ShowAsync(Outcome<IssuedClient> outcome, CancellationToken ct)
    {
        ModelState.Clear();
        if (outcome.Succeeded)
        {
            Issued = outcome.Value;
            (Name, Scopes) = (null, []);
            Clients = await desk.ListAsync(Organisation.Id, ct);
            Response.Headers.CacheControl = "no-store";
            return Page();
        }
        if (outcome.Failures is [{ Field: null } only]) return StatusCode(only.Status);
        foreach (var failure in outcome.Failures) ModelState.AddModelError(failure.Field!, failure.Message);
        Response.StatusCode = StatusCodes.Status400BadRequest;
        HttpContext.Features.Get<Microsoft.AspNetCore.Diagnostics.IStatusCodePagesFeature>()?.Enabled = false;
        return Page();
    }
}
