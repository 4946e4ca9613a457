using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Conversions.Facts;

/// <summary>A conversion with what was said of it last.</summary>
public sealed record FoundConversion(Conversion Conversion, Filing Last);

/// <summary>
/// Who sees a conversion and who may do what with it. The unit that files it, and the bureaus of giver and taker, see it; the bureau nearest to the unit keeps it (D8); it also checks, and the one above
/// verifies, unless somebody else was told to.
/// </summary>
public sealed class FilingReach(AppDbContext db, AccessCheck access, Actor actor)
{
    private static readonly Role[] s_checking = [Role.BureauClerk, Role.BureauReviewer], s_verifying = [Role.BureauReviewer], s_locking = [Role.BureauLocker];

    /// <summary>All that this reader may see.</summary>
    public IQueryable<Conversion> Seen()
    {
        if (actor.WidestRegion(Act.ReadConversions) is not { } region) return db.Set<Conversion>().Where(_ => false);
        return db.Set<Conversion>().Where(c => c.RegionPath.StartsWith(region)
            || db.Set<Filing>().Any(f => f.ConversionId == c.Id && f.Number == c.Filings && db.Set<FilingParty>().Any(p => p.FilingId == f.Id && p.RegionPath.StartsWith(region))));
    }

    /// <summary>Null: not there for this reader.</summary>
    public async Task<FoundConversion?> FindAsync(Guid id, CancellationToken ct)
    {
        if (await Seen().AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, ct) is not { } conversion) return null;
        return new(conversion, await LastAsync(conversion).AsNoTracking().SingleAsync(ct));
    }

    /// <summary>To change it: nobody else does until the transaction ends. Only in a transaction.</summary>
    public async Task<(FoundConversion? Found, Failure? Failure)> LockAsync(Guid id, CancellationToken ct)
    {
        if (await FindAsync(id, ct) is null) return (null, Failures.OfStatus(404));
        var conversion = await db.Set<Conversion>().FromSql($"select * from conversions where id = {id} for update").SingleAsync(ct);
        // It may have been read before it was locked.
        await db.Entry(conversion).ReloadAsync(ct);
        return (new(conversion, await LastAsync(conversion).SingleAsync(ct)), null);
    }

    /// <summary>Why the reader does not file for this place; null: they do.</summary>
    public async Task<Failure?> RefuseKeepingAsync(string regionPath, CancellationToken ct)
    {
        if (access.Refuse(Act.FileConversions, new(RegionPath: regionPath)) is { } refused) return refused;
        // Those above return it and never change it.
        return (await BureauAsync(regionPath, s_checking, above: false, ct))?.Id is { } keeper && keeper != actor.ActingFor ? new("kept_below", 403, ConversionTexts.KeptBelow) : null;
    }

    /// <summary>Why the reader does not take this step of this place; null: they do.</summary>
    public async Task<Failure?> RefuseStepAsync(ReportStep step, string regionPath, CancellationToken ct)
    {
        var act = step switch { ReportStep.Check => Act.CheckConversions, ReportStep.Verify => Act.VerifyConversions, _ => Act.LockPeriods };
        if (access.Refuse(act, new(RegionPath: regionPath)) is { } refused) return refused;
        return await OfStepAsync(step, regionPath, ct) is { } bureau && bureau.Id != actor.ActingFor ? new("step_of_other", 403, ConversionTexts.StepOfOther.Fill(FilingWords.Name(step), bureau.Name)) : null;
    }

    /// <summary>The bureau that takes a step for this place: the one told to by the nearest place above, else the usual one; null: nobody is here yet.</summary>
    public async Task<Organisation?> OfStepAsync(ReportStep step, string regionPath, CancellationToken ct)
    {
        var paths = BureauOf.Upwards(regionPath);
        var told = await db.Set<StepAssignment>().AsNoTracking().Where(a => a.Step == step && paths.Contains(a.RegionPath)).OrderByDescending(a => a.RegionPath.Length).FirstOrDefaultAsync(ct);
        if (told is not null) return await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.Id == told.OrganisationId, ct);
        var roles = step switch { ReportStep.Check => s_checking, ReportStep.Verify => s_verifying, _ => s_locking };
        return step == ReportStep.Check ? await BureauAsync(regionPath, roles, above: false, ct) : await BureauAsync(regionPath, roles, above: true, ct) ?? await BureauAsync(regionPath, roles, above: false, ct);
    }

    /// <summary>The nearest bureau with somebody who can do it: one that only reads leaves it to the next.</summary>
    public Task<Organisation?> BureauAsync(string regionPath, Role[] roles, bool above, CancellationToken ct)
    {
        var paths = BureauOf.Upwards(regionPath).Where(path => !above || path != regionPath).ToList();
        return db.Set<Organisation>().AsNoTracking()
            .Where(o => o.Kind == OrganisationKind.Bureau && o.State == OrganisationState.Active && paths.Contains(o.RegionPath) && db.Set<Membership>().Any(m => m.OrganisationId == o.Id && m.Until == null && roles.Contains(m.Role)))
            .OrderByDescending(o => o.RegionPath.Length).ThenBy(o => o.ActiveSince).ThenBy(o => o.Id).FirstOrDefaultAsync(ct);
    }

    /// <summary>The bureau whose clerks keep what is filed for this place.</summary>
    public Task<Organisation?> KeeperAsync(string regionPath, CancellationToken ct) => BureauAsync(regionPath, s_checking, above: false, ct);

    private IQueryable<Filing> LastAsync(Conversion conversion) => db.Set<Filing>().Where(f => f.ConversionId == conversion.Id && f.Number == conversion.Filings).Whole();
}

internal static class WholeFilings
{
    /// <summary>With patents, parties, registers and papers.</summary>
    public static IQueryable<Filing> Whole(this IQueryable<Filing> filings) => filings.Include(f => f.Patents.OrderBy(p => p.Place)).Include(f => f.Parties.OrderBy(p => p.Side).ThenBy(p => p.Place)).Include(f => f.Registers).Include(f => f.Proofs.OrderBy(p => p.Place)).AsSplitQuery();
}
