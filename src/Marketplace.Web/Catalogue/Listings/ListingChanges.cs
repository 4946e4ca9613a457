namespace Marketplace.Web.Catalogue.Listings;

/// <summary>What differs between two drafts, field by field, in words.</summary>
public static class ListingChanges
{
    public static IReadOnlyList<(string Field, string Before, string After)> Of(ListingDraft? before, ListingDraft after)
    {
        var old = before ?? new();
        var changes = new List<(string, string, string)>();
        void Compare(string field, string? was, string? now)
        {
            if ((was ?? "") != (now ?? "")) changes.Add((field, string.IsNullOrEmpty(was) ? Platform.Face.FaceTexts.NotRecorded : was, string.IsNullOrEmpty(now) ? Platform.Face.FaceTexts.NotRecorded : now));
        }
        Compare(ListingTexts.Forms, ListingWords.Names(old.Forms), ListingWords.Names(after.Forms));
        Compare(ListingTexts.Fee, old.FeeModel is null ? "" : FeeWords.Sentence(old.FeeModel, old.Fee), after.FeeModel is null ? "" : FeeWords.Sentence(after.FeeModel, after.Fee));
        Compare(ListingTexts.Definition, old.Fee.Definition, after.Fee.Definition);
        Compare(ListingTexts.FeeReason, old.Fee.Reason, after.Fee.Reason);
        Compare(ListingTexts.Maturity, old.Maturity?.ToString(System.Globalization.CultureInfo.InvariantCulture), after.Maturity?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Compare(ListingTexts.Scenes, old.Scenes, after.Scenes);
        Compare(ListingTexts.Industries, string.Join('、', old.Industries), string.Join('、', after.Industries));
        Compare(ListingTexts.Chains, string.Join('、', old.Chains), string.Join('、', after.Chains));
        Compare(ListingTexts.KnowHow, old.KnowHow, after.KnowHow);
        Compare(ListingTexts.Support, old.Support, after.Support);
        Compare(ListingTexts.ContactName, old.ContactName, after.ContactName);
        Compare(ListingTexts.ContactPhone, old.ContactPhone, after.ContactPhone);
        Compare(ListingTexts.ContactMail, old.ContactMail, after.ContactMail);
        Compare(ListingTexts.ExpiresOn, Platform.Face.Dates.InTable(old.ExpiresOn), Platform.Face.Dates.InTable(after.ExpiresOn));
        Compare(ListingTexts.ReportNo, string.Join('、', old.Members.Select(m => m.ReportNo)), string.Join('、', after.Members.Select(m => m.ReportNo)));
        return changes;
    }
}
