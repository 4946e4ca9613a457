using Marketplace.Web.Data;
using Marketplace.Web.Organisations.Registration;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.SignIn;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations.Members;

/// <summary>Somebody who could become the administrator.</summary>
/// <param name="IsMember">False: asked to join, and needs a proof.</param>
public sealed record AdministratorCandidate(Guid Id, string Name, IReadOnlyList<Role> Roles, bool IsMember);

/// <summary>As filled in.</summary>
/// <param name="Who">The id of a candidate, or <c>other</c>.</param>
/// <param name="Login">The number or address of the other.</param>
public sealed record Appointment(string? Who, string? Login, string? Reason, IFormFile? Proof);

/// <summary>
/// 指定管理员: an organisation that has no administrator left gets one from the bureau that looks after it (or, under no bureau, from a security
/// administrator): a member, or with a proof somebody who asked; whoever is not here yet is invited, so that nothing tells whether a number is known.
/// </summary>
public sealed class NewAdministrator(
    AppDbContext db, MissingAdministrator missing, InvitationDesk invitations, JoinDesk joining, FileStore files, PersonMail mail, WorkDesk work, AuditLog audit, Actor actor, TimeProvider time)
{
    public const string Other = "other";

    public static readonly MessageTemplate Appointed = new()
    {
        Key = "organisation.administrator",
        Texts = AdministratorTexts.ResourceManager,
        SubjectName = nameof(AdministratorTexts.MailSubject),
        TextName = nameof(AdministratorTexts.MailText),
        Parameters = ["organisation", "person", "reason"],
        Purpose = MessagePurpose.Service,
    };

    public Task<bool> HasOneAsync(Guid organisation, CancellationToken ct) => missing.HasOneAsync(organisation, ct);

    /// <summary>Only the bureau nearest above, not each above that.</summary>
    public async Task<bool> IsTheirsAsync(Organisation organisation, CancellationToken ct) =>
        RolesOfKind.Of(organisation.Kind).Contains(Role.Administrator)
        && (await BureauOf.ForAsync(db, organisation.Kind, organisation.RegionPath, ct) is { } bureau ? actor.ActingFor == bureau.Id && actor.Is(Role.BureauReviewer) : actor.Is(Role.SecurityAdministrator));

    public async Task<IReadOnlyList<AdministratorCandidate>> CandidatesAsync(Guid organisation, CancellationToken ct)
    {
        var members = await (from m in db.Set<Membership>().AsNoTracking()
                             join p in db.Set<Person>() on m.PersonId equals p.Id
                             where m.OrganisationId == organisation && m.Until == null && p.DisabledAt == null && p.ErasedAt == null && p.Id != actor.PersonId
                             select new { p.Id, p.DisplayName, m.Role }).ToListAsync(ct);
        var since = time.GetUtcNow() - JoinRequest.Life;
        var askers = await (from r in db.Set<JoinRequest>().AsNoTracking()
                            join p in db.Set<Person>() on r.PersonId equals p.Id
                            where r.OrganisationId == organisation && r.State == JoinState.Open && r.AskedAt > since && p.DisabledAt == null && p.ErasedAt == null && p.Id != actor.PersonId
                            select new { p.Id, p.DisplayName }).ToListAsync(ct);
        return
        [
            .. members.GroupBy(m => (m.Id, m.DisplayName)).OrderBy(g => g.Key.DisplayName, StringComparer.Ordinal).ThenBy(g => g.Key.Id)
                .Select(g => new AdministratorCandidate(g.Key.Id, g.Key.DisplayName, [.. g.Select(m => m.Role).Order()], true)),
            .. askers.Where(a => !members.Exists(m => m.Id == a.Id)).OrderBy(a => a.Id).Select(a => new AdministratorCandidate(a.Id, a.DisplayName, [], false)),
        ];
    }

    public async Task<Outcome<Organisation>> AppointAsync(Organisation organisation, Appointment given, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await MemberDesk.LockAsync(db, organisation.Id, ct);
        if (await missing.HasOneAsync(organisation.Id, ct)) return new Failure("has_administrator", 409, AdministratorTexts.HasOne);
        var candidate = (await CandidatesAsync(organisation.Id, ct)).FirstOrDefault(c => c.Id.ToString() == given.Who);
        var address = given.Who == Other ? InvitationAddress.Clean(given.Login ?? "") : null;
        var failures = new List<Failure>();
        if (candidate is null && given.Who != Other) failures.Add(new("who_missing", 400, AdministratorTexts.WhoMissing, "who"));
        if (given.Who == Other && address is null) failures.Add(new("login_wrong", 400, SignInTexts.LoginWrong, "login"));
        if (RegistrationRules.Reason(given.Reason) is { } unexplained) failures.Add(unexplained);
        if (given.Proof is null && candidate?.IsMember != true) failures.Add(new("proof_missing", 400, OrganisationTexts.ProofMissing, "proof"));
        if (failures.Count > 0) return failures;

        Guid? proof = null;
        if (given.Proof is { } upload)
        {
            var kept = await files.AddAsync(db, upload, $"organisation:{organisation.Id}", ct);
            if (!kept.Succeeded) return kept.Failures.Select(f => f with { Field = "proof" }).ToList();
            proof = kept.Value.Id;
        }
        audit.Record(db, MissingAdministrator.Work, $"organisation:{organisation.Id}", new { person = candidate?.Id, invited = candidate is null, reason = given.Reason!.Trim(), proof });
        if (candidate is null) await invitations.AddAsync(organisation, address!, [Role.Administrator], actor.Id, ct);
        else
        {
            db.Add(new Membership { PersonId = candidate.Id, OrganisationId = organisation.Id, Role = Role.Administrator, Since = time.GetUtcNow() });
            await db.SaveChangesAsync(ct);
            await joining.SettleAsync(organisation.Id, candidate.Id, ct);
        }
        await db.SaveChangesAsync(ct);
        await work.DoneAsync(db, MissingAdministrator.Key(organisation.Id), actor.Id, ct);
        var members = await db.Set<Membership>().Where(m => m.OrganisationId == organisation.Id && m.Until == null).Select(m => m.PersonId).Distinct().ToListAsync(ct);
        await mail.TellAsync(db, members, Appointed, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["organisation"] = organisation.Name,
            ["person"] = candidate is null ? InvitationAddress.Mask(address!) : WorkActions.OneLine(candidate.Name),
            ["reason"] = given.Reason.Trim(),
        }, $"{MissingAdministrator.Work}:{organisation.Id}:{time.GetUtcNow().UtcTicks}", ct);
        await transaction.CommitAsync(ct);
        return organisation;
    }
}
