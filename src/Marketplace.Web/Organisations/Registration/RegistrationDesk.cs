using Marketplace.Web.Data;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Organisations.Names;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Policies;
using Marketplace.Web.Privacy;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.Web.Organisations.Registration;

/// <summary>The applicant's side: begins a registration, fills it in step by step and sends it to the bureau.</summary>
public sealed class RegistrationDesk(AppDbContext db, FileStore files, AuditLog audit, WorkDesk work, RegistrationMail mail, ConsentLog consents, NewAdministrator administrators, TimeProvider time)
{
    public async Task<Outcome<RegistrationCase>> StartAsync(Guid person, string? typed, string? checkDigitReason, CancellationToken ct)
    {
        var code = Uscc.Clean(typed ?? "");
        var verdict = Uscc.Check(code);
        if (verdict == UsccVerdict.Malformed) return new Failure("uscc_malformed", 400, RegistrationTexts.UsccMalformed, "uscc");
        if (verdict == UsccVerdict.WrongCheckDigit && string.IsNullOrWhiteSpace(checkDigitReason))
            return new Failure("uscc_check_digit", 400, RegistrationTexts.UsccCheckDigit, "uscc");
        if (checkDigitReason?.Length > RegistrationRules.ReasonMax)
            return new Failure("reason_too_long", 400, OrganisationTexts.TooLong.Fill(RegistrationTexts.Reason, RegistrationRules.ReasonMax), "reason");

        var known = await db.Set<Organisation>().AsNoTracking().SingleOrDefaultAsync(o => o.Uscc == code, ct);
        if (known is not null && known.State is not (OrganisationState.Listed or OrganisationState.Refused))
            return new Failure("uscc_taken", 409, RegistrationTexts.UsccTaken.Fill(known.Name), "uscc");
        var open = await db.Set<RegistrationCase>().AsNoTracking()
            .Where(r => r.Uscc == code && (r.State == OrganisationState.Submitted || r.State == OrganisationState.Returned || (r.State == OrganisationState.Draft && r.ApplicantId == person)))
            .ToListAsync(ct);
        if (open.Find(r => r.ApplicantId == person) is { } own) return own;   // Where they left off; also a double click.
        if (open.Count > 0) return new Failure("uscc_under_review", 409, RegistrationTexts.UsccUnderReview, "uscc");

        var begun = new RegistrationCase
        {
            ApplicantId = person,
            Uscc = code,
            CheckDigitReason = verdict == UsccVerdict.Right ? null : checkDigitReason!.Trim(),
            Kind = known?.Kind ?? Uscc.Suggest(code),
            Name = known?.Name,
            FoldedName = known?.FoldedName,
            RegionCode = known?.RegionCode,
            RegionPath = known?.RegionPath,
            Address = known?.Address,
            LegalRepresentative = known?.LegalRepresentative,
            State = OrganisationState.Draft,
            CreatedAt = time.GetUtcNow(),
        };
        db.Add(begun);
        if (await SavedAsync(ct)) return begun;
        // Two clicks at once: the other one made it.
        db.ChangeTracker.Clear();
        return await db.Set<RegistrationCase>().AsNoTracking().SingleAsync(r => r.Uscc == code && r.ApplicantId == person && r.State == OrganisationState.Draft, ct);
    }

    public Task<Outcome<RegistrationCase>> SaveIdentityAsync(Guid id, OrganisationKind? kind, string? name, CancellationToken ct) => ChangeAsync(id, async registration =>
    {
        var failures = RegistrationRules.Identity(kind, name);
        if (failures.Count == 0 && await TakenAsync(name!, registration.Uscc, ct) is { } taken) failures.Add(taken);
        if (failures.Count > 0) return failures;
        registration.Kind = kind;
        registration.Name = name!.Trim();
        registration.FoldedName = NameFolding.Fold(name);
        return failures;
    }, ct);

