using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.SignIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Matchmaking.Pushes;

/// <summary>A delivery as it stands in the log.</summary>
public sealed record DeliveryLine(PushDelivery Delivery, string? Enterprise, int Patents);

/// <summary>A push: before it is confirmed who would get what; then, for ten minutes, how to take it back; then what came of it.</summary>
[Access(Act.PushPatents)]
public sealed class PushModel(AppDbContext db, PushDesk desk, PushPlanner planner, PushPatents patents, TimeProvider time) : AnsweringPage
{
    private const int PageSize = 50;

    public Push Push { get; private set; } = null!;
    public PushPlan? Plan { get; private set; }
    public MessageText? Preview { get; private set; }
    public string? By { get; private set; }
    public IReadOnlyList<PushPatent> Patents { get; private set; } = [];
    public IReadOnlyList<DeliveryLine> Lines { get; private set; } = [];
    public IReadOnlyDictionary<string, int> Counts { get; private set; } = new Dictionary<string, int>(StringComparer.Ordinal);
    public IReadOnlyList<(string ApplicationNo, int Useful, int Useless)> Useful { get; private set; } = [];
    public IReadOnlyList<PushFeedback> Notes { get; private set; } = [];
    public int Total { get; private set; }
    public int From { get; private set; } = 1;
    public string? Next { get; private set; }
    public bool MayWithdraw => Push.State == PushState.Waiting && time.GetUtcNow() < Push.NotBefore;

    public string NumberOf(string no) => Patents.FirstOrDefault(p => p.ApplicationNo == no)?.Number ?? PatentNumber.Show(no);

    public async Task<IActionResult> OnGetAsync(Guid id, Guid? after, CancellationToken ct)
    {
        ModelState.Clear();
        if (await desk.FindAsync(id, PushSource.Staff, ct) is not { } push) return NotFound();
        await ReadAsync(push, after, ct);
        if (push.State is PushState.Waiting or PushState.Sending) Response.Headers["Refresh"] = push.State == PushState.Sending ? "2" : "30";
        return Page();
    }

    public Task<IActionResult> OnPostConfirmAsync(Guid id, string? fingerprint, CancellationToken ct) => DoAsync(id, () => desk.ConfirmAsync(id, fingerprint, ct), ct);

    public Task<IActionResult> OnPostWithdrawAsync(Guid id, CancellationToken ct) => DoAsync(id, () => desk.WithdrawAsync(id, ct), ct);

    public async Task<IActionResult> OnPostDropAsync(Guid id, CancellationToken ct) =>
        await desk.DropAsync(id, ct) is not { } failure ? Went("/pushes", PushTexts.Dropped) : failure.Status == StatusCodes.Status404NotFound ? NotFound() : Redirect($"/pushes/{id}");

    private async Task<IActionResult> DoAsync(Guid id, Func<Task<Platform.Errors.Failure?>> act, CancellationToken ct)
    {
        ModelState.Clear();
        if (await act() is not { } failure) return Redirect($"/pushes/{id}");
        db.ChangeTracker.Clear();
        if (await desk.FindAsync(id, PushSource.Staff, ct) is not { } push) return NotFound();
        await ReadAsync(push, null, ct);
        return Refused([failure]);
    }

    private async Task ReadAsync(Push push, Guid? after, CancellationToken ct)
    {
        Push = push;
        By = push.PersonId is { } by ? await db.Set<Person>().Where(p => p.Id == by).Select(p => p.DisplayName).SingleOrDefaultAsync(ct) : null;
        if (push.State == PushState.Draft)
        {
            Plan = await planner.PlanAsync(push, ct);
            Patents = Plan.Patents;
            Preview = MessageText.Render(PushMessages.Patents, MessageLanguages.Chinese, new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["bureau"] = push.BureauName,
                ["enterprise"] = Plan.To.Count > 0 ? Plan.To[0].Name : "××公司",
                ["count"] = Patents.Count(p => p.Problem is null).ToString(System.Globalization.CultureInfo.InvariantCulture),
                ["titles"] = string.Join('\n', Patents.Where(p => p.Problem is null).Take(5).Select(p => $"· {p.Title} ({p.Number})")),
                ["reason"] = push.Reason ?? "…",
                ["link"] = "…/pushed/…",
                ["news"] = "…/patents/new",
            });
            return;
        }
        Patents = await patents.CheckAsync(push.Patents, ct);
        var all = db.Set<PushDelivery>().AsNoTracking().Where(d => d.PushId == push.Id);
        Counts = (await all.GroupBy(_ => 1).Select(g => new
        {
            All = g.Count(),
            Queued = g.Count(d => d.QueuedAt != null),
            Counted = g.Count(d => d.CountsAt != null),
            Failed = g.Count(d => d.FailedAt != null),
            Read = g.Count(d => d.ReadAt != null),
        }).ToListAsync(ct)).SelectMany(c => new[] { ("all", c.All), ("queued", c.Queued), ("counted", c.Counted), ("failed", c.Failed), ("read", c.Read) }).ToDictionary(c => c.Item1, c => c.Item2, StringComparer.Ordinal);
        Total = Counts.GetValueOrDefault("all");
        var page = await (from d in all
                          join o in db.Set<Organisation>() on d.Uscc equals o.Uscc into known
                          from o in known.DefaultIfEmpty()
                          where after == null || d.Id > after
                          orderby d.Id
                          select new DeliveryLine(d, o.Name, db.Set<PushDeliveryPatent>().Count(p => p.DeliveryId == d.Id))).Take(PageSize + 1).ToListAsync(ct);
        Lines = [.. page.Take(PageSize)];
        if (after is { } last) From = await all.CountAsync(d => d.Id <= last, ct) + 1;
        if (page.Count > PageSize) Next = $"/pushes/{push.Id}?after={Lines[^1].Delivery.Id}";
        var said = await db.Set<PushFeedback>().AsNoTracking().Where(f => all.Any(d => d.Id == f.DeliveryId)).OrderByDescending(f => f.At).ThenBy(f => f.DeliveryId).ThenBy(f => f.ApplicationNo).Take(500).ToListAsync(ct);
        Useful = [.. said.GroupBy(f => f.ApplicationNo, StringComparer.Ordinal).Select(g => (g.Key, g.Count(f => f.Useful), g.Count(f => !f.Useful)))];
        Notes = [.. said.Where(f => f.Note is not null || f.Why is not null).Take(20)];
    }
}
