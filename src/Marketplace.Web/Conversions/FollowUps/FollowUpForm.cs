using System.Globalization;
using System.Text.Json;
using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Licensing.Fees;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Errors;

namespace Marketplace.Web.Conversions.FollowUps;

/// <summary>What is typed of one half-year, as it was typed: what cannot be read yet is kept too.</summary>
public sealed record FollowUpForm
{
    /// <summary>A hundred million yuan times a thousand: more is a slip of the keys.</summary>
    private const decimal Largest = 100_000_000_000;

    public string? Use { get; init; }
    public string? Product { get; init; }
    public string? ProductNo { get; init; }
    public string? ProductOn { get; init; }
    public string? Sales { get; init; }
    public string? Jobs { get; init; }
    public List<string> Why { get; init; } = [];
    public string? Words { get; init; }

    // Where the bureau answers.
    public string? Whom { get; init; }
    public string? WhomOn { get; init; }
    public string? WhomHow { get; init; }

    public static FollowUpForm Of(FollowUp one) => one.Draft is { } draft ? JsonSerializer.Deserialize<FollowUpForm>(draft)! : new()
    {
        Use = one.Use?.ToString(),
        Product = one.Product,
        ProductNo = one.ProductNo,
        ProductOn = one.ProductOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        Sales = Typed.Plain(one.Sales),
        Jobs = one.Jobs?.ToString(CultureInfo.InvariantCulture),
        Why = [.. one.Why],
        Words = one.Words,
        Whom = one.Whom,
        WhomOn = one.WhomOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        WhomHow = one.WhomHow?.ToString(),
    };

    /// <summary>Into the question, or what is wrong at which field; then nothing of it was changed.</summary>
    /// <param name="one">The question.</param>
    /// <param name="bureau">Whether a bureau answers, who then says whom it asked.</param>
    /// <param name="today">No day lies after it.</param>
    internal List<Failure> Read(FollowUp one, bool bureau, DateOnly today)
    {
        var failures = new List<Failure>();
        var typed = new Typed(failures);
        var use = Chosen.One<Use>(Use);
        var made = use == FollowUps.Use.InUse;
        if (use is null) Wrong("use", FollowUpTexts.UseMissing);
        var product = made ? Text(Product, "product", FollowUp.ProductMax) : null;
        if (made && product is null && failures.TrueForAll(f => f.Field != "product")) Wrong("product", FollowUpTexts.ProductMissing);
        var number = made ? Text(ProductNo, "productNo", Filing.NumberMax)?.ToUpperInvariant() : null;
        var filed = number is null ? null : typed.Day(ProductOn, "productOn");
        if (number is not null && filed is null && failures.TrueForAll(f => f.Field != "productOn")) Wrong("productOn", FollowUpTexts.ProductOnMissing);
        if (filed > today) Wrong("productOn", FollowUpTexts.DayAhead);
        var sales = made ? typed.Number(Sales, "sales") : null;
        if (sales is < 0 or > Largest || sales is { } yuan && decimal.Round(yuan, 2) != yuan) Wrong("sales", FollowUpTexts.SalesWrong);
        var jobs = made ? typed.Number(Jobs, "jobs") : null;
        if (jobs is < 0 or > FollowUp.MostJobs || jobs is { } many && decimal.Truncate(many) != many) Wrong("jobs", FollowUpTexts.JobsWrong);
        var why = made ? [] : Chosen.Of<NotUsed>(Why);
        var words = Text(Words, "words", FollowUp.WordsMax);
        if (use is not null && !made && why.Count == 0) Wrong("why", FollowUpTexts.WhyMissing);
        if (why.Contains(NotUsed.Other) && words is null) Wrong("words", FollowUpTexts.OtherMissing);
        var (whom, on, how) = bureau ? (Text(Whom, "whom", FollowUp.WhomMax), typed.Day(WhomOn, "whomOn"), Chosen.One<AskedBy>(WhomHow)) : default;
        if (bureau && whom is null && failures.TrueForAll(f => f.Field != "whom")) Wrong("whom", FollowUpTexts.WhomMissing);
        if (bureau && (on is null || on > today) && failures.TrueForAll(f => f.Field != "whomOn")) Wrong("whomOn", FollowUpTexts.WhomOnMissing);
        if (bureau && how is null) Wrong("whomHow", FollowUpTexts.WhomHowMissing);
        if (failures.Count > 0) return failures;
        (one.Use, one.Product, one.ProductNo, one.ProductOn) = (use, product, number, filed);
        (one.Sales, one.Jobs, one.Why, one.Words) = (sales, (int?)jobs, [.. why.Order().Select(w => w.ToString())], words);
        (one.Whom, one.WhomOn, one.WhomHow) = (whom, on, how);
        return failures;

        void Wrong(string field, string message) => failures.Add(new(field + "_wrong", 400, message, field));
        string? Text(string? text, string field, int most)
        {
            var clean = string.IsNullOrWhiteSpace(text) ? null : text.Trim();
            if (clean?.Length > most) Wrong(field, ConversionTexts.TooLong.Fill(most));
            return clean;
        }
    }
}
