using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Approvals;

/// <summary>A step as it is typed.</summary>
public sealed record NewApprovalStep(Guid Once, string? Name, Role? Role, IReadOnlyList<Guid> Members, decimal? FromAmount, IReadOnlyList<string> Kinds);

/// <summary>An organisation's route: what its administrators add, put in another order and take out. What has begun goes on as it began.</summary>
public sealed class ApprovalRouteDesk(AppDbContext db, ApprovalPeople people, IEnumerable<IApprovalFollower> followers, AuditLog audit, TimeProvider time)
{
    /// <summary>Longer routes are no four eyes any more but a queue.</summary>
    public const int StepsMax = 9;

    public const decimal AmountMax = 100_000_000_000;

    /// <summary>Kinds of cases that anything here approves.</summary>
    public IReadOnlyList<string> Kinds => [.. followers.Select(f => f.Kind).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    public async Task<Outcome<Organisation>> AddAsync(Organisation organisation, NewApprovalStep given, CancellationToken ct)
    {
        var failures = new List<Failure>();
        var name = given.Name?.Trim() ?? "";
        if (name.Length is 0 or > ApprovalRouteStepTable.NameMax) failures.Add(new("name_wrong", 400, ApprovalTexts.NameWrong.Fill(ApprovalRouteStepTable.NameMax), "name"));
        if (given.Role is null == (given.Members.Count == 0)) failures.Add(new("who_missing", 400, ApprovalTexts.WhoMissing, "who"));
        if (given.Role is { } role && !RolesOfKind.Of(organisation.Kind).Contains(role)) failures.Add(new("role_wrong", 400, ApprovalTexts.WhoMissing, "who"));
        var here = (await people.MembersAsync(organisation.Id, ct)).Select(m => m.PersonId).ToHashSet();
        if (given.Members.Any(member => !here.Contains(member))) failures.Add(new("member_left", 400, ApprovalTexts.MemberLeft, "members"));
        if (given.FromAmount is < 0 or > AmountMax) failures.Add(new("amount_wrong", 400, ApprovalTexts.AmountWrong, "fromAmount"));
        if (given.Kinds.Except(Kinds, StringComparer.Ordinal).Any()) failures.Add(new("kind_wrong", 400, ApprovalTexts.KindWrong, "kinds"));
        if (failures.Count > 0) return failures;
        return await ChangeAsync(organisation, async steps =>
        {
            if (await db.Set<ApprovalRouteStep>().AnyAsync(s => s.Id == given.Once, ct)) return null;
            if (steps.Count >= StepsMax) return new("too_many_steps", 409, ApprovalTexts.TooManySteps.Fill(StepsMax), "name");
            db.Add(new ApprovalRouteStep
            {
                Id = given.Once,
                OrganisationId = organisation.Id,
                Place = steps.Count + 1,
                Name = name,
                Role = given.Role,
                Members = [.. given.Members.Distinct()],
                FromAmount = given.FromAmount,
                Kinds = [.. given.Kinds.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
                At = time.GetUtcNow(),
            });
            audit.Record(db, "approval-route.added", $"organisation:{organisation.Id}", new { given.Once, name, given.Role, given.Members, given.FromAmount, given.Kinds });
            return null;
        }, ct);
    }

    /// <summary>One place up or down; at the end it stays where it is.</summary>
    public Task<Outcome<Organisation>> MoveAsync(Organisation organisation, Guid id, bool up, CancellationToken ct) => ChangeAsync(organisation, steps =>
    {
        var at = steps.FindIndex(step => step.Id == id);
        if (at < 0) return Task.FromResult<Failure?>(Failures.OfStatus(404));
        var to = Math.Clamp(at + (up ? -1 : 1), 0, steps.Count - 1);
        (steps[at], steps[to]) = (steps[to], steps[at]);
        Number(steps);
        audit.Record(db, "approval-route.moved", $"organisation:{organisation.Id}", new { id, place = to + 1 });
        return Task.FromResult<Failure?>(null);
    }, ct);

    /// <summary>Taken out twice it is out.</summary>
    public Task<Outcome<Organisation>> RemoveAsync(Organisation organisation, Guid id, CancellationToken ct) => ChangeAsync(organisation, steps =>
    {
        if (steps.Find(step => step.Id == id) is not { } gone) return Task.FromResult<Failure?>(null);
        steps.Remove(gone);
        db.Remove(gone);
        Number(steps);
        audit.Record(db, "approval-route.removed", $"organisation:{organisation.Id}", new { id, gone.Name });
        return Task.FromResult<Failure?>(null);
    }, ct);

    private static void Number(List<ApprovalRouteStep> steps)
    {
        foreach (var (step, place) in steps.Select((step, i) => (step, i + 1))) step.Place = place;
    }

    private async Task<Outcome<Organisation>> ChangeAsync(Organisation organisation, Func<List<ApprovalRouteStep>, Task<Failure?>> change, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Two administrators at once: the second changes what the first left.
        await db.Database.ExecuteSqlAsync($"select 1 from organisations where id = {organisation.Id} for no key update", ct);
        var steps = await db.Set<ApprovalRouteStep>().Where(s => s.OrganisationId == organisation.Id).OrderBy(s => s.Place).ThenBy(s => s.Id).ToListAsync(ct);
        if (await change(steps) is { } refused) return db.Dropped(refused);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return organisation;
    }
}
