using System.Globalization;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.SignIn;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations.Members;

/// <summary>Sends, resends, withdraws and accepts invitations.</summary>
public sealed class InvitationDesk(AppDbContext db, AuditLog audit, Messenger messenger, PublicAddress site, JoinDesk joining, TimeProvider time)
{
    /// <summary>As many colleagues as fit a screen; a whole university comes by its own sign-in.</summary>
    public const int AtOnce = 100;

    public static readonly MessageTemplate Sent = new()
    {
        Key = "invitation.sent",
        Texts = MemberTexts.ResourceManager,
        SubjectName = nameof(MemberTexts.MailInvitedSubject),
        TextName = nameof(MemberTexts.MailInvitedText),
        Parameters = ["organisation", "link", "until"],
        Secrets = ["link"],
        Purpose = MessagePurpose.Service,
        GoodFor = Invitation.Life,
    };

    /// <param name="organisation">Into which.</param>
    /// <param name="lines">One mobile number or mail address a line; a wrong one stops all.</param>
    /// <param name="roles">As what.</param>
    /// <param name="by">Who invites.</param>
    /// <param name="ct">They left.</param>
    public async Task<Outcome<IReadOnlyList<Invitation>>> InviteAsync(Organisation organisation, string? lines, IReadOnlyCollection<Role> roles, Guid by, CancellationToken ct)
    {
        var failures = Check(organisation, roles);
        var addresses = new List<string>();
        var wrong = new List<int>();
        foreach (var (number, line) in (lines ?? "").Split('\n').Select((line, i) => (i + 1, line.Trim())).Where(l => l.Item2.Length > 0))
        {
            if (InvitationAddress.Clean(line) is { } address) addresses.Add(address);
            else wrong.Add(number);
        }
        if (wrong.Count > 0) failures.Add(new("address_wrong", 400, MemberTexts.AddressWrong.Fill(string.Join('、', wrong)), "addresses"));
        else if (addresses.Count == 0) failures.Add(new("address_missing", 400, MemberTexts.AddressMissing, "addresses"));
        if (addresses.Count > AtOnce) failures.Add(new("too_many_addresses", 400, MemberTexts.TooManyAddresses.Fill(AtOnce), "addresses"));
        if (failures.Count > 0) return failures;

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await MemberDesk.LockAsync(db, organisation.Id, ct);
        var made = new List<Invitation>();
        foreach (var address in addresses.Distinct(StringComparer.Ordinal))
        {
            if (await AddAsync(organisation, address, roles, by, ct) is { } invitation) made.Add(invitation);
        }
        await transaction.CommitAsync(ct);
        return made;
    }

    /// <summary>In the caller's transaction, with the organisation locked. Null: one is open already (a double click, a second colleague), and that one stands.</summary>
    internal async Task<Invitation?> AddAsync(Organisation organisation, string address, IReadOnlyCollection<Role> roles, Guid by, CancellationToken ct)
    {
        if (await db.Set<Invitation>().SingleOrDefaultAsync(i => i.OrganisationId == organisation.Id && i.Address == address && i.AcceptedAt == null && i.WithdrawnAt == null, ct) is { } open)
        {
            if (open.ExpiresAt > time.GetUtcNow() && open.Roles.ToHashSet().SetEquals(roles)) return null;
            open.WithdrawnAt = time.GetUtcNow();
            await db.SaveChangesAsync(ct);
        }
        var (token, hash) = Invitation.NewToken();
        var invitation = new Invitation { OrganisationId = organisation.Id, Address = address, Roles = [.. roles], TokenSha256 = hash, InvitedBy = by, SentAt = time.GetUtcNow() };
        db.Add(invitation);
        audit.Record(db, "invitation.sent", $"invitation:{invitation.Id}", new { organisation = organisation.Id, roles = roles.Select(r => r.ToString()) });
        await db.SaveChangesAsync(ct);
        await SendAsync(organisation, invitation, token, ct);
        return invitation;
    }

