using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Approvals;

/// <summary>内部审批: what waits for the reader first, then for colleagues, and what was decided.</summary>
[Access(Act.UseAccount)]
public sealed class ApprovalsModel(ApprovalList list, Actor actor, AccessCheck access, Data.AppDbContext db) : AnsweringPage
{
    public IReadOnlyList<ApprovalRow> Rows { get; private set; } = [];
    public IReadOnlyDictionary<ApprovalShow, int> Counts { get; private set; } = new Dictionary<ApprovalShow, int>();
    public ApprovalShow Show { get; private set; }
    public bool Later { get; private set; }
    public Guid? Next { get; private set; }

    /// <summary>Where its steps are set, for whoever may.</summary>
    public string? RouteAt { get; private set; }

    public async Task OnGetAsync(ApprovalShow show, Guid? after, CancellationToken ct)
    {
        ModelState.Clear();
        (Show, Later) = (Enum.IsDefined(show) ? show : ApprovalShow.Mine, after is not null);
        var rows = await list.RowsAsync(Show, after, ApprovalList.PageSize + 1, ct);
        Rows = [.. rows.Take(ApprovalList.PageSize)];
        if (rows.Count > ApprovalList.PageSize) Next = Rows[^1].Run.Id;
        var counts = new Dictionary<ApprovalShow, int>();
        foreach (var each in Enum.GetValues<ApprovalShow>()) counts[each] = await list.CountAsync(each, ct);
        Counts = counts;
        if (actor.ActingFor is { } own && await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.Id == own, ct) is var organisation && access.May(Act.ManageMembers, organisation.Target))
            RouteAt = $"/organisations/{organisation.Uscc}/approvals";
    }
}
