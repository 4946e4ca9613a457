using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.SignIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations.Directory;

/// <summary>A round and what came of it so far.</summary>
public sealed record RoundLine
{
    public required InvitationRound Round { get; init; }
    public required string By { get; init; }
    public required int Sent { get; init; }
    public required int Opened { get; init; }
    public required int Registered { get; init; }
    public required int Failed { get; init; }

    public static IQueryable<RoundLine> Of(AppDbContext db, IQueryable<InvitationRound> rounds) => rounds.Select(r => new RoundLine
    {
        Round = r,
        By = db.Set<Person>().Where(p => p.Id == r.PersonId).Select(p => p.DisplayName).First(),
        Sent = db.Set<DirectoryInvitation>().Count(i => i.RoundId == r.Id && i.SentAt != null),
        Opened = db.Set<DirectoryInvitation>().Count(i => i.RoundId == r.Id && i.OpenedAt != null),
        Registered = db.Set<DirectoryInvitation>().Count(i => i.RoundId == r.Id
            && db.Set<Organisation>().Any(o => o.Uscc == i.Uscc && (o.State == OrganisationState.Active || o.State == OrganisationState.Suspended))),
        Failed = db.Set<DirectoryInvitation>().Count(i => i.RoundId == r.Id && i.FailedAt != null),
    });
}

/// <summary>The bureau's rounds of invitations, newest first.</summary>
[Access(Act.KeepDirectory)]
public sealed class InvitationRoundsModel(AppDbContext db, DirectoryDesk desk) : PageModel
{
    private const int PageSize = 25;

    public IReadOnlyList<RoundLine> Rounds { get; private set; } = [];
    public int Total { get; private set; }
    public int From { get; private set; } = 1;
    public string? Next { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid? after, CancellationToken ct)
    {
        if (await desk.BureauAsync(ct) is not { } bureau) return NotFound();
        var all = db.Set<InvitationRound>().AsNoTracking().Where(r => r.BureauId == bureau.Id);
        Total = await all.CountAsync(ct);
        var rounds = await RoundLine.Of(db, all.Where(r => after == null || r.Id < after).OrderByDescending(r => r.Id).Take(PageSize + 1)).ToListAsync(ct);
        Rounds = [.. rounds.Take(PageSize)];
        if (after is not null) From = Total - await all.CountAsync(r => r.Id < after, ct) + 1;
        if (rounds.Count > PageSize) Next = $"/directory/invitations?after={Rounds[^1].Round.Id}";
        return Page();
    }
}
