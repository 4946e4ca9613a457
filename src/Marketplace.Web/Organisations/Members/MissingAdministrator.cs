using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.SignIn;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations.Members;

/// <summary>Notices that nobody is left to let people in, and says so to the bureau. Apart from <see cref="NewAdministrator"/>, who mends it with the help of those who notice it.</summary>
public sealed class MissingAdministrator(AppDbContext db, WorkDesk work)
{
    public const string Work = "organisation.administrator";

    public Task<bool> HasOneAsync(Guid organisation, CancellationToken ct) => Administrators(db).AnyAsync(m => m.OrganisationId == organisation, ct);

    /// <summary>Puts it on the bureau's list when nobody is left to answer; in the caller's transaction.</summary>
    public async Task AskAsync(Organisation organisation, CancellationToken ct)
    {
        if (organisation.State != OrganisationState.Active || !RolesOfKind.Of(organisation.Kind).Contains(Role.Administrator) || await HasOneAsync(organisation.Id, ct)) return;
        Audience who = await BureauOf.ForAsync(db, organisation.Kind, organisation.RegionPath, ct) is { } bureau
            ? new Audience.Holders(bureau.Id, Role.BureauReviewer) : new Audience.Holders(await PlatformOperator.IdAsync(db, ct), Role.SecurityAdministrator);
        await work.AddAsync(db, new(Work, Key(organisation.Id), who, $"/organisations/{organisation.Uscc}/administrator",
            new Dictionary<string, string>(StringComparer.Ordinal) { ["organisation"] = organisation.Name }, WaitingOrganisationId: organisation.Id), ct);
    }

    /// <summary>After this person's account was closed.</summary>
    public async Task AskAfterAsync(Guid person, CancellationToken ct)
    {
        var theirs = await (from m in db.Set<Membership>()
                            join o in db.Set<Organisation>() on m.OrganisationId equals o.Id
                            where m.PersonId == person && m.Role == Role.Administrator && m.Until == null
                            orderby o.Id
                            select o).AsNoTracking().ToListAsync(ct);
        foreach (var organisation in theirs) await AskAsync(organisation, ct);
    }

    /// <summary>Those who can sign in.</summary>
    internal static IQueryable<Membership> Administrators(AppDbContext db) => db.Set<Membership>().Where(m => m.Role == Role.Administrator && m.Until == null
        && db.Set<Person>().Any(p => p.Id == m.PersonId && p.DisabledAt == null && p.ErasedAt == null));

    internal static string Key(Guid organisation) => $"{Work}:{organisation}";
}
