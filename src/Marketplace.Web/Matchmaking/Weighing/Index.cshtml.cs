using Marketplace.Web.Data;
using Marketplace.Web.Matchmaking.Matches;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.SignIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Matchmaking.Weighing;

/// <summary>Which weights are in force, which there were, and the two ways to others: a file, and what people said.</summary>
[Access(Act.KeepWeights)]
public sealed class WeightsModel(AppDbContext db, WeightDesk desk, WeightsInForce inForce) : AnsweringPage
{
    private const int MostShown = 50;

    /// <param name="Version">One row.</param>
    /// <param name="Used">The last time it was put in force, and by whom.</param>
    public sealed record Line(WeightVersion Version, WeightUse? Used, string? UsedBy, string? BroughtBy, bool InForce)
    {
        /// <summary>Never in force; what came with a program once was.</summary>
        public bool IsDraft => Used is null && !InForce && Version.Source != WeightSource.Shipped;
    }

    public IReadOnlyList<Line> Lines { get; private set; } = [];
    public Line? InForce => Lines.FirstOrDefault(line => line.InForce);

    /// <summary>The full pass, while it is not yet through with the version in force.</summary>
    public MatchState? Pass { get; private set; }

    /// <summary>The last one that somebody asked for.</summary>
    public WeightLearning? Learning { get; private set; }

    /// <summary>What there is to learn from; null while the page looks again every moment.</summary>
    public (int Pairs, int Needs)? SoFar { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        ModelState.Clear();
        var last = await WeightsInForce.LastAsync(db, ct);
        var used = last?.VersionId;
        var versions = await db.Set<WeightVersion>().AsNoTracking().OrderByDescending(v => v.Id == used).ThenByDescending(v => v.Id).Take(MostShown).ToListAsync(ct);
        var latest = db.Set<WeightUse>().GroupBy(u => u.VersionId).Select(same => same.Max(u => u.Number));
        var uses = (await db.Set<WeightUse>().AsNoTracking().Where(u => latest.Contains(u.Number)).ToListAsync(ct)).ToDictionary(u => u.VersionId);
        Guid?[] people = [.. versions.Select(v => v.PersonId), .. uses.Values.Select(u => u.PersonId)];
        var names = await db.Set<Person>().Where(p => people.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.DisplayName, ct);
        Lines = [.. versions.Select(v => new Line(v, uses.GetValueOrDefault(v.Id), Who(uses.GetValueOrDefault(v.Id)?.PersonId), Who(v.PersonId), used is null ? v.Version == inForce.Shipped.Version : v.Id == used))];
        var state = await db.Set<MatchState>().AsNoTracking().SingleOrDefaultAsync(ct);
        Pass = state is not null && InForce is { } now && (state.FinishedAt is null || state.WeightsVersion != now.Version.Version) ? state : null;
        Learning = await db.Set<WeightLearning>().AsNoTracking().OrderByDescending(l => l.Id).FirstOrDefaultAsync(ct);
        if (Pass is not null || Learning is { IsOpen: true }) Response.Headers["Refresh"] = "2";
        else SoFar = AnswerLesson.Count(await PeoplesAnswers.ReadAsync(db, ct));
        return Page();

        string? Who(Guid? id) => id is { } person ? names.GetValueOrDefault(person) : null;
    }

    public async Task<IActionResult> OnPostAsync(IFormFile? file, CancellationToken ct)
    {
        var taken = await desk.TakeAsync(file, ct);
        if (taken.Succeeded) return Went($"/matching/weights/{taken.Value.Id}", WeightTexts.Taken);
        await OnGetAsync(ct);
        return Refused(taken.Failures);
    }

    public async Task<IActionResult> OnPostLearnAsync(CancellationToken ct)
    {
        if (await desk.LearnAsync(ct) is not { } failure) return Redirect("/matching/weights");
        await OnGetAsync(ct);
        return Refused([failure]);
    }
}