    public async Task<Outcome<Invitation>> ResendAsync(Organisation organisation, Guid id, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await FindOpenAsync(organisation, id, ct) is not { } invitation) return Failures.OfStatus(StatusCodes.Status404NotFound);
        var (token, hash) = Invitation.NewToken();
        invitation.TokenSha256 = hash;   // The link sent before works no more.
        invitation.SentAt = time.GetUtcNow();
        audit.Record(db, "invitation.resent", $"invitation:{invitation.Id}");
        await db.SaveChangesAsync(ct);
        await SendAsync(organisation, invitation, token, ct);
        await transaction.CommitAsync(ct);
        return invitation;
    }

    public async Task<Outcome<Invitation>> WithdrawAsync(Organisation organisation, Guid id, CancellationToken ct)
    {
        if (await FindOpenAsync(organisation, id, ct) is not { } invitation) return Failures.OfStatus(StatusCodes.Status404NotFound);
        invitation.WithdrawnAt = time.GetUtcNow();
        audit.Record(db, "invitation.withdrawn", $"invitation:{invitation.Id}");
        await db.SaveChangesAsync(ct);
        return invitation;
    }

    public async Task<(Invitation Invitation, Organisation Organisation)?> OpenLinkAsync(string token, CancellationToken ct)
    {
        var hash = Invitation.HashOf(token);
        var invitation = await db.Set<Invitation>().AsNoTracking().SingleOrDefaultAsync(i => i.TokenSha256 == hash, ct);
        return invitation is null ? null : (invitation, await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.Id == invitation.OrganisationId, ct));
    }

    /// <summary>Null: it can be accepted by this person now.</summary>
    public Failure? Refusal(Invitation invitation, Organisation organisation, Person person) =>
        invitation.AcceptedAt is not null ? new("invitation_used", 409, MemberTexts.InvitationUsed)
        : invitation.WithdrawnAt is not null ? new("invitation_withdrawn", 410, MemberTexts.InvitationWithdrawn)
        : invitation.ExpiresAt <= time.GetUtcNow() ? new("invitation_expired", 410, MemberTexts.InvitationExpired.Fill(Dates.Minute(invitation.ExpiresAt)))
        : organisation.State != OrganisationState.Active ? new("organisation_inactive", 409, MemberTexts.OrganisationInactive)
        : !invitation.IsFor(person) ? new("invitation_for_another", 403, MemberTexts.InvitationForAnother.Fill(invitation.MaskedAddress))
        : null;

    public async Task<Outcome<Organisation>> AcceptAsync(string token, Guid personId, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var hash = Invitation.HashOf(token);
        await db.Database.ExecuteSqlAsync($"select 1 from invitations where token_sha256 = {hash} for update", ct);
        if (await db.Set<Invitation>().SingleOrDefaultAsync(i => i.TokenSha256 == hash, ct) is not { } invitation) return Failures.OfStatus(StatusCodes.Status404NotFound);
        var organisation = await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.Id == invitation.OrganisationId, ct);
        if (invitation.AcceptedBy == personId) return organisation;   // A double click.
        var person = await db.Set<Person>().AsNoTracking().SingleAsync(p => p.Id == personId, ct);
        if (Refusal(invitation, organisation, person) is { } refused) return refused;
        await MemberDesk.LockAsync(db, organisation.Id, ct);
        if (await MemberDesk.SeparateAsync(db, personId, invitation.Roles, ct) is { } two) return two;
        var now = time.GetUtcNow();
        var has = await db.Set<Membership>().Where(m => m.PersonId == personId && m.OrganisationId == organisation.Id && m.Until == null).Select(m => m.Role).ToListAsync(ct);
        foreach (var role in invitation.Roles.Except(has)) db.Add(new Membership { PersonId = personId, OrganisationId = organisation.Id, Role = role, Since = now });
        invitation.AcceptedAt = now;
        invitation.AcceptedBy = personId;
        audit.Record(db, "invitation.accepted", $"invitation:{invitation.Id}", new { organisation = organisation.Id, person = personId, roles = invitation.Roles.Select(r => r.ToString()) });
        await db.SaveChangesAsync(ct);
        await joining.SettleAsync(organisation.Id, personId, ct);
        await transaction.CommitAsync(ct);
        return organisation;
    }

    internal static List<Failure> Check(Organisation organisation, IReadOnlyCollection<Role> roles) =>
        roles.Count == 0 ? [new("roles_missing", 400, MemberTexts.RolesMissing, "roles")]
        : roles.Except(RolesOfKind.Of(organisation.Kind)).Any() ? [new("role_not_of_kind", 400, MemberTexts.RoleNotOfKind.Fill(organisation.Kind.Name()), "roles")]
        : [];

    private Task<Invitation?> FindOpenAsync(Organisation organisation, Guid id, CancellationToken ct) =>
        db.Set<Invitation>().SingleOrDefaultAsync(i => i.Id == id && i.OrganisationId == organisation.Id && i.AcceptedAt == null && i.WithdrawnAt == null, ct);

    private Task<bool> SendAsync(Organisation organisation, Invitation invitation, string token, CancellationToken ct) => messenger.QueueAsync(db, new()
    {
        Channel = InvitationAddress.IsMail(invitation.Address) ? MessageChannel.Mail : MessageChannel.Sms,
        Address = invitation.Address,
        RecipientKey = $"invitation:{invitation.Id}",
        Template = Sent,
        Language = MessageLanguages.Of(CultureInfo.CurrentUICulture),
        DedupeKey = $"invitation:{invitation.Id}:{invitation.SentAt.UtcTicks}",
        Parameters = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["organisation"] = organisation.Name,
            ["link"] = site.Of("/invitations/" + token),
            ["until"] = Dates.Minute(invitation.ExpiresAt),
        },
    }, ct);
}
