using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;

namespace Marketplace.Web.Licensing.Fees;

public sealed record CostView(DateOnly Start, DateOnly End, decimal Total, IReadOnlyList<CostYear> Years, IReadOnlyList<FeeDue> Dues);

/// <summary>What the calculator says of a public listing, for programs.</summary>
public static class CostApi
{
    public static void MapFeesApi(this RouteGroupBuilder api) =>
        api.MapGroup("/listings").WithTags("Listings").MapGet("/{id:guid}/cost", CostAsync).For(Act.ReadPublic).WithName("readListingCost")
            .WithSummary("What a public listing would cost: the schedule and the sum of each year, for the net sales, profit or units expected a year.").Produces<CostView>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);

    private static async Task<IResult> CostAsync(Guid id, int years, DateOnly? start, decimal? aYear, DateOnly? triggeredOn, AppDbContext db, Workdays workdays, TimeProvider time, HttpContext http, CancellationToken ct)
    {
        IResult Fail(params Failure[] failures) => failures.ToResult(http);
        if (await OfferedFee.FindAsync(db, id, ct) is not { } offer) return Fail(Failures.OfStatus(StatusCodes.Status404NotFound));
        if (!offer.IsComputable) return Fail(new Failure("fee_not_computable", 409, CalculatorTexts.NotComputableText));
        var first = start ?? Dates.Today(time);
        if (years is < 1 or > CalculatorForm.MostYears) return Fail(new Failure("years_wrong", 400, CalculatorTexts.YearsWrong.Fill(CalculatorForm.MostYears), "years"));
        if (first > offer.LastDay) return Fail(new Failure("start_after_patent", 400, CalculatorTexts.StartAfterPatent.Fill(Dates.InWords(offer.LastDay)), "start"));
        if (offer.IsRunning && aYear is not (>= 0 and <= FeeTerms.Largest)) return Fail(new Failure("a_year_missing", 400, CalculatorTexts.AYearMissing, "aYear"));
        var end = offer.EndOf(first, years);
        var cost = LicenceCost.Of(offer.Model!.Value, offer.Terms, first, end, aYear ?? 0, workdays, triggeredOn);
        return Results.Json(new CostView(first, end, cost.Total, cost.Years, cost.Dues));
    }
}
