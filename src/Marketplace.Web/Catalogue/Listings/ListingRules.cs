using System.Text.RegularExpressions;
using Marketplace.Web.Catalogue.Classifications;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.SignIn;

namespace Marketplace.Web.Catalogue.Listings;

/// <param name="Failures">Stop it.</param>
/// <param name="Warnings">Are told to whoever prepares and reviews.</param>
public sealed record ListingVerdict(IReadOnlyList<Failure> Failures, IReadOnlyList<Failure> Warnings);

/// <summary>What a listing must have. Pure: what the rules need is handed in. What stands against the patent itself the guards of its legal status say.</summary>
public static partial class ListingRules
{
    public const int TitleMax = 200;
    public const int TextMax = 2000;
    public const int ReasonMax = 1000;

    /// <summary>A pool of a research institute; more are listed apart.</summary>
    public const int MostPatents = 50;
    public const int MostTags = 12;

    /// <summary>"Still true?" is asked each half year (issue).</summary>
    public const int ConfirmEveryMonths = 6;

    /// <summary>So long before, to answer without hurry.</summary>
    public const int AskDaysBefore = 14;

    /// <summary>Forms whose price must be told: who takes an open licence asks nobody (Art. 51); the others may be talked about.</summary>
    public static bool NeedsFee(IReadOnlyCollection<OfferForm> forms) => forms.Any(f => f is OfferForm.OpenLicence or OfferForm.OrdinaryLicence or OfferForm.SoleLicence or OfferForm.ExclusiveLicence or OfferForm.Assignment);

    /// <summary>What can be said of the fields alone, also of a draft.</summary>
    public static List<Failure> Fields(ListingDraft draft, Industries industries)
    {
        var failures = new List<Failure>();
        void Wrong(string code, string field, string message) => failures.Add(new("listing_" + code, 400, message, field));
        void Text(string? value, int most, string field, string label)
        {
            if (value?.Length > most) Wrong("too_long", field, ListingTexts.TooLong.Fill(label, most));
            var hits = PromotionalWords.Find(value);
            if (hits.Count > 0) Wrong("promotional", field, ListingTexts.Promotional.Fill(string.Join('、', hits.Select(h => h.Word).Distinct(StringComparer.Ordinal))));
        }
        Text(draft.Title, TitleMax, "title", ListingTexts.Name);
        Text(draft.Scenes, TextMax, "scenes", ListingTexts.Scenes);
        Text(draft.KnowHow, TextMax, "knowHow", ListingTexts.KnowHow);
        Text(draft.Support, TextMax, "support", ListingTexts.Support);
        Text(draft.Fee.Reason, TextMax, "reason", ListingTexts.FeeReason);
        Text(draft.Fee.Definition, FeeTerms.DefinitionMax, "definition", ListingTexts.Definition);
        Text(draft.Fee.Trigger, 500, "trigger", ListingTexts.Trigger);
        if (draft.ContactName?.Length > 100) Wrong("too_long", "contactName", ListingTexts.TooLong.Fill(ListingTexts.ContactName, 100));
        if (draft.ContactPhone is { } phone && !Phone().IsMatch(phone)) Wrong("phone_wrong", "contactPhone", ListingTexts.PhoneWrong);
        if (draft.ContactMail is { } mail && LoginName.Parse(mail) is not { Channel: MessageChannel.Mail }) Wrong("mail_wrong", "contactMail", ListingTexts.MailWrong);
        if (draft.Maturity is < 1 or > 9) Wrong("maturity_wrong", "maturity", ListingTexts.MaturityWrong);
        if (draft.Members.Count > MostPatents) Wrong("too_many_patents", "patents", ListingTexts.TooManyPatents.Fill(MostPatents));
        if (draft.Members.Any(m => m.SharePercent is < 0 or > 100)) Wrong("share_wrong", "shares", ListingTexts.ShareWrong);
        if (draft.Members.Any(m => m.ReportNo?.Length > 100)) Wrong("too_long", "reports", ListingTexts.TooLong.Fill(ListingTexts.ReportNo, 100));
        if (draft.Consents.Any(c => c.Key.Length > 200 || c.Value.Length > 200)) Wrong("too_long", "consents", ListingTexts.TooLong.Fill(ListingTexts.Consent, 200));
        if (draft.Industries.Count > MostTags || draft.Chains.Count > MostTags) Wrong("too_many_tags", "industries", ListingTexts.TooManyTags.Fill(MostTags));
        if (draft.Industries.FirstOrDefault(code => industries.Find(code) is null) is { } unknown) Wrong("industry_unknown", "industries", ListingTexts.IndustryUnknown.Fill(unknown));
        if (draft.Chains.FirstOrDefault(name => industries.Chains.All(c => c.Name != name)) is { } chain) Wrong("chain_unknown", "chains", ListingTexts.ChainUnknown.Fill(chain));
        // Amounts that no column holds are never stored, not even in a draft.
        if (draft.Fee.Headline(draft.FeeModel) is { } yuan && (yuan < 0 || yuan > FeeTerms.Largest * FeeTerms.MaxParts)) Wrong("amount_wrong", "amount", FeeTexts.AmountWrong);
        return failures;
    }

