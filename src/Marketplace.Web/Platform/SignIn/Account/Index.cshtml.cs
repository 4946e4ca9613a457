using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.SignIn.Factors;
using Marketplace.Web.Platform.SignIn.Sessions;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Platform.SignIn.Account;

/// <summary>One's own account at a glance; each row leads to where it is changed.</summary>
[Access(Act.UseAccount)]
public sealed class AccountModel(AppDbContext db, UserManager<Person> people, SecondFactorDesk factors, SessionList sessions, Actor actor) : PageModel
{
    public Person Person { get; private set; } = null!;
    public bool SecondFactor { get; private set; }
    public int RecoveryCodesLeft { get; private set; }
    public int Passkeys { get; private set; }
    public int Sessions { get; private set; }
    public string? Done { get; private set; }
    public IReadOnlyList<Grant> Grants => actor.All;

    public string LanguageName => Language.Find(Person.Language)?.Name ?? Person.Language;

    public async Task OnGetAsync(string? done, CancellationToken ct)
    {
        Person = await db.Set<Person>().SingleAsync(p => p.Id == actor.Id, ct);
        SecondFactor = await factors.IsOnAsync(actor.Id, ct);
        RecoveryCodesLeft = await factors.RecoveryCodesLeftAsync(actor.Id, ct);
        Passkeys = (await people.GetPasskeysAsync(Person)).Count;
        Sessions = (await sessions.RunningAsync(actor.Id, ct)).Count;
        Done = done switch
        {
            "details" => AccountTexts.DoneDetails,
            "contact" => AccountTexts.DoneContact,
            "password" => AccountTexts.DonePassword,
            _ => null,
        };
    }
}