    public Task<Outcome<RegistrationCase>> SaveRegionAsync(Guid id, string? code, CancellationToken ct) => ChangeAsync(id, async registration =>
    {
        var today = Platform.Face.Dates.Today(time);
        var region = await db.Set<Region>().AsNoTracking().SingleOrDefaultAsync(r => r.Code == code && (r.ValidTo == null || r.ValidTo > today), ct);
        if (region is null) return [new Failure("region_missing", 400, RegistrationTexts.RegionMissing, "region")];
        // A province is where an authority sits; everybody else has an address in a city or county, by which a bureau is found.
        if (region.Level == RegionLevel.Province && registration.Kind is not (OrganisationKind.Bureau or OrganisationKind.GovernmentDepartment))
            return [new Failure("region_too_wide", 400, RegistrationTexts.RegionTooWide, "region")];
        registration.RegionCode = region.Code;
        registration.RegionPath = region.Path;
        return [];
    }, ct);

    public Task<Outcome<RegistrationCase>> SavePeopleAsync(Guid id, string? address, string? legal, string? operatorName, CancellationToken ct) => ChangeAsync(id, registration =>
    {
        var failures = RegistrationRules.People(address, legal, operatorName);
        if (failures.Count > 0) return Task.FromResult(failures);
        registration.Address = address!.Trim();
        registration.LegalRepresentative = legal!.Trim();
        registration.OperatorName = operatorName!.Trim();
        return Task.FromResult(failures);
    }, ct);

    public Task<Outcome<RegistrationCase>> SavePapersAsync(Guid id, IFormFile? licence, IFormFile? authorisation, CancellationToken ct) => ChangeAsync(id, async registration =>
    {
        var failures = new List<Failure>();
        if (licence is null && registration.LicenceFile is null) failures.Add(new("licence_missing", 400, RegistrationTexts.LicenceMissing, "licence"));
        if (authorisation is null && registration.AuthorisationFile is null) failures.Add(new("authorisation_missing", 400, RegistrationTexts.AuthorisationMissing, "authorisation"));
        if (await KeepAsync(licence, "licence") is { } first) registration.LicenceFile = first;
        if (await KeepAsync(authorisation, "authorisation") is { } second) registration.AuthorisationFile = second;
        return failures;

        async Task<Guid?> KeepAsync(IFormFile? upload, string field)
        {
            if (upload is null) return null;
            var kept = await files.AddAsync(db, upload, registration.Subject, ct);
            failures.AddRange(kept.Failures.Select(f => f with { Field = field }));
            return kept.Succeeded ? kept.Value.Id : null;
        }
    }, ct);

    /// <summary>Sent twice, it is sent once.</summary>
    public async Task<Outcome<RegistrationCase>> SubmitAsync(Guid id, bool consent, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var registration = await LockedAsync(db, id, ct);
        if (registration.State == OrganisationState.Submitted) return registration;
        if (!registration.IsOpen()) return new Failure("state_forbids", 409, Platform.Access.AccessTexts.StateForbids);
        var failures = RegistrationRules.Complete(registration);
        if (!consent) failures.Add(new("consent_missing", 400, RegistrationTexts.ConsentMissing, "consent"));
        if (failures.Count == 0 && await TakenAsync(registration.Name!, registration.Uscc, ct) is { } taken) failures.Add(taken);
        if (failures.Count == 0 && await db.Set<RegistrationCase>().AnyAsync(r => r.Id != id && r.Uscc == registration.Uscc
            && (r.State == OrganisationState.Submitted || r.State == OrganisationState.Returned), ct))
            failures.Add(new("uscc_under_review", 409, RegistrationTexts.UsccUnderReview, "uscc"));
        if (failures.Count > 0) return failures;

        registration.State = OrganisationState.Submitted;
        registration.SubmittedAt = time.GetUtcNow();
        registration.Reason = null;
        registration.ConsentVersion = PolicyVersion;
        registration.ConsentAt = registration.SubmittedAt;
        audit.Record(db, "registration.submitted", registration.Subject, new { registration.Uscc, kind = registration.Kind.ToString(), consent = PolicyVersion });
        // Two people with one code at once: the index lets one through.
        if (!await SavedAsync(ct)) return new Failure("uscc_under_review", 409, RegistrationTexts.UsccUnderReview, "uscc");
        foreach (var kind in (ConsentKind[])[ConsentKind.Terms, ConsentKind.Privacy])
            await consents.GiveAsync(db, registration.ApplicantId, kind, ConsentVersions.Of(kind), ct);
        await work.DoneAsync(db, ReturnedKey(registration), registration.ApplicantId, ct);
        await work.AddAsync(db, await WorkForAsync(registration, ct), ct);
        await mail.TellAsync(db, registration, RegistrationMail.Received, ct);
        await transaction.CommitAsync(ct);
        return registration;
    }

