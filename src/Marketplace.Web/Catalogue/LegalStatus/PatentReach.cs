using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.LegalStatus;

/// <summary>Who may do what with a patent: people of the organisations among its holders, and their agents.</summary>
public sealed class PatentReach(AppDbContext db, AccessCheck access)
{
    /// <summary>The public patent of an address, however its number is written there.</summary>
    public async Task<Patent?> FindAsync(string number, CancellationToken ct) => await ReadAsync(number, ct) is { RemovedAt: null } patent ? patent : null;

    /// <summary>Also one that is marked secret, where the reader belongs to a holder or to the bureau of one.</summary>
    public async Task<Patent?> FindWithinAsync(string number, CancellationToken ct) => await ReadAsync(number, ct) switch
    {
        { RemovedAt: null } patent => patent,
        { SecretAt: not null } patent when (await HolderAsync(Act.ReadPortfolio, patent.ApplicationNo, ct)).Holder is not null
            || (await HolderAsync(Act.Declassify, patent.ApplicationNo, ct)).Holder is not null => patent,
        _ => null,
    };

    /// <summary>The holder on whose behalf the reader may do this; else why not.</summary>
    public async Task<(Organisation? Holder, Failure? Refused)> HolderAsync(Act act, string applicationNo, CancellationToken ct)
    {
        Failure? refused = null;
        var holders = await (from h in db.Set<PatentHolder>()
                             join o in db.Set<Organisation>().AsNoTracking() on h.OrganisationId equals o.Id
                             where h.ApplicationNo == applicationNo
                             orderby h.Place
                             select o).ToListAsync(ct);
        foreach (var holder in holders)
        {
            if (access.Refuse(act, holder.Target) is not { } no) return (holder, null);
            // A reason to tell weighs more than "not found".
            if (refused is null || refused.Status == StatusCodes.Status404NotFound) refused = no;
        }
        return (null, refused ?? Failures.OfStatus(StatusCodes.Status404NotFound));
    }

    private Task<Patent?> ReadAsync(string number, CancellationToken ct) => PatentNumber.Parse(number, out var fault) is { } read && fault is null
        ? db.Set<Patent>().AsNoTracking().SingleOrDefaultAsync(p => p.ApplicationNo == read.Body, ct) : Task.FromResult<Patent?>(null);
}
