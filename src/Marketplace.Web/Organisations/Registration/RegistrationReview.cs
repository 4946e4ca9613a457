using Marketplace.Web.Data;
using Marketplace.Web.Organisations.Links;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations.Registration;

/// <summary>The bureau's side: what lies in its region, and its decision.</summary>
public sealed class RegistrationReview(AppDbContext db, Actor actor, AccessCheck access, AuditLog audit, WorkDesk work, LinkDesk links, RegistrationMail mail, TimeProvider time)
{
    /// <summary>Those this reader reviews; drafts are nobody's business.</summary>
    public IQueryable<RegistrationCase> Within()
    {
        var paths = Paths().ToList();
        var all = db.Set<RegistrationCase>().AsNoTracking().Where(r => r.State != OrganisationState.Draft);
        if (paths.Count == 0)
        {
            // The security administrator has what no bureau has.
            return !actor.Is(Role.SecurityAdministrator) ? all.Where(_ => false)
                : all.Where(r => !db.Set<Organisation>().Any(b => b.Kind == OrganisationKind.Bureau && b.State == OrganisationState.Active
                    && EF.Functions.Like(r.RegionPath!, b.RegionPath + "%") && (r.Kind != OrganisationKind.Bureau || r.RegionPath != b.RegionPath)));
        }
        return all.Where(r => paths.Any(path => EF.Functions.Like(r.RegionPath!, path + "%") && (r.Kind != OrganisationKind.Bureau || r.RegionPath != path)));
    }

    /// <summary>Null: out of reach, which answers as if it did not exist.</summary>
    public Task<RegistrationCase?> FindAsync(string uscc, CancellationToken ct) => Within().Where(r => r.Uscc == uscc)
        .OrderByDescending(r => r.State == OrganisationState.Submitted).ThenByDescending(r => r.SubmittedAt).ThenByDescending(r => r.Id).FirstOrDefaultAsync(ct);

    public async Task<Failure?> RefusalAsync(RegistrationCase registration, CancellationToken ct)
    {
        var refused = access.Refuse(Act.ReviewRegistrations, registration.Target);
        if (refused?.Code != "separation_of_duties" || actor.ActingFor is not { } bureau) return refused;
        return refused with { Message = refused.Message + " " + await SecondPerson.AdviceAsync(db, bureau, Step.Verify, actor.Id, ct) };
    }

    public Task<Outcome<RegistrationCase>> ReturnAsync(string uscc, string? reason, CancellationToken ct) => DecideAsync(uscc, registration =>
        Task.FromResult(Close(registration, OrganisationState.Returned, reason)), RegistrationMail.Returned, ct);

    public Task<Outcome<RegistrationCase>> RefuseAsync(string uscc, string? reason, CancellationToken ct) => DecideAsync(uscc, registration =>
        Task.FromResult(Close(registration, OrganisationState.Refused, reason)), RegistrationMail.Refused, ct);

    /// <param name="uscc">Which.</param>
    /// <param name="overrideReason">Why a code that fails its check digit is let through.</param>
    /// <param name="ct">The reviewer left.</param>
    public Task<Outcome<RegistrationCase>> ApproveAsync(string uscc, string? overrideReason, CancellationToken ct) => DecideAsync(uscc, async registration =>
    {
        var wrong = Uscc.Check(registration.Uscc) != UsccVerdict.Right;
        if (wrong && string.IsNullOrWhiteSpace(overrideReason)) return new("override_missing", 400, RegistrationTexts.OverrideMissing, "override");
        registration.State = OrganisationState.Active;
        registration.Reason = null;
        var organisation = await BringInAsync(registration, ct);
        if (organisation is null) return new("uscc_taken", 409, RegistrationTexts.UsccTaken.Fill(registration.Name));
        if (wrong)
        {
            organisation.UsccOverride = $"person:{actor.Id} {overrideReason!.Trim()}";
            audit.Record(db, "organisation.uscc-overridden", $"organisation:{organisation.Id}", new { registration.Uscc, reason = overrideReason.Trim() });
        }
        foreach (var role in RolesOfKind.First(organisation.Kind))
            db.Add(new Membership { PersonId = registration.ApplicantId, OrganisationId = organisation.Id, Role = role, Since = time.GetUtcNow() });
        await links.AskAnewAsync(organisation, ct);
        return null;
    }, RegistrationMail.Approved, ct);

    private static Failure? Close(RegistrationCase registration, OrganisationState state, string? reason)
    {
        if (RegistrationRules.Reason(reason) is { } missing) return missing;
        registration.State = state;
        registration.Reason = reason!.Trim();
        return null;
    }

    private async Task<Organisation?> BringInAsync(RegistrationCase registration, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var organisation = await db.Set<Organisation>().SingleOrDefaultAsync(o => o.Uscc == registration.Uscc, ct);
        if (organisation is null)
        {
            organisation = new()
            {
                Uscc = registration.Uscc,
                Name = registration.Name!,
                FoldedName = registration.FoldedName!,
                Kind = registration.Kind!.Value,
                RegionCode = registration.RegionCode!,
                RegionPath = registration.RegionPath!,
                State = OrganisationState.Active,
                CreatedAt = now,
            };
            db.Add(organisation);
        }
        else if (organisation.State is not (OrganisationState.Listed or OrganisationState.Refused)) return null;
        organisation.Name = registration.Name!;
        organisation.FoldedName = registration.FoldedName!;
        organisation.Kind = registration.Kind!.Value;
        organisation.RegionCode = registration.RegionCode!;
        organisation.RegionPath = registration.RegionPath!;
        organisation.Address = registration.Address;
        organisation.LegalRepresentative = registration.LegalRepresentative;
        organisation.State = OrganisationState.Active;
        organisation.ActiveSince = now;
        return organisation;
    }

    private async Task<Outcome<RegistrationCase>> DecideAsync(string uscc, Func<RegistrationCase, Task<Failure?>> decide, MessageTemplate told, CancellationToken ct)
    {
        if (await FindAsync(uscc, ct) is not { } found) return Failures.OfStatus(StatusCodes.Status404NotFound);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var registration = await RegistrationDesk.LockedAsync(db, found.Id, ct);
        if (await RefusalAsync(registration, ct) is { } refused) return refused;
        if (await decide(registration) is { } failure) return failure;
        registration.DecidedAt = time.GetUtcNow();
        registration.DecidedBy = actor.Id;
        audit.Record(db, told.Key, registration.Subject, new { registration.Uscc, state = registration.State.Word() });
        await db.SaveChangesAsync(ct);
        await work.DoneAsync(db, RegistrationDesk.WorkKey(registration), actor.Id, ct);
        if (registration.State == OrganisationState.Returned)
        {
            await work.AddAsync(db, new("registration.returned", RegistrationDesk.ReturnedKey(registration), new Audience.One(registration.ApplicantId),
                "/organisations/register/" + registration.Id, new Dictionary<string, string>(StringComparer.Ordinal) { ["organisation"] = registration.Name! }), ct);
        }
        await mail.TellAsync(db, registration, told, ct);
        await transaction.CommitAsync(ct);
        return registration;
    }

    private IEnumerable<string> Paths() => actor.Grants
        .Where(g => g.RegionPath.Length > 0 && g.Role is Role.BureauClerk or Role.BureauReviewer && g.DelegatedActs is null).Select(g => g.RegionPath).Distinct(StringComparer.Ordinal);
}
