using System.Globalization;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Licensing.Fees;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Errors;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Licensing.Deals;

/// <summary>Terms as they are typed; the fee beside them is typed as in an offer (<see cref="ListingForm"/>). What cannot be understood is said at its field and stays as it is.</summary>
public sealed class DealForm
{
    [FromForm(Name = "kind")] public string? Kind { get; set; }
    [FromForm(Name = "numbers")] public string? Numbers { get; set; }
    [FromForm(Name = "returned")] public string? Returned { get; set; }
    [FromForm(Name = "from")] public string? From { get; set; }
    [FromForm(Name = "until")] public string? Until { get; set; }
    [FromForm(Name = "field")] public string? Field { get; set; }
    [FromForm(Name = "territory")] public string? Territory { get; set; }
    [FromForm(Name = "sublicence")] public string? Sublicence { get; set; }
    [FromForm(Name = "improvements")] public string? Improvements { get; set; }
    [FromForm(Name = "confidential")] public string? Confidential { get; set; }
    [FromForm(Name = "warranty")] public string? Warranty { get; set; }
    [FromForm(Name = "penalty")] public string? Penalty { get; set; }
    [FromForm(Name = "other")] public string? Other { get; set; }
    [FromForm(Name = "valuation")] public string? Valuation { get; set; }
    [FromForm(Name = "sharePercent")] public string? SharePercent { get; set; }
    [FromForm(Name = "company")] public string? Company { get; set; }
    [FromForm(Name = "foreign")] public string? Foreign { get; set; }
    [FromForm(Name = "message")] public string? Message { get; set; }

    /// <summary>How many versions there were when the form was opened.</summary>
    [FromForm(Name = "seen")] public int Seen { get; set; }

    public static DealForm Of(DealTerms terms, int seen) => new()
    {
        Kind = terms.Kind.ToString(),
        Numbers = string.Join('\n', terms.Patents.Select(no => PatentNumber.Show(no))),
        Returned = string.Join('\n', terms.Returned.Select(no => PatentNumber.Show(no))),
        From = Day(terms.From),
        Until = Day(terms.Until),
        Field = terms.Field,
        Territory = terms.Territory,
        Sublicence = terms.Sublicence ? "yes" : null,
        Improvements = terms.Improvements.ToString(),
        Confidential = terms.ConfidentialYears.ToString(CultureInfo.InvariantCulture),
        Warranty = terms.Warranty,
        Penalty = terms.Penalty,
        Other = terms.Other,
        Valuation = Typed.Plain(terms.Valuation),
        SharePercent = Typed.Plain(terms.SharePercent),
        Company = terms.Company,
        Foreign = terms.Foreign ? "yes" : null,
        Seen = seen,
    };

    /// <summary>The fee fields of the form, filled from terms.</summary>
    public static ListingForm Fee(FeeModel? model, FeeTerms fee) => ListingForm.Of(new ListingDraft { Members = [], Forms = [], FeeModel = model, Fee = fee }, null);

    public DealTerms Terms(ListingForm fee, List<Failure> failures)
    {
        var typed = new Typed(failures);
        var draft = fee.Draft(failures);
        var kind = Typed.One<DealKind>(Kind) ?? DealKind.Open;
        var (equity, transfer) = (kind == DealKind.Equity, kind.IsTransfer());
        return new()
        {
            Kind = kind,
            Patents = Read(Numbers, "numbers", failures),
            Returned = kind == DealKind.Cross ? Read(Returned, "returned", failures) : [],
            Model = equity ? null : draft.FeeModel,
            // Only what the model uses: what was typed for another one is no term.
            Fee = equity ? new() : draft.Fee.For(draft.FeeModel),
            From = transfer ? null : typed.Day(From, "from"),
            Until = transfer ? null : typed.Day(Until, "until"),
            Field = Clean(Field),
            Territory = transfer ? null : Clean(Territory),
            Sublicence = !transfer && Sublicence == "yes",
            Improvements = Typed.One<ImprovementRule>(Improvements) ?? ImprovementRule.Maker,
            ConfidentialYears = (int)(typed.Number(Confidential, "confidential") ?? 0),
            Warranty = Clean(Warranty),
            Penalty = Clean(Penalty),
            Other = Clean(Other),
            Valuation = equity ? typed.Number(Valuation, "valuation") : null,
            SharePercent = equity ? typed.Number(SharePercent, "sharePercent") : null,
            Company = equity ? Clean(Company) : null,
            Foreign = Foreign == "yes",
        };
    }

    public static List<string> Read(string? typed, string field, List<Failure> failures)
    {
        var numbers = new List<string>();
        foreach (var one in (typed ?? "").Split([',', '，', ';', '；', '、', '\n', '\r', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (PatentNumber.Parse(one, out var fault) is { } number && fault is null) numbers.Add(number.Body);
            else failures.Add(new("number_wrong", 400, ListingTexts.NumberWrong.Fill(one), field));
        }
        return [.. numbers.Distinct(StringComparer.Ordinal)];
    }

    private static string? Clean(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed.ReplaceLineEndings("\n").Trim();

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
