using Marketplace.Web.Data;
using Marketplace.Web.Organisations.Delegations;
using Marketplace.Web.Organisations.Registration;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations.Links;

/// <summary>上下级关系: entered by the upper one, confirmed by the lower one, or by its bureau as long as nobody of it has come; ended by either.</summary>
public sealed class LinkDesk(AppDbContext db, Actor actor, AccessCheck access, DelegationCheck delegated, AuditLog audit, WorkDesk work, LinkMail mail, TimeProvider time)
{
    public async Task<Outcome<Organisation>> ProposeAsync(Organisation upper, string? lowerCode, LinkKind? kind, DateOnly? since, CancellationToken ct)
    {
        var failures = new List<Failure>();
        var code = Uscc.Clean(lowerCode ?? "");
        var lower = await db.Set<Organisation>().AsNoTracking().SingleOrDefaultAsync(o => o.Uscc == code && o.State != OrganisationState.Merged && o.State != OrganisationState.Dissolved, ct);
        if (lower is null) failures.Add(new("lower_unknown", 400, OrganisationTexts.LowerUnknown, "lower"));
        if (kind is null) failures.Add(new("link_missing", 400, OrganisationTexts.Required.Fill(OrganisationTexts.LinkKindLabel), "link"));
        if (since is null) failures.Add(new("since_missing", 400, OrganisationTexts.Required.Fill(OrganisationTexts.From), "since"));
        if (failures.Count > 0) return failures;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await OrganisationLinks.WouldRingAsync(db, upper.Id, lower!.Id, since!.Value, ct)) return new Failure("link_ring", 409, OrganisationTexts.LinkRing, "lower");
        if (await db.Set<OrganisationLink>().AnyAsync(l => l.UpperId == upper.Id && l.LowerId == lower.Id && l.Until == null && (l.State == LinkState.Proposed || l.State == LinkState.Confirmed), ct))
            return upper;   // A double click.
        if (await delegated.RefuseAsync(db, Act.EditOrganisation, upper.Id, null, ct) is { } ended) return ended;
        var link = new OrganisationLink { UpperId = upper.Id, LowerId = lower.Id, Kind = kind!.Value, Since = since.Value, EnteredBy = actor.PersonId, EnteredAt = time.GetUtcNow() };
        db.Add(link);
        await SaveAsync(link, "organisation.link-added", ct);
        await AskAsync(link, upper, lower, ct);
        await transaction.CommitAsync(ct);
        return upper;
    }

    /// <summary>Who may answer: the lower one's administrators, or the reviewers of its bureau as long as it is only listed; never whoever entered it.</summary>
    public Failure? Refusal(OrganisationLink link, Organisation lower) =>
        access.Refuse(Act.ConfirmLinks, lower.Target with { DoneBy = link.EnteredBy is { } by ? [by] : null });

    public async Task<Outcome<OrganisationLink>> AnswerAsync(Guid id, bool confirmed, string? reason, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await LockedAsync(id, ct) is not { } link) return Failures.OfStatus(StatusCodes.Status404NotFound);
        var lower = await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.Id == link.LowerId, ct);
        if (Refusal(link, lower) is { } refused) return refused;
        var state = confirmed ? LinkState.Confirmed : LinkState.Declined;
        if (!link.Waits) return link.State == state && link.AnsweredBy == actor.Id ? link : new Failure("link_answered", 409, LinkTexts.Answered.Fill(link.State.Name()));
        if (!confirmed && RegistrationRules.Reason(reason) is { } missing) return missing;
        // Of two that name each other, the first one confirmed stands.
        if (confirmed && await OrganisationLinks.WouldRingAsync(db, link.UpperId, link.LowerId, link.Since, ct)) return new Failure("link_ring", 409, LinkTexts.Ring);
        link.State = state;
        link.AnsweredBy = actor.Id;
        link.AnsweredAt = time.GetUtcNow();
        link.Reason = confirmed ? null : reason!.Trim();
        await SaveAsync(link, confirmed ? "organisation.link-confirmed" : "organisation.link-declined", ct);
        await work.DoneAsync(db, WorkKey(id), actor.Id, ct);
        await mail.TellAsync(db, confirmed ? LinkMail.Confirmed : LinkMail.Declined, link, link.UpperId, lower.Name, ct);
        await transaction.CommitAsync(ct);
        return link;
    }

    /// <summary>By either side: a proposal is withdrawn or declined, a confirmed link has its last day today, and so has what was lent because of it.</summary>
    public async Task<Outcome<Organisation>> EndAsync(Organisation side, Guid id, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await LockedAsync(id, ct) is not { Until: null, State: LinkState.Proposed or LinkState.Confirmed } link || (link.UpperId != side.Id && link.LowerId != side.Id))
            return Failures.OfStatus(StatusCodes.Status404NotFound);
        if (await delegated.RefuseAsync(db, Act.EditOrganisation, side.Id, null, ct) is { } ended) return ended;
        var waited = link.Waits;
        // The lower one answers a proposal on its own page, with a reason.
        if (waited && link.UpperId != side.Id) return Failures.OfStatus(StatusCodes.Status404NotFound);
        if (waited)
        {
            link.State = LinkState.Withdrawn;
            await work.DoneAsync(db, WorkKey(id), null, ct);
        }
        else
        {
            var today = Dates.Today(time);
            link.Until = today < link.Since ? link.Since : today;
            await mail.TellAsync(db, LinkMail.Ended, link, link.UpperId == side.Id ? link.LowerId : link.UpperId, side.Name, ct);
        }
        await SaveAsync(link, waited ? "organisation.link-withdrawn" : "organisation.link-ended", ct);
        await transaction.CommitAsync(ct);
        return side;
    }

    /// <summary>A listed organisation has come: what its bureau has not answered is for its own people now. In the transaction of the approval.</summary>
    internal async Task AskAnewAsync(Organisation lower, CancellationToken ct)
    {
        foreach (var link in await db.Set<OrganisationLink>().AsNoTracking().Where(l => l.LowerId == lower.Id && l.State == LinkState.Proposed && l.Until == null).OrderBy(l => l.Id).ToListAsync(ct))
        {
            await work.DoneAsync(db, WorkKey(link.Id), null, ct);
            await AskAsync(link, await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.Id == link.UpperId, ct), lower, ct);
        }
    }

    internal static string WorkKey(Guid id) => "link.confirm:" + id;

    private async Task AskAsync(OrganisationLink link, Organisation upper, Organisation lower, CancellationToken ct)
    {
        Audience.Holders? audience = lower.State switch
        {
            OrganisationState.Active or OrganisationState.Suspended => new(lower.Id, Role.Administrator),
            OrganisationState.Listed when await BureauOf.ForAsync(db, lower.Kind, lower.RegionPath, ct) is { } bureau => new(bureau.Id, Role.BureauReviewer),
            _ => null,   // Nobody there to ask: it stays unconfirmed.
        };
        if (audience is null) return;
        await work.AddAsync(db, new("link.confirm", WorkKey(link.Id), audience, "/organisations/links/" + link.Id,
            new Dictionary<string, string>(StringComparer.Ordinal) { ["upper"] = upper.Name, ["organisation"] = lower.Name }, Dates.Today(time).AddDays(7), WaitingOrganisationId: upper.Id), ct);
    }

    private async Task<OrganisationLink?> LockedAsync(Guid id, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"select 1 from organisation_links where id = {id} for update", ct);
        return await db.Set<OrganisationLink>().SingleOrDefaultAsync(l => l.Id == id, ct);
    }

    private Task<int> SaveAsync(OrganisationLink link, string what, CancellationToken ct)
    {
        audit.Record(db, what, $"link:{link.Id}", new { upper = link.UpperId, lower = link.LowerId, kind = link.Kind.ToString() });
        return db.SaveChangesAsync(ct);
    }
}
