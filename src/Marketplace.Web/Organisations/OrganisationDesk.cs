using Marketplace.Web.Data;
using Marketplace.Web.Organisations.Delegations;
using Marketplace.Web.Organisations.Registration;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations;

/// <summary>What an administrator changes by themselves; name, code and region go through the bureau.</summary>
public sealed record OrganisationEdit(string? Address, string? LegalRepresentative, string? ContactName, string? ContactPhone, string? ContactMail)
{
    public static OrganisationEdit Of(Organisation o) => new(o.Address, o.LegalRepresentative, o.ContactName, o.ContactPhone, o.ContactMail);

    public OrganisationEdit Trimmed() => new(Trim(Address), Trim(LegalRepresentative), Trim(ContactName), Trim(ContactPhone), Trim(ContactMail));

    private static string? Trim(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}

public sealed class OrganisationDesk(AppDbContext db, DelegationCheck delegated, AccessCheck access, AuditLog audit)
{
    /// <param name="organisation">As the page found it.</param>
    /// <param name="edit">What was typed.</param>
    /// <param name="version">Of the row the form was filled from: somebody else's change since then is not written over unseen.</param>
    /// <param name="ct">The caller left.</param>
    public async Task<Outcome<Organisation>> EditAsync(Organisation organisation, OrganisationEdit edit, uint version, CancellationToken ct)
    {
        var given = edit.Trimmed();
        var failures = Check(given);
        if (failures.Count > 0) return failures;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await Members.MemberDesk.LockAsync(db, organisation.Id, ct);
        var row = await db.Set<Organisation>().SingleAsync(o => o.Id == organisation.Id, ct);
        if (access.Refuse(Act.EditOrganisation, row.Target) is { } refused) return refused;
        if (await delegated.RefuseAsync(db, Act.EditOrganisation, row.Id, null, ct) is { } ended) return ended;
        if (OrganisationEdit.Of(row) == given) return row;   // Nothing to do; also a double click.
        if (row.Version != version) return new Failure("edited_meanwhile", 409, OrganisationTexts.EditedMeanwhile);
        row.Address = given.Address;
        row.LegalRepresentative = given.LegalRepresentative;
        row.ContactName = given.ContactName;
        row.ContactPhone = given.ContactPhone;
        row.ContactMail = given.ContactMail;
        audit.Record(db, "organisation.edited", $"organisation:{row.Id}", new { fields = db.Entry(row).Properties.Where(p => p.IsModified).Select(p => p.Metadata.Name) });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return row;
    }

    private static List<Failure> Check(OrganisationEdit given)
    {
        var failures = new List<Failure>();
        RegistrationRules.Text(failures, "address", RegistrationTexts.Address, given.Address, RegistrationRules.AddressMax);
        RegistrationRules.Text(failures, "legal", RegistrationTexts.LegalRepresentative, given.LegalRepresentative, RegistrationRules.PersonMax);
        if (given.ContactName?.Length > RegistrationRules.PersonMax)
            failures.Add(new("contact_name_too_long", 400, OrganisationTexts.TooLong.Fill(OrganisationTexts.ContactName, RegistrationRules.PersonMax), "contactName"));
        if (given.ContactPhone is { } phone && (phone.Length > 30 || !phone.All(c => char.IsAsciiDigit(c) || c is '+' or '-' or ' ')))
            failures.Add(new("phone_wrong", 400, Contact.ContactTexts.PhoneWrong, "contactPhone"));
        if (given.ContactMail is { } mail && (!Members.InvitationAddress.IsMail(mail) || Members.InvitationAddress.Clean(mail) is null))
            failures.Add(new("mail_wrong", 400, Contact.ContactTexts.MailWrong, "contactMail"));
        return failures;
    }
}
