using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Documents;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;

namespace Marketplace.Web.Licensing.Deals;

/// <summary>Whose improvements are (Civil Code Art. 875: as agreed; without, of whoever made them).</summary>
public enum ImprovementRule
{
    /// <summary>归改进方</summary>
    Maker,

    /// <summary>归改进方，另一方有偿优先使用</summary>
    MakerWithUse,

    /// <summary>双方共有</summary>
    Both,
}

/// <summary>All that the two agree on, in one immutable version. The fee is said as an offer says it, so that schedule, interest and calculator are the same.</summary>
public sealed record DealTerms
{
    public const int TextMax = 1000;

    public required DealKind Kind { get; init; }

    /// <summary>By the body of their numbers; the first carries the fees.</summary>
    public required IReadOnlyList<string> Patents { get; init; }

    /// <summary>Of a cross licence: what the other side gives.</summary>
    public IReadOnlyList<string> Returned { get; init; } = [];
    public FeeModel? Model { get; init; }
    public FeeTerms Fee { get; init; } = new();

    /// <summary>First day of a licence; null: the day of the last signature.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last day of a licence; a right that is assigned has none.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>What will be made or done with it.</summary>
    public string? Field { get; init; }
    public string? Territory { get; init; }
    public bool Sublicence { get; init; }
    public ImprovementRule Improvements { get; init; }
    public int ConfidentialYears { get; init; }
    public string? Warranty { get; init; }
    public string? Penalty { get; init; }
    public string? Other { get; init; }

    // 作价入股
    public decimal? Valuation { get; init; }
    public decimal? SharePercent { get; init; }
    public string? Company { get; init; }

    /// <summary>The other party is foreign, or the technology leaves the country (Art. 10(2)).</summary>
    public bool Foreign { get; init; }

    public static DealTerms Read(string json) => JsonSerializer.Deserialize<DealTerms>(json, FrozenTerms.Json)!;

    public string Write() => JsonSerializer.Serialize(this, FrozenTerms.Json);

