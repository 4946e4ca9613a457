using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations;

/// <summary>What the pages of this feature share: a refusal shown with what was typed, and a word after something was done.</summary>
public abstract class AnsweringPage : PageModel
{
    /// <summary>What was done by the request before this one.</summary>
    [TempData]
    public string? Done { get; set; }

    /// <summary>The page again, with the failures at their fields; what does not exist for the reader is not found.</summary>
    protected IActionResult Refused(IReadOnlyList<Failure> failures)
    {
        if (failures is [{ Status: StatusCodes.Status404NotFound }]) return NotFound();
        if (failures is [{ Code: "right_ended" }])
        {
            // The page itself is theirs no more: the error page says why.
            HttpContext.Items[AccessGate.LostKey] = true;
            return StatusCode(StatusCodes.Status403Forbidden);
        }
        return this.Refuse(failures);
    }

    /// <summary>Before there is anything to show.</summary>
    protected IActionResult Closed(Failure refused) => refused.Code == "right_ended" ? Refused([refused]) : NotFound();

    /// <summary>To an address by GET, so that a reload repeats nothing.</summary>
    protected IActionResult Went(string address, string done)
    {
        Done = done;
        return Redirect(address);
    }
}

/// <summary>A page about one organisation, <c>/organisations/{uscc}/…</c>.</summary>
public abstract class OrganisationPage(AppDbContext db, AccessCheck access) : AnsweringPage
{
    protected AppDbContext Db => db;
    protected AccessCheck Access => access;

    [FromRoute(Name = "uscc")]
    public string Code { get; set; } = "";
    public Organisation Organisation { get; private set; } = null!;
    public string Address => "/organisations/" + Organisation.Uscc;

    /// <summary>Null when the reader may do this with the organisation of the address.</summary>
    protected async Task<Failure?> OpenAsync(Act act, CancellationToken ct)
    {
        var code = Uscc.Clean(Code);
        var found = await db.Set<Organisation>().AsNoTracking().SingleOrDefaultAsync(o => o.Uscc == code, ct);
        if (found is null) return Failures.OfStatus(StatusCodes.Status404NotFound);
        Organisation = found;
        return access.Refuse(act, found.Target);
    }

    public bool May(Act act) => access.May(act, Organisation.Target);
}
