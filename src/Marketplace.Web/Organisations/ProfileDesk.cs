using Marketplace.Web.Data;
using Marketplace.Web.Organisations.Delegations;
using Marketplace.Web.Organisations.Labels;
using Marketplace.Web.Organisations.Names;
using Marketplace.Web.Organisations.Registration;
using Marketplace.Web.Organisations.Size;
using Marketplace.Web.Organisations.Units;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Files;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations;

/// <summary>Names, labels, size and units: what an administrator adds to the organisation's own entry, each with its dates and proof.</summary>
public sealed class ProfileDesk(AppDbContext db, FileStore files, AuditLog audit, DelegationCheck delegated, TimeProvider time)
{
    public Task<Outcome<Organisation>> AddNameAsync(Organisation organisation, string? name, DateOnly? from, DateOnly? until, IFormFile? proof, CancellationToken ct) =>
        AddAsync(organisation, "organisation.name-added", proof, proofNeeded: true, async failures =>
        {
            RegistrationRules.Text(failures, "name", OrganisationTexts.OtherName, name, RegistrationRules.NameMax);
            if (until < from) failures.Add(new("until_before", 400, OrganisationTexts.UntilBefore, "until"));
            if (failures.Count > 0) return null;
            var folded = NameFolding.Fold(name!);
            // The same name in the same years again is the same entry; somebody else's name of today is somebody else.
            if (await db.Set<OrganisationName>().AnyAsync(n => n.OrganisationId == organisation.Id && n.FoldedName == folded && n.From == from && n.Until == until, ct)) return null;
            if (await OrganisationNames.FindAsync(db, name!, ct) is { } other && other.Id != organisation.Id && other.FoldedName == folded)
                failures.Add(new("name_taken", 409, OrganisationTexts.NameOfAnother.Fill(other.Name), "name"));
            return file => new OrganisationName
            {
                OrganisationId = organisation.Id,
                Name = name!.Trim(),
                FoldedName = folded,
                From = from,
                Until = until,
                ProofFile = file,
                AddedAt = time.GetUtcNow(),
            };
        }, ct);

    public Task<Outcome<Organisation>> AddLabelAsync(Organisation organisation, LabelKind? kind, DateOnly? from, DateOnly? until, string? number, IFormFile? evidence, CancellationToken ct) =>
        AddAsync(organisation, "organisation.label-added", evidence, proofNeeded: true, async failures =>
        {
            if (kind is null) failures.Add(new("label_missing", 400, OrganisationTexts.Required.Fill(OrganisationTexts.Label), "kind"));
            if (from is null) failures.Add(new("from_missing", 400, OrganisationTexts.Required.Fill(OrganisationTexts.From), "from"));
            if (number?.Length > 100) failures.Add(new("number_too_long", 400, OrganisationTexts.TooLong.Fill(OrganisationTexts.Number, 100), "number"));
            if (failures.Count > 0) return null;
            var end = until ?? from!.Value.AddYears(kind!.Value.Years()).AddDays(-1);
            if (end < from) failures.Add(new("until_before", 400, OrganisationTexts.UntilBefore, "until"));
            if (await db.Set<OrganisationLabel>().AnyAsync(l => l.OrganisationId == organisation.Id && l.Kind == kind && l.From <= end && from <= l.Until, ct))
                failures.Add(new("label_overlaps", 409, OrganisationTexts.LabelOverlaps, "from"));
            return file => new OrganisationLabel
            {
                OrganisationId = organisation.Id,
                Kind = kind!.Value,
                From = from!.Value,
                Until = end,
                Number = string.IsNullOrWhiteSpace(number) ? null : number.Trim(),
                EvidenceFile = file,
                AddedAt = time.GetUtcNow(),
            };
        }, ct);

    public Task<Outcome<Organisation>> AddUnitAsync(Organisation organisation, string? name, CancellationToken ct) =>
        AddAsync(organisation, "organisation.unit-added", null, proofNeeded: false, async failures =>
        {
            RegistrationRules.Text(failures, "unit", OrganisationTexts.Unit, name, 100);
            if (failures.Count > 0) return null;
            var clean = name!.Trim();
            if (await db.Set<OrganisationUnit>().AnyAsync(u => u.OrganisationId == organisation.Id && u.Name == clean && u.ClosedOn == null, ct))
                failures.Add(new("unit_exists", 409, OrganisationTexts.UnitExists, "unit"));
            return _ => new OrganisationUnit { OrganisationId = organisation.Id, Name = clean };
        }, ct);

