using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.SignIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Privacy;

/// <summary>Requests to correct personal data: the list, and one of them.</summary>
[Access(Act.ManageSecurity)]
public sealed class DataRequestsModel(AppDbContext db, DataRequestDesk desk) : PageModel
{
    public const int PageSize = 25;

    [BindProperty(SupportsGet = true)]
    public Guid? After { get; set; }

    [BindProperty(Name = "answer")]
    public string? Answer { get; set; }

    public DataRequest? One { get; private set; }
    public string? Asker { get; private set; }
    public IReadOnlyList<(DataRequest Request, string Name)> Rows { get; private set; } = [];
    public Guid? Next { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid? id, CancellationToken ct)
    {
        ModelState.Clear();
        Response.Headers.CacheControl = "no-store";
        return await ReadAsync(id, ct) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(Guid? id, CancellationToken ct)
    {
        if (id is null) return NotFound();
        var answered = await desk.AnswerAsync(id.Value, Answer, ct);
        if (answered.Succeeded) return Redirect("/privacy/requests");
        return answered.Failures[0].Status == StatusCodes.Status404NotFound || !await ReadAsync(id, ct) ? NotFound() : this.Refuse(answered.Failures);
    }

    private async Task<bool> ReadAsync(Guid? id, CancellationToken ct)
    {
        var found = from r in db.Set<DataRequest>().AsNoTracking() join p in db.Set<Person>() on r.PersonId equals p.Id select new { Request = r, p.DisplayName };
        if (id is not null)
        {
            if (await found.SingleOrDefaultAsync(r => r.Request.Id == id, ct) is not { } one) return false;
            (One, Asker) = (one.Request, one.DisplayName);
            return true;
        }
        var rows = await found.Where(r => r.Request.AnsweredAt == null && (After == null || r.Request.Id > After)).OrderBy(r => r.Request.Id).Take(PageSize + 1).ToListAsync(ct);
        if (rows.Count > PageSize) Next = rows[PageSize - 1].Request.Id;
        Rows = [.. rows.Take(PageSize).Select(r => (r.Request, r.DisplayName))];
        return true;
    }
}
