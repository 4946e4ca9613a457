using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Directory;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Matchmaking.Pushes;

public sealed record PushLine(Push Push, int Deliveries, int Counted, int Read, int Useful, int Useless);

/// <summary>The bureau's pushes, newest first.</summary>
[Access(Act.PushPatents)]
public sealed class PushesModel(AppDbContext db, DirectoryDesk directory) : AnsweringPage
{
    private const int PageSize = 25;

    public IReadOnlyList<PushLine> Lines { get; private set; } = [];
    public int Total { get; private set; }
    public int From { get; private set; } = 1;
    public string? Next { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid? after, CancellationToken ct)
    {
        ModelState.Clear();
        if (await directory.BureauAsync(ct) is not { } bureau) return NotFound();
        var all = db.Set<Push>().AsNoTracking().Where(p => p.BureauId == bureau.Id && p.Source == PushSource.Staff);
        Total = await all.CountAsync(ct);
        var deliveries = db.Set<PushDelivery>();
        var feedback = db.Set<PushFeedback>();
        var page = await all.Where(p => after == null || p.Id < after).OrderByDescending(p => p.Id).Take(PageSize + 1).Select(p => new PushLine(p,
            deliveries.Count(d => d.PushId == p.Id), deliveries.Count(d => d.PushId == p.Id && d.CountsAt != null), deliveries.Count(d => d.PushId == p.Id && d.ReadAt != null),
            feedback.Count(f => f.Useful && deliveries.Any(d => d.Id == f.DeliveryId && d.PushId == p.Id)),
            feedback.Count(f => !f.Useful && deliveries.Any(d => d.Id == f.DeliveryId && d.PushId == p.Id)))).ToListAsync(ct);
        Lines = [.. page.Take(PageSize)];
        if (after is { } last) From = Total - await all.CountAsync(p => p.Id < last, ct) + 1;
        if (page.Count > PageSize) Next = $"/pushes?after={Lines[^1].Push.Id}";
        return Page();
    }
}