    /// <summary>What must be there and true before others may see it.</summary>
    public static ListingVerdict Submit(ListingDraft draft, IReadOnlyList<ListedPatent> patents, Guid owner, DateOnly today, Industries industries, Guards guards)
    {
        var failures = Fields(draft, industries);
        var warnings = new List<Failure>();
        void Wrong(string code, string field, string message) => failures.Add(new("listing_" + code, 400, message, field));
        var open = draft.Forms.Contains(OfferForm.OpenLicence);

        if (draft.Forms.Count == 0) Wrong("form_missing", "forms", ListingTexts.FormMissing);
        if (open && draft.Forms.Any(f => f is OfferForm.SoleLicence or OfferForm.ExclusiveLicence)) Wrong("forms_exclude", "forms", ListingTexts.FormsExclude);
        if (draft.FeeModel is not { } model)
        {
            if (NeedsFee(draft.Forms)) Wrong("fee_missing", "feeModel", ListingTexts.FeeMissing);
        }
        else
        {
            if (open && model == FeeModel.Negotiable) Wrong("open_negotiable", "feeModel", ListingTexts.OpenNegotiable);
            if (open && model == FeeModel.Deferred) Wrong("open_deferred", "feeModel", ListingTexts.OpenDeferred);
            failures.AddRange(draft.Fee.Check(model));
            foreach (var unusual in draft.Fee.Unusual(model))
            {
                if (string.IsNullOrWhiteSpace(draft.Fee.Reason)) failures.Add(unusual with { Status = 400, Field = "reason" });
                else warnings.Add(unusual);
            }
        }
        if (draft.Maturity is null) Wrong("maturity_missing", "maturity", ListingTexts.MaturityMissing);
        if (draft.ContactName is null) Wrong("contact_missing", "contactName", ListingTexts.ContactMissing);
        if (draft.ContactPhone is null && draft.ContactMail is null) Wrong("contact_way_missing", "contactPhone", ListingTexts.ContactWayMissing);
        if (draft.ExpiresOn is not { } expires) Wrong("expiry_missing", "expiresOn", ListingTexts.ExpiryMissing);
        else if (expires < today) Wrong("expiry_past", "expiresOn", ListingTexts.ExpiryPast);
        else if (patents.Count > 0 && expires > patents.Min(p => p.LastDay)) Wrong("expiry_after_patent", "expiresOn", ListingTexts.ExpiryAfterPatent.Fill(Dates.InWords(patents.Min(p => p.LastDay))));

        if (draft.Members.Count == 0) Wrong("patent_missing", "patents", ListingTexts.PatentMissing);
        foreach (var missing in draft.Members.Where(m => patents.All(p => p.ApplicationNo != m.ApplicationNo))) Wrong("patent_unknown", "patents", ListingTexts.PatentUnknown.Fill(PatentNumber.Show(missing.ApplicationNo)));
        if (draft.Members.Count > 1)
        {
            if (draft.Title is null) Wrong("title_missing", "title", ListingTexts.TitleMissing);
            if (draft.Members.Any(m => m.SharePercent is null) || draft.Members.Sum(m => m.SharePercent) != 100m) Wrong("shares_sum", "shares", ListingTexts.SharesSum.Fill(draft.Members.Sum(m => m.SharePercent ?? 0).ToString("0.##", System.Globalization.CultureInfo.InvariantCulture)));
            if (patents.Count > 0 && !patents.Any(p => p.HeldBy(owner))) Wrong("not_yours", "patents", ListingTexts.NoneYours);
        }
        foreach (var patent in patents)
        {
            Holders(patent, draft, owner, Wrong);
            foreach (var (blocks, said) in ListingGuards.Of(guards, patent, draft.Forms, today)) (blocks ? failures : warnings).Add(said);
            if (patent.State is PatentState.PartlyInvalid) warnings.Add(new("listing_partly_invalid", 409, ListingTexts.PartlyInvalid.Fill(patent.Number), "patents"));
        }
        return new([.. failures.DistinctBy(f => (f.Code, f.Field, f.Message))], warnings);
    }

    /// <summary>Those whose agreement must be on record before this patent is offered in these ways: all other holders, except that one may grant ordinary licences alone (Art. 14).</summary>
    public static IEnumerable<PatentHolder> MustAgree(ListedPatent patent, IReadOnlyCollection<OfferForm> forms, Guid owner) =>
        patent.HeldBy(owner) && forms.All(f => f == OfferForm.OrdinaryLicence) ? [] : patent.Holders.Where(h => h.OrganisationId != owner);

    private static void Holders(ListedPatent patent, ListingDraft draft, Guid owner, Action<string, string, string> wrong)
    {
        var number = patent.Number;
        if (draft.Members.Count == 1 && !patent.HeldBy(owner)) wrong("not_yours", "patents", ListingTexts.NotYours.Fill(number));
        if (patent.Holders.Count == 0) wrong("no_holder", "patents", ListingTexts.NotYours.Fill(number));
        foreach (var other in MustAgree(patent, draft.Forms, owner))
            if (!draft.Consents.Any(c => NameFolding.Fold(c.Key) == other.FoldedName)) wrong("consent_missing", "consents", ListingTexts.ConsentMissing.Fill(number, other.Name));
    }

    [GeneratedRegex(@"^(\+?86[- ]?)?(1[3-9]\d[- ]?\d{4}[- ]?\d{4}|0\d{2,3}-?[2-9]\d{6,7}([-转]\d{1,6})?|[48]00-?\d{3}-?\d{4})$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 100)]
    private static partial Regex Phone();
}
