using Marketplace.Web.Platform.Errors;

namespace Marketplace.Web.Platform.Access;

/// <summary>What of an object decides who may do something with it.</summary>
/// <param name="OrganisationId">Whose it is.</param>
/// <param name="RegionPath">Where it is.</param>
/// <param name="State">Its state, in the words of the policy table.</param>
/// <param name="PersonId">The person it belongs to, where it is somebody's own.</param>
/// <param name="DoneBy">Who did the steps before this one: they may not do this one too (enter ≠ verify ≠ lock).</param>
public sealed record Target(Guid? OrganisationId = null, string? RegionPath = null, string? State = null, Guid? PersonId = null, IReadOnlyCollection<Guid>? DoneBy = null);

/// <summary>Asks the policy table about one object.</summary>
public sealed class AccessCheck(Actor actor)
{
    /// <summary>
    /// Null when allowed. An object out of reach answers as if it did not exist; one within reach whose state or history stands against the act
    /// says so.
    /// </summary>
    public Failure? Refuse(Act act, Target target)
    {
        var within = AccessTable.For(act).Where(rule => Reaches(rule, target, actor.Grants)).ToList();
        // Who worked there a moment ago knows that it exists, and is told why it goes no further.
        if (within.Count == 0)
        {
            // Theirs, but not of the organisation they act for: only they are told, by the error page.
            if (actor.All.Count > actor.Grants.Count)
                actor.Elsewhere = [.. actor.Others().Where(other => AccessTable.For(act).Any(rule => Reaches(rule, target, other.Grants))).Select(other => (other.Id, other.Name))];
            return actor.Lost is { } lost && lost == target.OrganisationId ? RightEnded() : Failures.OfStatus(StatusCodes.Status404NotFound);
        }
        if (!within.Exists(rule => rule.States.Length == 0 || rule.States.Contains(target.State, StringComparer.Ordinal)))
            return new("state_forbids", StatusCodes.Status409Conflict, AccessTexts.StateForbids);
        if (target.DoneBy is { } earlier && actor.PersonId is { } me && earlier.Contains(me))
            return new("separation_of_duties", StatusCodes.Status409Conflict, AccessTexts.SeparationOfDuties);
        return null;
    }

    public static Failure RightEnded() => new("right_ended", StatusCodes.Status403Forbidden, AccessTexts.RightEnded);

    public bool May(Act act, Target target) => Refuse(act, target) is null;

    private bool Reaches(Rule rule, Target target, IReadOnlyList<Grant> grants) => rule.Reach switch
    {
        Reach.Anyone => true,
        Reach.Self => actor.PersonId is { } me && target.PersonId == me,
        Reach.Organisation => Holds(rule, grants, grant => grant.OrganisationId == target.OrganisationId),
        Reach.Region => target.RegionPath is { } path && Holds(rule, grants, grant => grant.RegionPath.Length > 0 && path.StartsWith(grant.RegionPath, StringComparison.Ordinal)),
        _ => Holds(rule, grants, _ => true),
    };

    private static bool Holds(Rule rule, IReadOnlyList<Grant> grants, Func<Grant, bool> covers) => grants.Any(grant =>
        covers(grant) && (grant.DelegatedActs is null ? rule.Roles.Contains(grant.Role) : rule.Delegable && grant.DelegatedActs.Contains(rule.Act)));
}
