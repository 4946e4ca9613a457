using Marketplace.Web.Data;
using Marketplace.Web.Organisations.Registration;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations;

/// <summary>Editing by two people at once: the second sees both versions field by field, keeps what they typed, and decides.</summary>
[Access(Act.EditOrganisation)]
public sealed class EditModel(OrganisationDesk desk, AppDbContext db, AccessCheck access) : OrganisationPage(db, access)
{
    [BindProperty(Name = "version")]
    public uint Version { get; set; }

    [BindProperty(Name = "address")]
    public string? PostalAddress { get; set; }

    [BindProperty(Name = "legal")]
    public string? Legal { get; set; }

    [BindProperty(Name = "contactName")]
    public string? ContactName { get; set; }

    [BindProperty(Name = "contactPhone")]
    public string? ContactPhone { get; set; }

    [BindProperty(Name = "contactMail")]
    public string? ContactMail { get; set; }

    /// <summary>Where what is saved now differs from what was typed.</summary>
    public IReadOnlyList<(string Field, string? Saved, string? Typed)> Differences { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        ModelState.Clear();
        if (await OpenAsync(Act.EditOrganisation, ct) is { } refused) return Refused([refused]);
        (Version, PostalAddress, Legal, ContactName, ContactPhone, ContactMail) =
            (Organisation.Version, Organisation.Address, Organisation.LegalRepresentative, Organisation.ContactName, Organisation.ContactPhone, Organisation.ContactMail);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        ModelState.Clear();
        if (await OpenAsync(Act.EditOrganisation, ct) is { } refused) return Refused([refused]);
        var typed = new OrganisationEdit(PostalAddress, Legal, ContactName, ContactPhone, ContactMail).Trimmed();
        var saved = await desk.EditAsync(Organisation, typed, Version, ct);
        if (saved.Succeeded) return Went(Address, OrganisationTexts.EditedDone);
        if (saved.Failures is [{ Code: "edited_meanwhile" }])
        {
            var now = await Db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.Id == Organisation.Id, ct);
            Version = now.Version;   // Saving again is a decision made with both in sight.
            var there = OrganisationEdit.Of(now);
            Differences = [.. new (string, string?, string?)[]
            {
                (RegistrationTexts.Address, there.Address, typed.Address), (RegistrationTexts.LegalRepresentative, there.LegalRepresentative, typed.LegalRepresentative),
                (OrganisationTexts.ContactName, there.ContactName, typed.ContactName), (OrganisationTexts.ContactPhone, there.ContactPhone, typed.ContactPhone),
                (OrganisationTexts.ContactMail, there.ContactMail, typed.ContactMail),
            }.Where(d => d.Item2 != d.Item3)];
        }
        return Refused(saved.Failures);
    }
}
