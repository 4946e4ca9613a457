using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Privacy;
using Marketplace.Web.Platform.SignIn;
using Marketplace.Web.Platform.SignIn.Account;
using Marketplace.Web.Platform.SignIn.Codes;
using Marketplace.Web.Platform.SignIn.Factors;
using Marketplace.Web.Platform.SignIn.Kept;
using Marketplace.Web.Platform.SignIn.Outside;
using Marketplace.Web.Platform.SignIn.Passwords;
using Marketplace.Web.Policies;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Privacy;

/// <summary>The account. Erased last: others find their rows by its phone and mail.</summary>
internal sealed class PersonData(IEnumerable<IOutsideProvider> ways) : IPersonalData
{
    public string Key => "account";
    public string Title => PrivacyTexts.AccountTitle;
    public string Purpose => PrivacyTexts.AccountPurpose;
    public string Basis => PrivacyTexts.BasisContract;
    public string OnErasure => PrivacyTexts.AccountErased;

    public async Task<IReadOnlyList<IReadOnlyList<PersonalField>>> ReadAsync(AppDbContext db, Guid personId, CancellationToken ct)
    {
        var person = await db.Set<Person>().AsNoTracking().SingleAsync(p => p.Id == personId, ct);
        var logins = await db.Set<IdentityUserLogin<Guid>>().Where(l => l.UserId == personId).OrderBy(l => l.LoginProvider).Select(l => l.LoginProvider).ToListAsync(ct);
        var passkeys = await db.Set<IdentityUserPasskey<Guid>>().CountAsync(p => p.UserId == personId, ct);
        return
        [
            [
                new("id", PrivacyTexts.FieldId, personId.ToString()),
                new("name", PrivacyTexts.FieldName, person.DisplayName, Masking.Name(person.DisplayName)),
                new("phone", PrivacyTexts.FieldPhone, person.PhoneNumber, Masking.Phone(person.PhoneNumber)),
                new("mail", PrivacyTexts.FieldMail, person.Email, Masking.Mail(person.Email)),
                new("language", PrivacyTexts.FieldLanguage, Language.Find(person.Language)?.Name ?? person.Language),
                new("createdAt", PrivacyTexts.FieldCreated, Dates.Minute(person.CreatedAt)),
                new("lastSignInAt", PrivacyTexts.FieldLastSignIn, person.LastSignInAt is { } at ? Dates.Minute(at) : null),
                new("outsideLogins", PrivacyTexts.FieldLogins, string.Join(SignInTexts.ListComma, logins.Select(login => ways.FirstOrDefault(way => way.Name == login)?.Options.Title ?? login))),
                new("passkeys", PrivacyTexts.FieldPasskeys, passkeys.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ],
        ];
    }

    public async Task EraseAsync(AppDbContext db, Guid personId, DateTimeOffset now, CancellationToken ct)
    {
        await db.Set<IdentityUserLogin<Guid>>().Where(l => l.UserId == personId).ExecuteDeleteAsync(ct);
        await db.Set<IdentityUserToken<Guid>>().Where(t => t.UserId == personId).ExecuteDeleteAsync(ct);
        await db.Set<IdentityUserPasskey<Guid>>().Where(p => p.UserId == personId).ExecuteDeleteAsync(ct);
        await db.Set<IdentityUserClaim<Guid>>().Where(c => c.UserId == personId).ExecuteDeleteAsync(ct);
        await db.Set<SecondFactor>().Where(f => f.PersonId == personId).ExecuteDeleteAsync(ct);
        await db.Set<RecoveryCode>().Where(c => c.PersonId == personId).ExecuteDeleteAsync(ct);
        await db.Set<FormerPassword>().Where(p => p.PersonId == personId).ExecuteDeleteAsync(ct);
        await db.Set<KeptForm>().Where(f => f.PersonId == personId).ExecuteDeleteAsync(ct);
        var addresses = await Own.AddressesAsync(db, personId, ct);
        await db.Set<OneTimeCode>().Where(c => addresses.Contains(c.Address)).ExecuteDeleteAsync(ct);
        var stamp = Guid.CreateVersion7().ToString();
        await db.Set<Person>().Where(p => p.Id == personId).ExecuteUpdateAsync(set => set
            .SetProperty(p => p.DisplayName, "—").SetProperty(p => p.PhoneNumber, (string?)null).SetProperty(p => p.PhoneNumberConfirmed, false)
            .SetProperty(p => p.Email, (string?)null).SetProperty(p => p.NormalizedEmail, (string?)null).SetProperty(p => p.EmailConfirmed, false)
            .SetProperty(p => p.PasswordHash, (string?)null).SetProperty(p => p.TwoFactorEnabled, false).SetProperty(p => p.LastSignInAt, (DateTimeOffset?)null)
            .SetProperty(p => p.SecurityStamp, stamp).SetProperty(p => p.ConcurrencyStamp, stamp).SetProperty(p => p.DisabledAt, p => p.DisabledAt ?? now).SetProperty(p => p.ErasedAt, now), ct);
    }
}

internal sealed class SessionData(IEnumerable<IOutsideProvider> ways) : IPersonalData
{
    public string Key => "sessions";
    public string Title => PrivacyTexts.SessionsTitle;
    public string Purpose => PrivacyTexts.SessionsPurpose;
    public string Basis => PrivacyTexts.BasisLaw;
    public string OnErasure => PrivacyTexts.SessionsErased;

