using System.Globalization;
using System.Text.RegularExpressions;
using Marketplace.Web.Catalogue.Classifications;
using Marketplace.Web.Contact;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.SignIn;

namespace Marketplace.Web.Needs;

/// <summary>What a need must have. Pure: what the rules need is handed in.</summary>
public static partial class NeedRules
{
    public const int TitleMin = 4;
    public const int TitleMax = 100;
    public const int SummaryMin = 10;
    public const int SummaryMax = 2000;
    public const int DetailMax = 10_000;
    public const int ContactMax = 100;
    public const int ReasonMax = 500;
    public const int MostIpc = 12;
    public const int MostChains = 6;

    /// <summary>Half a year: as often as holders are asked whether a listing still stands.</summary>
    public const int ExpiresMonths = 6;

    /// <summary>So long before, to answer without hurry (brief of the need's owner: two weeks).</summary>
    public const int RemindDaysBefore = 14;

    /// <summary>A ten-figure budget is a slip of the hand.</summary>
    private const decimal BudgetMost = 1_000_000_000_000m;

    /// <summary>What can be said of the fields alone, also of a draft.</summary>
    public static List<Failure> Fields(NeedDraft draft, Industries industries, Crops crops)
    {
        var failures = new List<Failure>();
        void Wrong(string code, string field, string message) => failures.Add(new("need_" + code, 400, message, field));
        void Text(string? value, int most, string field, string label)
        {
            if (value?.Length > most) Wrong("too_long", field, NeedTexts.TooLong.Fill(label, most, value.Length));
        }
        Text(draft.Title, TitleMax, "title", NeedTexts.Title);
        Text(draft.Summary, SummaryMax, "summary", NeedTexts.Summary);
        Text(draft.Detail, DetailMax, "detail", NeedTexts.Detail);
        Text(draft.Contact, ContactMax, "contact", NeedTexts.Contact);
        if (draft.Phone is { } phone && LoginName.Parse(phone) is not { Channel: MessageChannel.Sms } && !ContactRules.IsPhone(phone)) Wrong("phone_wrong", "phone", NeedTexts.PhoneWrong);
        if (draft.Industry is { } code && industries.Find(code) is null) Wrong("industry_unknown", "industry", NeedTexts.IndustryUnknown.Fill(code));
        if (draft.Ipc.FirstOrDefault(symbol => !Symbol.IsMatch(symbol)) is { } symbol) Wrong("ipc_wrong", "ipc", NeedTexts.IpcWrong.Fill(symbol));
        if (draft.Ipc.Count > MostIpc) Wrong("too_many", "ipc", NeedTexts.TooMany.Fill(MostIpc));
        if (draft.Chains.Count > MostChains) Wrong("too_many", "chains", NeedTexts.TooMany.Fill(MostChains));
        if (draft.Chains.FirstOrDefault(name => industries.Chains.All(chain => chain.Name != name)) is { } unknown) Wrong("chain_unknown", "chains", NeedTexts.ChainUnknown.Fill(unknown));
        if (draft.MaturityLeast is < 1 or > 9) Wrong("maturity_wrong", "maturity", NeedTexts.MaturityWrong);
        foreach (var (yuan, field) in ((decimal?, string)[])[(draft.BudgetFrom, "budgetFrom"), (draft.BudgetTo, "budgetTo")])
            if (yuan is < 0 or > BudgetMost) Wrong("amount_wrong", field, NeedTexts.AmountWrong);
        if (draft.BudgetFrom > draft.BudgetTo) Wrong("budget_order", "budgetTo", NeedTexts.BudgetOrder);
        if (draft.Crop is { } crop && crops.Find(crop) is null) Wrong("crop_unknown", "crop", NeedTexts.CropUnknown.Fill(crop));
        return failures;
    }

    /// <summary>What must be there and true before it is matched and others may see it.</summary>
    /// <param name="confirmed">Whoever opens it said that the weak hits tell nothing.</param>
    public static List<Failure> Open(NeedDraft draft, string regionPath, DateOnly today, IReadOnlyList<GiveAwayHit> hits, bool confirmed)
    {
        var failures = new List<Failure>();
        void Wrong(string code, string field, string message) => failures.Add(new("need_" + code, 400, message, field));
        if (draft.Title.Length < TitleMin) Wrong("title_short", "title", NeedTexts.TitleShort.Fill(TitleMin));
        if (draft.Summary.Length < SummaryMin) Wrong("summary_short", "summary", NeedTexts.SummaryShort.Fill(SummaryMin));
        if (regionPath.Length == 0) Wrong("region_missing", "region", NeedTexts.RegionMissing);
        if (draft.Deadline < today) Wrong("deadline_past", "deadline", NeedTexts.DeadlinePast);
        failures.AddRange(Hidden(draft, hits, confirmed));
        return failures;
    }

    /// <summary>What an anonymous need must not say.</summary>
    public static IEnumerable<Failure> Hidden(NeedDraft draft, IReadOnlyList<GiveAwayHit> hits, bool confirmed)
    {
        if (draft.Visibility != NeedVisibility.Anonymous) yield break;
        foreach (var hit in hits.Where(hit => hit.Strong))
            yield return new("need_gives_away", 400, NeedTexts.GivesAway.Fill(hit.Words, NeedWords.Reason(hit.Kind)), hit.Field);
        if (!confirmed && hits.FirstOrDefault(hit => !hit.Strong) is { } weak && hits.All(hit => !hit.Strong))
            yield return new("need_confirm_words", 409, NeedTexts.ConfirmWords.Fill(string.Join('、', hits.Select(hit => hit.Words).Distinct(StringComparer.Ordinal))), weak.Field);
    }

    public static string Plain(decimal? yuan) => yuan?.ToString("0.##", CultureInfo.InvariantCulture) ?? "";

    public static DateOnly Expiry(DateOnly today) => today.AddMonths(ExpiresMonths);

    [GeneratedRegex(@"^[A-H]\d{2}([A-Z](\d{1,4}/\d{2,6})?)?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Symbol { get; }
}