    /// <summary>Whoever is stopped by a taken code asks the people of that organisation to let them in.</summary>
    public async Task<Outcome<Organisation>> AskToJoinAsync(Guid person, string personName, string? typed, CancellationToken ct)
    {
        var code = Uscc.Clean(typed ?? "");
        var organisation = await db.Set<Organisation>().AsNoTracking().SingleOrDefaultAsync(o => o.Uscc == code && o.State == OrganisationState.Active, ct);
        if (organisation is null) return Failures.OfStatus(StatusCodes.Status404NotFound);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await work.AddAsync(db, new("membership.requested", $"membership.requested:{organisation.Id}:{person}",
            new Audience.Holders(organisation.Id, Platform.Access.Role.Administrator), $"/organisations/{code}/members",
            new Dictionary<string, string>(StringComparer.Ordinal) { ["person"] = personName, ["organisation"] = organisation.Name }, WaitingPersonId: person), ct);
        // Nobody there to answer: the bureau appoints somebody.
        await administrators.AskAsync(organisation, ct);
        audit.Record(db, "membership.requested", $"organisation:{organisation.Id}");
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return organisation;
    }

    /// <summary>Which text of terms and privacy notice was agreed to.</summary>
    internal static string PolicyVersion => Policy.InForceFrom.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    internal static string WorkKey(RegistrationCase registration) => "registration.review:" + registration.Id;

    internal static string ReturnedKey(RegistrationCase registration) => "registration.returned:" + registration.Id;

    internal static async Task<RegistrationCase> LockedAsync(AppDbContext db, Guid id, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"select 1 from registrations where id = {id} for update", ct);
        return await db.Set<RegistrationCase>().SingleAsync(r => r.Id == id, ct);
    }

    /// <summary>False: an index found the same thing made by another request.</summary>
    private async Task<bool> SavedAsync(CancellationToken ct)
    {
        try
        {
            await db.SaveChangesAsync(ct);
            return true;
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return false;
        }
    }

    private async Task<NewWork> WorkForAsync(RegistrationCase registration, CancellationToken ct)
    {
        var bureau = await BureauOf.ForAsync(db, registration.Kind!.Value, registration.RegionPath!, ct);
        var audience = bureau is not null
            ? new Audience.Holders(bureau.Id, Platform.Access.Role.BureauReviewer)
            : new Audience.Holders(await PlatformOperator.IdAsync(db, ct), Platform.Access.Role.SecurityAdministrator);
        // Five working days is what the pilot bureaus promise for a review; the work list counts calendar days.
        return new("registration.review", WorkKey(registration), audience, "/organisations/review/" + registration.Uscc,
            new Dictionary<string, string>(StringComparer.Ordinal) { ["organisation"] = registration.Name! }, Platform.Face.Dates.Today(time).AddDays(7), WaitingPersonId: registration.ApplicantId);
    }

    private async Task<Failure?> TakenAsync(string name, string uscc, CancellationToken ct)
    {
        var same = await OrganisationNames.FindAsync(db, name, ct);
        return same is null || same.Uscc == uscc ? null
            : same.State == OrganisationState.Listed
                ? new("name_listed", 409, RegistrationTexts.NameListed.Fill(same.Name, same.Uscc), "name")
                : new("name_taken", 409, RegistrationTexts.NameTaken.Fill(same.Name), "name");
    }

    private async Task<Outcome<RegistrationCase>> ChangeAsync(Guid id, Func<RegistrationCase, Task<List<Failure>>> change, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var registration = await LockedAsync(db, id, ct);
        if (!registration.IsOpen()) return new Failure("state_forbids", 409, Platform.Access.AccessTexts.StateForbids);
        var failures = await change(registration);
        if (failures.Count > 0) return failures;
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return registration;
    }
}