    public async Task<IReadOnlyList<IReadOnlyList<PersonalField>>> ReadAsync(AppDbContext db, Guid personId, CancellationToken ct) =>
        [.. (await db.Set<SignInSession>().AsNoTracking().Where(s => s.PersonId == personId).OrderByDescending(s => s.StartedAt).ThenBy(s => s.Id).Take(1000).ToListAsync(ct))
            .Select(s => (IReadOnlyList<PersonalField>)
            [
                new("startedAt", PrivacyTexts.FieldStarted, Dates.Minute(s.StartedAt)),
                new("endedAt", PrivacyTexts.FieldEnded, s.EndedAt is { } end ? Dates.Minute(end) : null),
                new("method", PrivacyTexts.FieldMethod, SessionsModel.MethodName(s.Method, ways)),
                new("address", PrivacyTexts.FieldAddress, s.Address, s.Address is null ? null : "***"),
                new("browser", PrivacyTexts.FieldBrowser, s.Browser, s.Browser is null ? null : "***"),
            ])];

    public Task EraseAsync(AppDbContext db, Guid personId, DateTimeOffset now, CancellationToken ct) => db.Set<SignInSession>().Where(s => s.PersonId == personId).ExecuteDeleteAsync(ct);
}

internal sealed class MembershipData : IPersonalData
{
    public string Key => "memberships";
    public string Title => PrivacyTexts.MembershipsTitle;
    public string Purpose => PrivacyTexts.MembershipsPurpose;
    public string Basis => PrivacyTexts.BasisContract;
    public string OnErasure => PrivacyTexts.MembershipsErased;

    public async Task<IReadOnlyList<IReadOnlyList<PersonalField>>> ReadAsync(AppDbContext db, Guid personId, CancellationToken ct) =>
        [.. (await (from m in db.Set<Membership>().AsNoTracking()
                    join o in db.Set<Organisation>() on m.OrganisationId equals o.Id
                    where m.PersonId == personId
                    orderby m.Since descending, m.Id
                    select new { o.Name, m.Role, m.Since, m.Until }).ToListAsync(ct))
            .Select(m => (IReadOnlyList<PersonalField>)
            [
                new("organisation", PrivacyTexts.FieldOrganisation, m.Name),
                new("role", PrivacyTexts.FieldRole, m.Role.Name()),
                new("since", PrivacyTexts.FieldSince, Dates.Minute(m.Since)),
                new("until", PrivacyTexts.FieldUntil, m.Until is { } until ? Dates.Minute(until) : OrganisationTexts.StillSo),
            ])];

    public Task EraseAsync(AppDbContext db, Guid personId, DateTimeOffset now, CancellationToken ct) =>
        db.Set<Membership>().Where(m => m.PersonId == personId && m.Until == null).ExecuteUpdateAsync(set => set.SetProperty(m => m.Until, now), ct);
}

internal sealed class ConsentData : IPersonalData
{
    public string Key => "consents";
    public string Title => PrivacyTexts.ConsentsTitle;
    public string Purpose => PrivacyTexts.ConsentsPurpose;
    public string Basis => PrivacyTexts.BasisLaw;
    public string OnErasure => PrivacyTexts.ConsentsErased;

    public async Task<IReadOnlyList<IReadOnlyList<PersonalField>>> ReadAsync(AppDbContext db, Guid personId, CancellationToken ct) =>
        [.. (await db.Set<Consent>().AsNoTracking().Where(c => c.PersonId == personId).OrderByDescending(c => c.Id).ToListAsync(ct))
            .Select(c => (IReadOnlyList<PersonalField>)
            [
                new("kind", PrivacyTexts.FieldConsent, Name(c.Kind)),
                new("version", PrivacyTexts.FieldVersion, c.Version),
                new("givenAt", PrivacyTexts.FieldGiven, Dates.Minute(c.GivenAt)),
                new("withdrawnAt", PrivacyTexts.FieldWithdrawn, c.WithdrawnAt is { } at ? Dates.Minute(at) : null),
            ])];

    public static string Name(ConsentKind kind) => kind switch
    {
        ConsentKind.Terms => PolicyTexts.TermsTitle,
        ConsentKind.Privacy => PolicyTexts.PrivacyTitle,
        _ => PrivacyTexts.ConsentPushes,
    };

    public Task EraseAsync(AppDbContext db, Guid personId, DateTimeOffset now, CancellationToken ct) =>
        db.Set<Consent>().Where(c => c.PersonId == personId && c.WithdrawnAt == null).ExecuteUpdateAsync(set => set.SetProperty(c => c.WithdrawnAt, now), ct);
}
