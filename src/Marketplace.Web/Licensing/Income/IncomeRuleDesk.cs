using Marketplace.Web.Data;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Delegations;
using Marketplace.Web.Organisations.Units;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Files;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Income;

/// <summary>A rule as typed. Its number is the form's own.</summary>
public sealed record NewRule(Guid Once, string? Title, decimal? Percent, DateOnly? From, DateOnly? Until, string? Licence);

/// <summary>规定、约定和各学院的默认比例: by whoever may dispose of the organisation's patents.</summary>
public sealed class IncomeRuleDesk(AppDbContext db, AccessCheck access, DelegationCheck delegation, FileStore files, AuditLog audit, TimeProvider time)
{
    public async Task<Outcome<Organisation>> AddAsync(Organisation holder, NewRule given, IFormFile? document, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await RefuseAsync(holder, ct) is { } refused) return refused;
        if (await db.Set<IncomeRule>().AnyAsync(r => r.Id == given.Once && r.HolderId == holder.Id, ct)) return holder;
        var failures = new List<Failure>();
        if (given.Title?.Trim() is not { Length: > 0 and <= IncomeRuleTable.TitleMax }) failures.Add(new("title_missing", 400, IncomeTexts.RuleTitleMissing.Fill(IncomeRuleTable.TitleMax), "title"));
        if (given.Percent is not { } percent || percent is <= 0 or > 100 || decimal.Round(percent, 2) != percent) failures.Add(new("percent_wrong", 400, IncomeTexts.RulePercentWrong, "percent"));
        else if (percent < ShareFloor.Law && ShareFloor.Binds(holder.Kind)) failures.Add(new("below_law", 400, IncomeTexts.RuleBelowLaw, "percent"));
        if (given.From is not { Year: >= 1996 and <= 2150 }) failures.Add(new("from_missing", 400, IncomeTexts.RuleFromMissing, "from"));
        if (given.Until < given.From) failures.Add(new("until_wrong", 400, IncomeTexts.RuleUntilWrong, "until"));
        var reference = given.Licence?.Trim().ToUpperInvariant().Replace("KX-", "", StringComparison.Ordinal);
        Guid? licence = null;
        if (!string.IsNullOrEmpty(reference))
        {
            licence = await db.Set<Licence>().Where(l => l.HolderId == holder.Id && l.Reference == reference).Select(l => (Guid?)l.Id).SingleOrDefaultAsync(ct);
            if (licence is null) failures.Add(new("licence_unknown", 400, IncomeTexts.RuleLicenceUnknown, "licence"));
        }
        if (document is null) failures.Add(new("paper_missing", 400, IncomeTexts.RuleDocumentMissing, "document"));
        if (failures.Count > 0) return failures;
        var file = await files.AddAsync(db, document!, $"{IncomeFiles.Subject}:{given.Once}", ct);
        if (!file.Succeeded) return (List<Failure>)[.. file.Failures.Select(f => f with { Field = "document" })];
        db.Add(new IncomeRule { Id = given.Once, HolderId = holder.Id, LicenceId = licence, Title = given.Title!.Trim(), Percent = given.Percent!.Value, From = given.From!.Value, Until = given.Until, FileId = file.Value.Id, At = time.GetUtcNow() });
        audit.Record(db, "income-rule.added", $"income-rule:{given.Once}", new { holder = holder.Id, given.Percent, given.From, given.Until, licence, file = file.Value.Id });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return holder;
    }

    /// <summary>Sharings that went by it stay as they are.</summary>
    public async Task<Outcome<Organisation>> EndAsync(Organisation holder, Guid id, DateOnly? until, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await RefuseAsync(holder, ct) is { } refused) return refused;
        if (await db.Set<IncomeRule>().SingleOrDefaultAsync(r => r.Id == id && r.HolderId == holder.Id, ct) is not { } rule) return Failures.OfStatus(404);
        if (until is not { } last || last < rule.From || last.Year > 2150) return new Failure("until_wrong", 400, IncomeTexts.RuleUntilWrong, "end");
        rule.Until = last;
        audit.Record(db, "income-rule.ended", $"income-rule:{id}", new { until });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return holder;
    }

    public async Task<Outcome<Organisation>> DefaultAsync(Organisation holder, Guid? unit, decimal? contributors, decimal? department, decimal? rest, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await RefuseAsync(holder, ct) is { } refused) return refused;
        if (unit is not null && !await db.Set<OrganisationUnit>().AnyAsync(u => u.Id == unit && u.OrganisationId == holder.Id, ct)) return new Failure("unit_unknown", 400, IncomeTexts.UnitUnknown, "unit");
        decimal[] parts = [contributors ?? 0, department ?? 0, rest ?? 0];
        if (parts.Any(part => part < 0 || decimal.Round(part, 2) != part) || parts.Sum() != 100) return new Failure("default_not_whole", 400, IncomeTexts.DefaultNotWhole.Fill(Fees.Typed.Plain(parts.Sum())!), "contributors");
        if (parts[0] < ShareFloor.Law && ShareFloor.Binds(holder.Kind)) return new Failure("below_law", 400, IncomeTexts.RuleBelowLaw, "contributors");
        // One after the other, so that two of the same college are one.
        await db.Database.ExecuteSqlAsync($"select 1 from organisations where id = {holder.Id} for update", ct);
        var there = await db.Set<ShareDefault>().SingleOrDefaultAsync(d => d.HolderId == holder.Id && d.UnitId == unit, ct);
        if (there is null) db.Add(new ShareDefault { HolderId = holder.Id, UnitId = unit, Contributors = parts[0], Department = parts[1], Unit = parts[2] });
        else (there.Contributors, there.Department, there.Unit) = (parts[0], parts[1], parts[2]);
        audit.Record(db, "share-default.set", $"organisation:{holder.Id}", new { unit, contributors, department, rest });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return holder;
    }

    private async Task<Failure?> RefuseAsync(Organisation holder, CancellationToken ct) =>
        access.Refuse(Act.DisposePatents, holder.Target) ?? await delegation.RefuseAsync(db, Act.DisposePatents, holder.Id, null, ct);
}

/// <summary>The document of a rule: for the holder's people.</summary>
internal sealed class IncomeFiles(AppDbContext db, AccessCheck access) : IFileGuard
{
    public const string Subject = "income-rule";

    public string Kind => Subject;

    public async Task<bool> MayReadAsync(Guid id, CancellationToken ct) =>
        await db.Set<IncomeRule>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct) is { } rule && access.May(Act.KeepLicences, new(rule.HolderId));
}