    public static string HashOf(string words) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(words)));

    /// <summary>What is fixed in it, in yuan; null where all of it runs.</summary>
    public decimal? Amount => Kind == DealKind.Equity ? Valuation : Fee.Headline(Model);

    /// <param name="lastDay">Of the first of the patents to end.</param>
    public IReadOnlyList<Failure> Check(DateOnly lastDay)
    {
        var failures = new List<Failure>();
        void Wrong(string field, string message) => failures.Add(new(field + "_wrong", 400, message, field));
        void Text(string? value, string field, bool needed)
        {
            if (needed && string.IsNullOrWhiteSpace(value)) Wrong(field, DealTexts.FieldMissing);
            else if (value?.Length > TextMax) Wrong(field, DealTexts.TooLong.Fill(TextMax));
        }
        if (Kind == DealKind.Open) Wrong("kind", DealTexts.KindMissing);
        if (Kind == DealKind.Cross && Returned.Count == 0) Wrong("returned", DealTexts.ReturnedMissing);
        if (Kind == DealKind.Equity)
        {
            if (Valuation is not { } worth || worth <= 0 || worth > FeeTerms.Largest || decimal.Round(worth, 2) != worth) Wrong("valuation", DealTexts.ValuationMissing);
            if (SharePercent is not { } percent || percent is <= 0 or > 100 || decimal.Round(percent, 4) != percent) Wrong("sharePercent", DealTexts.SharePercentMissing);
            Text(Company, "company", needed: true);
        }
        else if (Model is null or FeeModel.Negotiable) failures.Add(new("fee_model_missing", 400, DealTexts.FeeModelMissing, "feeModel"));
        else
        {
            failures.AddRange(Fee.Check(Model.Value));
            if (string.IsNullOrWhiteSpace(Fee.Reason)) failures.AddRange(Fee.Unusual(Model.Value));
        }
        // What is sold is paid for; by what the buyer earns with it is a licence's way.
        if (Kind.IsTransfer() && Kind != DealKind.Equity && Model is not (FeeModel.LumpSum or FeeModel.Instalment or FeeModel.Free)) failures.Add(new("fee_model_transfer", 400, DealTexts.FeeModelOfTransfer, "feeModel"));
        if (!Kind.IsTransfer())
        {
            if (Until is not { } until) Wrong("until", DealTexts.UntilMissing);
            else if (until > lastDay) Wrong("until", DealTexts.UntilAfterPatent.Fill(Dates.InWords(lastDay)));
            else if (until < From) Wrong("until", DealTexts.UntilBeforeFrom);
            Text(Territory, "territory", needed: true);
        }
        Text(Field, "field", needed: !Kind.IsTransfer());
        if (ConfidentialYears is < 0 or > 30) Wrong("confidential", DealTexts.ConfidentialWrong);
        Text(Warranty, "warranty", needed: false);
        Text(Penalty, "penalty", needed: false);
        Text(Other, "other", needed: false);
        return failures;
    }

    /// <summary>Field by field, in the reader's language: for the page, for what differs between two versions, and for the contract.</summary>
    public IReadOnlyList<TermLine> Lines(Func<string, string> patent)
    {
        var lines = new List<TermLine>
        {
            new(DealTexts.Kind, DealWords.Name(Kind)),
            new(DealTexts.Patents, string.Join("\n", Patents.Select(patent))),
        };
        if (Kind == DealKind.Cross) lines.Add(new(DealTexts.Returned, string.Join("\n", Returned.Select(patent))));
        if (Kind == DealKind.Equity)
        {
            lines.Add(new(DealTexts.Valuation, Valuation is { } worth ? Money.Exact(worth) : ""));
            lines.Add(new(DealTexts.SharePercent, SharePercent?.ToString("0.####", CultureInfo.InvariantCulture) is { } percent ? percent + "%" : ""));
            lines.Add(new(DealTexts.Company, Company ?? ""));
        }
        else
        {
            lines.Add(new(DealTexts.FeeModel, Model is { } model ? FeeWords.Name(model) : ""));
            lines.Add(new(DealTexts.Fee, FeeWords.Sentence(Model, Fee)));
            lines.Add(new(DealTexts.FeeDefinition, Fee.Definition ?? ""));
        }
        if (!Kind.IsTransfer())
        {
            lines.Add(new(DealTexts.From, From is { } from ? Dates.InWords(from) : DealTexts.FromSigning));
            lines.Add(new(DealTexts.Until, Dates.InWords(Until)));
            lines.Add(new(DealTexts.Territory, Territory ?? ""));
            lines.Add(new(DealTexts.Sublicence, Sublicence ? DealTexts.SublicenceYes : DealTexts.SublicenceNo));
        }
        lines.AddRange(
        [
            new(DealTexts.Field, Field ?? ""),
            new(DealTexts.Improvements, DealWords.Name(Improvements)),
            new(DealTexts.Confidential, ConfidentialYears == 0 ? DealTexts.ConfidentialNone : DealTexts.ConfidentialYears.Fill(ConfidentialYears)),
            new(DealTexts.Warranty, Warranty ?? ""),
            new(DealTexts.Penalty, Penalty ?? ""),
            new(DealTexts.OtherTerms, Other ?? ""),
            new(DealTexts.Foreign, Foreign ? DealTexts.ForeignYes : DealTexts.ForeignNo),
        ]);
        return lines;
    }

    /// <summary>￥1,000.00（人民币大写：壹仟元整）; nothing where all of it runs.</summary>
    public string? InCapitals => Amount is { } yuan and <= CapitalYuan.Most ? Papers.PaperWords.Amount(yuan) : null;
}

/// <summary>One field of the terms.</summary>
public sealed record TermLine(string Label, string Value);

/// <summary>One field of two versions, side by side.</summary>
public sealed record TermChange(string Label, string Before, string After)
{
    public bool Differs => !string.Equals(Before, After, StringComparison.Ordinal);

    /// <summary>Every field of either: what a kind does not have is empty on its side.</summary>
    public static IReadOnlyList<TermChange> Between(DealTerms before, DealTerms after, Func<string, string> patent) => Between(before.Lines(patent), after.Lines(patent));

    public static IReadOnlyList<TermChange> Between(IReadOnlyList<TermLine> old, IReadOnlyList<TermLine> now) =>
        [.. now.Select(line => new TermChange(line.Label, old.FirstOrDefault(one => one.Label == line.Label)?.Value ?? "", line.Value)),
            .. old.Where(line => now.All(one => one.Label != line.Label)).Select(line => new TermChange(line.Label, line.Value, ""))];
}
