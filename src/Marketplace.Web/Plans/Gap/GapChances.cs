using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Deals;
using Marketplace.Web.Licensing.Pledges;
using Marketplace.Web.Licensing.Trials;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Plans.Gap;

/// <summary>How often what stands at a stage comes to count: measured on what came to an end here, and assumed until there is enough of it.</summary>
public sealed class GapChances(AppDbContext db)
{
    /// <summary>Below it one case more or less would move the chance by more than a twentieth.</summary>
    public const int Fewest = 20;

    private sealed record Course(string Machine, string[] Through, string[] Good, string[] Bad);

    /// <summary>Our own guesses, on the careful side: nobody has measured them. A page that shows one says that it is assumed.</summary>
    private static readonly Dictionary<GapStage, decimal> s_assumed = new()
    {
        [GapStage.Filed] = 0.9m,
        [GapStage.Climbing] = 0.6m,
        [GapStage.Contracted] = 0.9m,
        [GapStage.Talking] = 0.3m,
        [GapStage.Trial] = 0.4m,
        [GapStage.Requested] = 0.2m,
        [GapStage.Matched] = 0.05m,
        [GapStage.Pledging] = 0.8m,
    };

    private static readonly string[] s_dealsBad = Names(DealState.TakenBack, DealState.Declined, DealState.Lapsed, DealState.BrokenOff, DealState.Refused);

    private static readonly Dictionary<GapStage, Course> s_courses = new()
    {
        [GapStage.Talking] = new(DealMachine.Machine.Name, Names(DealState.Requested, DealState.Negotiating), Names(DealState.Effective), s_dealsBad),
        [GapStage.Contracted] = new(DealMachine.Machine.Name, Names(DealState.Contracted), Names(DealState.Effective), s_dealsBad),
        [GapStage.Trial] = new(TrialMachine.Machine.Name, Names(TrialState.Agreed, TrialState.Running), Names(TrialState.Converted), Names(TrialState.Exited, TrialState.Expired, TrialState.BrokenOff)),
        [GapStage.Pledging] = new(PledgeMachine.Machine.Name, Names(PledgeState.Agreed), Names(PledgeState.Registered, PledgeState.Fallen, PledgeState.Released, PledgeState.Enforced), Names(PledgeState.Refused)),
    };

    public async Task<(decimal Chance, int? Measured)> OfAsync(GapStage stage, CancellationToken ct)
    {
        if (s_courses.GetValueOrDefault(stage) is not { } course) return (s_assumed[stage], null);
        var (machine, through, good, bad) = course;
        var ends = await db.Database.SqlQuery<Ends>($"""
            select count(*) filter (where last = any ({good}))::int as "Good", count(*)::int as "All"
            from (select bool_or("to" = any ({through})) as came, (array_agg("to" order by number desc))[1] as last from case_steps where machine = {machine} group by case_id) as cases
            where came and last = any ({good.Concat(bad).ToArray()})
            """).SingleAsync(ct);
        return ends.All < Fewest ? (s_assumed[stage], null) : ((decimal)ends.Good / ends.All, ends.All);
    }

    private static string[] Names<TState>(params TState[] states) where TState : struct, Enum => [.. states.Select(state => state.ToString())];

    private sealed record Ends(int Good, int All);
}
