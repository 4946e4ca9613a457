using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.SignIn;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations.Members;

/// <summary>录入、复核、锁定: the steps of one item that need different people.</summary>
public enum Step
{
    Enter,
    Verify,
    Lock,
}

/// <param name="Step">The step nobody is left for.</param>
/// <param name="Could">Colleagues who could be given its role, being none of those who do the other steps.</param>
public sealed record MissingStep(Step Step, IReadOnlyList<string> Could);

/// <summary>A bureau that owns its plan must be able to do every step with its own people; with too few, this says who is missing.</summary>
public static class SecondPerson
{
    public static Role RoleOf(Step step) => step switch { Step.Enter => Role.BureauClerk, Step.Verify => Role.BureauReviewer, _ => Role.BureauLocker };

    public static string Name(this Step step) => step switch { Step.Enter => MemberTexts.StepEnter, Step.Verify => MemberTexts.StepVerify, _ => MemberTexts.StepLock };

    public static async Task<IReadOnlyList<MissingStep>> MissingAsync(AppDbContext db, Guid organisationId, CancellationToken ct, params IReadOnlyList<Step> steps)
    {
        if (steps.Count == 0) steps = [Step.Enter, Step.Verify, Step.Lock];
        var people = await PeopleAsync(db, organisationId, ct);
        var best = Assign(steps, people, [.. steps.Select(_ => (Guid?)null)], 0);
        var busy = best.OfType<Guid>().ToHashSet();
        return [.. steps.Where((_, i) => best[i] is null).Select(step => new MissingStep(step,
            [.. people.Where(p => !busy.Contains(p.Key)).Select(p => p.Value.Name)]))];
    }

    /// <summary>For whoever may not do a step because they did the one before: with whom it can be done.</summary>
    public static async Task<string> AdviceAsync(AppDbContext db, Guid organisationId, Step step, Guid not, CancellationToken ct)
    {
        var people = await PeopleAsync(db, organisationId, ct);
        var others = people.Where(p => p.Key != not).ToList();
        var able = others.Where(p => p.Value.Roles.Contains(RoleOf(step))).Select(p => p.Value.Name).ToList();
        return able.Count > 0 ? MemberTexts.AskThem.Fill(step.Name(), string.Join('、', able))
            : others.Count > 0 ? MemberTexts.GiveRole.Fill(step.Name(), RoleOf(step).Name(), string.Join('、', others.Select(p => p.Value.Name)))
            : MemberTexts.InviteSomebody.Fill(step.Name(), RoleOf(step).Name());
    }

    /// <summary>Fills as many steps as it can with different people. Three steps and few people: trying all is quick.</summary>
    private static Guid?[] Assign(IReadOnlyList<Step> steps, SortedDictionary<Guid, (string Name, HashSet<Role> Roles)> people, Guid?[] chosen, int at)
    {
        if (at == steps.Count) return [.. chosen];
        chosen[at] = null;
        Guid?[]? best = null;
        foreach (var (id, (_, roles)) in people)
        {
            if (!roles.Contains(RoleOf(steps[at])) || chosen.Take(at).Contains(id)) continue;
            chosen[at] = id;
            var found = Assign(steps, people, chosen, at + 1);
            if (best is null || found.Count(p => p is not null) > best.Count(p => p is not null)) best = found;
            if (best.All(p => p is not null)) return best;
        }
        chosen[at] = null;
        var without = Assign(steps, people, chosen, at + 1);
        return best is null || without.Count(p => p is not null) > best.Count(p => p is not null) ? without : best;
    }

    private static async Task<SortedDictionary<Guid, (string Name, HashSet<Role> Roles)>> PeopleAsync(AppDbContext db, Guid organisationId, CancellationToken ct) =>
        new((await (from m in db.Set<Membership>()
                    join p in db.Set<Person>() on m.PersonId equals p.Id
                    where m.OrganisationId == organisationId && m.Until == null && p.DisabledAt == null && p.ErasedAt == null
                    select new { p.Id, p.DisplayName, m.Role }).ToListAsync(ct))
            .GroupBy(x => x.Id).ToDictionary(g => g.Key, g => (g.First().DisplayName, g.Select(x => x.Role).ToHashSet())));
}
