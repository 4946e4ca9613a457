using Marketplace.Web.Data;
using Marketplace.Web.Organisations.Delegations;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.SignIn;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Income;

/// <summary>The holder says which person a name is. Whether a number has an account is not told: the answer is the same.</summary>
public sealed class InventorLinkDesk(AppDbContext db, SharingDesk sharings, AccessCheck access, DelegationCheck delegation, AuditLog audit, Actor actor, TimeProvider time)
{
    public async Task<Outcome<InventorLink>> LinkAsync(Guid sharingId, Guid shareId, Guid? member, string? contact, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await FindAsync(sharingId, shareId, ct) is not var (sharing, no, name)) return Failures.OfStatus(404);
        if (await delegation.RefuseAsync(db, Act.KeepLicences, sharing.HolderId, null, ct) is { } ended) return ended;
        Person? person = null;
        LoginName? address = null;
        if (member is { } id)
        {
            if (!await db.Set<Membership>().AnyAsync(m => m.PersonId == id && m.OrganisationId == sharing.HolderId && m.Until == null, ct)) return new Failure("member_unknown", 400, IncomeTexts.MemberUnknown, "member");
            person = await db.Set<Person>().AsNoTracking().SingleAsync(p => p.Id == id, ct);
        }
        else if ((address = LoginName.Parse(contact)) is null) return new Failure("contact_wrong", 400, IncomeTexts.ContactWrong, "contact");
        var open = await db.Set<InventorLink>().Where(l => l.HolderId == sharing.HolderId && l.ApplicationNo == no && l.EndedAt == null).ToListAsync(ct);
        if (open.Exists(l => l.Name != name && ((person is not null && l.PersonId == person.Id) || (address is not null && l.Contact == address.Address)))) return new Failure("person_is_another", 409, IncomeTexts.PersonIsAnother, person is null ? "contact" : "member");
        foreach (var before in open.Where(l => l.Name == name)) before.EndedAt = time.GetUtcNow();
        // The one before has to be ended where the new one is looked at.
        await db.SaveChangesAsync(ct);
        var link = new InventorLink { HolderId = sharing.HolderId, ApplicationNo = no, Name = name, PersonId = person?.Id, Contact = address?.Address, ConfirmedBy = actor.PersonId, ConfirmedAt = time.GetUtcNow() };
        db.Add(link);
        audit.Record(db, "inventor.linked", $"sharing:{sharing.Id}", new { share = shareId, patent = no, person = person?.Id, to = address?.Masked });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return link;
    }

    public async Task<Outcome<InventorLink>> EndAsync(Guid sharingId, Guid shareId, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await FindAsync(sharingId, shareId, ct) is not var (sharing, no, name)) return Failures.OfStatus(404);
        if (await delegation.RefuseAsync(db, Act.KeepLicences, sharing.HolderId, null, ct) is { } ended) return ended;
        if (await db.Set<InventorLink>().SingleOrDefaultAsync(l => l.HolderId == sharing.HolderId && l.ApplicationNo == no && l.Name == name && l.EndedAt == null, ct) is not { } link) return Failures.OfStatus(404);
        link.EndedAt = time.GetUtcNow();
        audit.Record(db, "inventor.unlinked", $"sharing:{sharing.Id}", new { share = shareId, patent = no, person = link.PersonId });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return link;
    }

    private async Task<(Sharing Sharing, string ApplicationNo, string Name)?> FindAsync(Guid sharingId, Guid shareId, CancellationToken ct) =>
        await sharings.LockAsync(sharingId, ct) is var (sharing, licence) && access.May(Act.KeepLicences, new(sharing.HolderId)) && sharing.Shares.Find(share => share.Id == shareId && share.ToPerson) is { } share
            ? (sharing, licence.ApplicationNo, share.Name) : null;
}