    public async Task<Outcome<Organisation>> CloseUnitAsync(Organisation organisation, Guid id, CancellationToken ct)
    {
        var unit = await db.Set<OrganisationUnit>().SingleOrDefaultAsync(u => u.Id == id && u.OrganisationId == organisation.Id && u.ClosedOn == null, ct);
        if (unit is null) return Failures.OfStatus(StatusCodes.Status404NotFound);
        unit.ClosedOn = Dates.Today(time);
        return await SaveAsync(organisation, "organisation.unit-closed", ct);
    }

    public async Task<Outcome<Organisation>> SaveFiguresAsync(Organisation organisation, SizeFigures figures, int? year, CancellationToken ct)
    {
        var failures = new List<Failure>();
        if (organisation.Kind is not (OrganisationKind.Enterprise or OrganisationKind.StateEnterprise or OrganisationKind.Cooperative or OrganisationKind.HouseholdBusiness))
            return new Failure("size_not_for_kind", 409, OrganisationTexts.SizeNotForKind, "industry");
        if (SmeSize.RuleFor(figures.Industry) is null) failures.Add(new("industry_wrong", 400, OrganisationTexts.IndustryWrong, "industry"));
        var missing = SmeSize.Missing(figures);
        foreach (var (figure, value, field, label) in new[]
        {
            (SizeFigure.Staff, figures.Staff, "staff", OrganisationTexts.Staff),
            (SizeFigure.Revenue, figures.RevenueYuan, "revenue", OrganisationTexts.Revenue),
            (SizeFigure.Assets, figures.AssetsYuan, "assets", OrganisationTexts.Assets),
        })
        {
            if (value < 0) failures.Add(new("figures_wrong", 400, OrganisationTexts.FiguresWrong, field));
            else if (missing.Contains(figure)) failures.Add(new("figures_missing", 400, OrganisationTexts.FiguresMissing.Fill(label), field));
        }
        if (year is null || year < 1990 || year > Dates.Today(time).Year) failures.Add(new("year_wrong", 400, OrganisationTexts.YearWrong, "year"));
        if (failures.Count > 0) return failures;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await Members.MemberDesk.LockAsync(db, organisation.Id, ct);
        var row = await db.Set<Organisation>().SingleAsync(o => o.Id == organisation.Id, ct);
        (row.Industry, row.Staff, row.RevenueYuan, row.AssetsYuan, row.FiguresYear) = (figures.Industry.Trim(), figures.Staff, figures.RevenueYuan, figures.AssetsYuan, year);
        row.Size = SmeSize.Of(figures);
        var saved = await SaveAsync(row, "organisation.size-declared", ct);
        if (saved.Succeeded) await transaction.CommitAsync(ct);
        return saved;
    }

    /// <param name="organisation">Whose entry.</param>
    /// <param name="what">For the audit log.</param>
    /// <param name="proof">The paper.</param>
    /// <param name="proofNeeded">Whether there must be one.</param>
    /// <param name="make">Checks; returns how to make the row with its proof, or null: it is there already.</param>
    /// <param name="ct">The caller left.</param>
    private async Task<Outcome<Organisation>> AddAsync(
        Organisation organisation, string what, IFormFile? proof, bool proofNeeded, Func<List<Failure>, Task<Func<Guid?, object>?>> make, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // One after the other, so that a double click finds what the first one made.
        await Members.MemberDesk.LockAsync(db, organisation.Id, ct);
        var failures = new List<Failure>();
        var row = await make(failures);
        if (proofNeeded && proof is null) failures.Add(new("proof_missing", 400, OrganisationTexts.ProofMissing, "proof"));
        if (failures.Count > 0) return failures;
        if (row is null) return organisation;
        Guid? file = null;
        if (proof is not null)
        {
            var kept = await files.AddAsync(db, proof, $"organisation:{organisation.Id}", FileKind.Papers, ct);
            if (!kept.Succeeded) return kept.Failures.Select(f => f with { Field = "proof" }).ToList();
            file = kept.Value.Id;
        }
        db.Add(row(file));
        var saved = await SaveAsync(organisation, what, ct);
        if (saved.Succeeded) await transaction.CommitAsync(ct);
        return saved;
    }

    private async Task<Outcome<Organisation>> SaveAsync(Organisation organisation, string what, CancellationToken ct)
    {
        if (await delegated.RefuseAsync(db, Act.EditOrganisation, organisation.Id, null, ct) is { } ended) return ended;
        audit.Record(db, what, $"organisation:{organisation.Id}");
        await db.SaveChangesAsync(ct);
        return organisation;
    }
}
