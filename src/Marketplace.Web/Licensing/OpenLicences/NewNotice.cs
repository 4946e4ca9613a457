using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;

namespace Marketplace.Web.Licensing.OpenLicences;

/// <summary>What a licensee fills in to notify. <see cref="Once"/> becomes the licence's id: a form sent twice is one notice.</summary>
public sealed record NewNotice
{
    public Guid Once { get; init; }
    public string? Products { get; init; }
    public DateOnly? StartsOn { get; init; }
    public DateOnly? EndsOn { get; init; }

    /// <summary>The fee, or what the first period's fee is taken of: asked where <see cref="FirstFee"/> needs it.</summary>
    public decimal? Stated { get; init; }
    public string? ContactName { get; init; }
    public string? ContactPhone { get; init; }
    public string? Address { get; init; }
    public string? InvoiceTitle { get; init; }
    public string? InvoiceCode { get; init; }
    public string? InvoiceMail { get; init; }

    /// <summary>The organisation's name, typed: that it means it.</summary>
    public string? Confirmed { get; init; }
    public string? SignedBy { get; init; }

    /// <summary>The hash of the terms that were read; others by now are read first.</summary>
    public string? TermsRead { get; init; }

    public IReadOnlyList<Failure> Check(FrozenTerms terms, string organisation, DateOnly today)
    {
        var failures = new List<Failure>();
        void Wrong(string field, string message) => failures.Add(new(field + "_wrong", 400, message, field));
        void Text(string? value, string field, int most, string missing)
        {
            if (string.IsNullOrWhiteSpace(value)) Wrong(field, missing);
            else if (value.Trim().Length > most) Wrong(field, LicenceTexts.TooLong.Fill(most));
        }
        Text(Products, "products", LicenceTable.ProductsMax, LicenceTexts.ProductsMissing);
        if (StartsOn is not { } start || start < today) Wrong("startsOn", LicenceTexts.StartWrong);
        else if (start > terms.Until) Wrong("startsOn", LicenceTexts.StartAfterUntil.Fill(Dates.InWords(terms.Until)));
        else if (start < terms.From) Wrong("startsOn", LicenceTexts.StartBeforeFrom.Fill(Dates.InWords(terms.From)));
        if (EndsOn is not { } end || end < StartsOn) Wrong("endsOn", LicenceTexts.EndWrong);
        else if (end > terms.Until) Wrong("endsOn", LicenceTexts.EndAfterUntil.Fill(Dates.InWords(terms.Until)));
        if (FirstFee.IsStated(terms) || FirstFee.IsExpected(terms))
        {
            if (Stated is not { } stated || stated < 0 || stated > Catalogue.Listings.FeeTerms.Largest || decimal.Round(stated, 2) != stated) Wrong("stated", LicenceTexts.AmountWrong);
        }
        Text(ContactName, "contactName", 50, LicenceTexts.ContactMissing);
        Text(ContactPhone, "contactPhone", 30, LicenceTexts.PhoneMissing);
        Text(Address, "address", LicenceTable.AddressMax, LicenceTexts.AddressMissing);
        Text(InvoiceTitle, "invoiceTitle", LicenceTable.NameMax, LicenceTexts.InvoiceTitleMissing);
        Text(InvoiceCode, "invoiceCode", 20, LicenceTexts.InvoiceCodeMissing);
        if (InvoiceMail is { Length: > 0 } mail && (mail.Length > 254 || !mail.Contains('@', StringComparison.Ordinal))) Wrong("invoiceMail", LicenceTexts.MailWrong);
        Text(SignedBy, "signedBy", 50, LicenceTexts.SignedByMissing);
        if (NameFolding.Fold(Confirmed ?? "") != NameFolding.Fold(organisation)) Wrong("confirmed", LicenceTexts.ConfirmWrong.Fill(organisation));
        return failures;
    }
}
