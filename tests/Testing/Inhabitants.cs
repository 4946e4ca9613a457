using System.Globalization;
using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.SignIn;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Marketplace.Testing;

/// <summary>Puts people and organisations into a running program, and signs people in without walking through the sign-in page.</summary>
public static class Inhabitants
{
    public const string Bole = "652701";
    public const string Bozhou = "652700";
    public const string Xinjiang = "650000";
    public const string Meixian = "610326";

    /// <summary>A number that nobody can have (the block is not in use) and that no other test has.</summary>
    public static string NewPhone() => string.Create(CultureInfo.InvariantCulture, $"1990{RandomNumberGenerator.GetInt32(10_000_000):D7}");

    public static async Task<Person> NewPersonAsync(this RunningApp app, string name = "王测试", string? phone = null, string? mail = null, string? password = null)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var people = scope.ServiceProvider.GetRequiredService<UserManager<Person>>();
        var person = new Person
        {
            DisplayName = name,
            Language = "zh-CN",
            CreatedAt = scope.ServiceProvider.GetRequiredService<TimeProvider>().GetUtcNow(),
            PhoneNumber = phone ?? NewPhone(),
            PhoneNumberConfirmed = true,
            Email = mail,
            EmailConfirmed = mail is not null,
        };
        var made = password is null ? await people.CreateAsync(person) : await people.CreateAsync(person, password);
        return made.Succeeded ? person : throw new InvalidOperationException(string.Join("; ", made.Errors.Select(e => e.Code)));
    }

    public static Task<Organisation> NewOrganisationAsync(
        this RunningApp app, OrganisationKind kind = OrganisationKind.Enterprise, string region = Bole, string? name = null, string? uscc = null,
        OrganisationState state = OrganisationState.Active) => app.WithDatabaseAsync(db => NewOrganisationAsync(db, kind, region, name, uscc, state));

    /// <summary>For programs that run outside this process: into their database.</summary>
    public static async Task<Organisation> NewOrganisationAsync(
        AppDbContext db, OrganisationKind kind, string region, string? name = null, string? uscc = null, OrganisationState state = OrganisationState.Active)
    {
        var code = uscc ?? NewUscc(kind switch { OrganisationKind.Bureau => "11", OrganisationKind.University or OrganisationKind.Institute => "12", _ => "91" });
        var title = name ?? $"测试{kind}{code[^4..]}";
        var organisation = new Organisation
        {
            Uscc = code,
            Name = title,
            FoldedName = NameFolding.Fold(title),
            Kind = kind,
            RegionCode = region,
            RegionPath = (await db.Set<Region>().SingleAsync(r => r.Code == region)).Path,
            State = state,
            CreatedAt = TimeProvider.System.GetUtcNow(),
        };
        db.Add(organisation);
        await db.SaveChangesAsync();
        return organisation;
    }

    public static Task JoinAsync(this RunningApp app, Person person, Organisation organisation, params Role[] roles) => app.WithDatabaseAsync(async db =>
    {
        foreach (var role in roles)
            db.Add(new Membership { PersonId = person.Id, OrganisationId = organisation.Id, Role = role, Since = TimeProvider.System.GetUtcNow() });
        return await db.SaveChangesAsync();
    });

    /// <summary>A new person with these roles in this organisation, signed in.</summary>
    public static async Task<(Person Person, HttpClient Http)> NewMemberAsync(this RunningApp app, Organisation organisation, params Role[] roles)
    {
        var person = await app.NewPersonAsync();
        await app.JoinAsync(person, organisation, roles);
        return (person, await app.SignedInAsync(person));
    }

    /// <summary>A client that carries the cookie of a session of this person.</summary>
    public static async Task<HttpClient> SignedInAsync(this RunningApp app, Person person, Guid? actingFor = null)
    {
        var cookies = new CookieContainer();
        cookies.Add(new Uri(app.Url), await app.SessionCookieAsync(person, actingFor));
        return new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = cookies }) { BaseAddress = new Uri(app.Url) };
    }

    /// <summary>The cookie of a new session of this person, for a client or a browser.</summary>
    public static async Task<Cookie> SessionCookieAsync(this RunningApp app, Person person, Guid? actingFor = null)
    {
        var now = app.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        var session = new SignInSession { PersonId = person.Id, Method = "test", SecondFactor = true, StartedAt = now, SeenAt = now, ActingFor = actingFor };
        await app.WithDatabaseAsync(db =>
        {
            db.Add(session);
            return db.SaveChangesAsync();
        });
        var cookie = app.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(IdentityConstants.ApplicationScheme);
        var identity = new ClaimsIdentity(
            [
                new(ClaimTypes.NameIdentifier, person.Id.ToString()), new(ClaimTypes.Name, person.UserName!),
                new(SessionSignInManager.SessionClaim, session.Id.ToString("N")),
            ], IdentityConstants.ApplicationScheme);
        var ticket = new AuthenticationTicket(new ClaimsPrincipal(identity), new AuthenticationProperties { IssuedUtc = now, ExpiresUtc = now.AddDays(1) }, IdentityConstants.ApplicationScheme);
        return new Cookie(cookie.Cookie.Name!, cookie.TicketDataFormat.Protect(ticket)) { Path = "/" };
    }

    /// <summary>A code that is right and that no organisation has.</summary>
    public static string NewUscc(string kind = "91")
    {
        const string alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
        var body = kind + "652701" + RandomNumberGenerator.GetString(alphabet, 9);
        return alphabet.Select(check => body + check).First(code => Uscc.Check(code) == UsccVerdict.Right);
    }
}
