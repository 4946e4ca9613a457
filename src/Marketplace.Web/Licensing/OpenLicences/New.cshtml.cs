using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Licensing.Trials;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.SignIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.OpenLicences;

/// <summary>取得开放许可: the terms in plain words, and the written notice.</summary>
[Access(Act.KeepLicences)]
public sealed class NewLicenceModel(AppDbContext db, OpenLicenceDesk desk, DeclarationBook declarations, Actor actor, TimeProvider time) : AnsweringPage
{
    [BindProperty(SupportsGet = true, Name = "no")]
    public string No { get; set; } = "";

    /// <summary>The trial it follows: what was tried is what it is taken for.</summary>
    [BindProperty(SupportsGet = true, Name = "trial")]
    public Guid? Trial { get; set; }

    public NewNotice Form { get; private set; } = new();
    public FrozenTerms Terms { get; private set; } = null!;
    public string TermsCode { get; private set; } = "";
    public string Organisation { get; private set; } = "";
    public bool Open { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        ModelState.Clear();
        if (await ReadAsync(ct) is not { } licensee) return NotFound();
        var today = Dates.Today(time);
        var person = await db.Set<Person>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == actor.PersonId, ct);
        var year = today.AddYears(1).AddDays(-1);
        Form = new()
        {
            Once = Guid.CreateVersion7(),
            Products = await TriedAsync(licensee.Id, ct),
            StartsOn = today,
            EndsOn = year < Terms.Until ? year : Terms.Until,
            ContactName = person?.DisplayName,
            ContactPhone = person?.PhoneNumber,
            SignedBy = person?.DisplayName,
            InvoiceTitle = licensee.Name,
            InvoiceCode = licensee.Uscc,
        };
        return Page();
    }

    public async Task<IActionResult> OnPostAsync([FromForm] NewNotice given, IFormFile? seal, CancellationToken ct)
    {
        ModelState.Clear();
        if (await ReadAsync(ct) is null) return NotFound();
        Form = given.Once == Guid.Empty ? given with { Once = Guid.CreateVersion7() } : given;
        var sent = await desk.NotifyAsync(No, Form, seal, ct);
        return sent.Succeeded ? Went($"/licences/{sent.Value.Id}", sent.Value.State == LicenceState.Effective ? LicenceTexts.IsEffective : LicenceTexts.Notified) : Refused(sent.Failures);
    }

    private async Task<string?> TriedAsync(Guid own, CancellationToken ct) => Trial is { } id
        && await (from t in db.Set<Trial>() join v in db.Set<TrialVersion>() on new { TrialId = t.Id, Number = t.AgreedVersion } equals new { v.TrialId, Number = (int?)v.Number } where t.Id == id && t.TakerId == own && t.ApplicationNo == No select v).AsNoTracking().SingleOrDefaultAsync(ct) is { } version ? version.Read().Use : null;

    private async Task<Organisation?> ReadAsync(CancellationToken ct)
    {
        if (actor.ActingFor is not { } own || await declarations.StandingAsync(No, ct) is not { } declaration || await declarations.TermsAsync(declaration, ct) is not { } terms) return null;
        (Terms, Open) = (terms, declaration.State!.Value.IsOpen());
        TermsCode = Convert.ToHexString(terms.Freeze(declaration.Id, time.GetUtcNow()).Sha256);
        var licensee = await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.Id == own, ct);
        Organisation = licensee.Name;
        return licensee;
    }
}
