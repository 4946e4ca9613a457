using System.Globalization;
using Marketplace.Web.Catalogue.Classifications;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Fees.Statistics;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.SignIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Fees.Estimates;

/// <summary>What a holder may ask for: one of five methods, what others ask, what the industry pays, and the estimates made before.</summary>
[Access(Act.KeepListings)]
public sealed class EstimateModel(AppDbContext db, EstimateDesk desk, ComparableOffers comparables, LicenceStatistics statistics, Industries industries, TimeProvider time) : AnsweringPage
{
    /// <summary>What was estimated longer ago stays in the table.</summary>
    private const int MostShown = 20;

    /// <summary>The likeliest of what the classes suggest; what people confirmed comes before it.</summary>
    private const int Suggested = 3;

    [BindProperty]
    public EstimateForm Form { get; set; } = new();

    public Listing Listing { get; private set; } = null!;
    public string Title { get; private set; } = "";
    public EstimateMethod? Method { get; private set; }

    /// <summary>What was just worked out, or is looked at again.</summary>
    public FeeEstimate? Made { get; private set; }
    public EstimateInputs? Given { get; private set; }
    public EstimateResult? Result { get; private set; }
    public IReadOnlyList<ComparableOffer> Comparables { get; private set; } = [];
    public IReadOnlyList<LicenceStatistic> Statistics { get; private set; } = [];
    public IReadOnlyList<(FeeEstimate Estimate, string? By)> Earlier { get; private set; } = [];

    public string Address => $"/listings/{Listing.Id}/estimate";
    public IEnumerable<SelectListItem> BaseOptions => [new(ListingTexts.Choose, ""), .. Enum.GetValues<FeeBase>().Select(b => new SelectListItem(FeeWords.Name(b), b.ToString()))];
    public IEnumerable<SelectListItem> StatisticOptions => [new(ListingTexts.Choose, ""), .. Statistics.Select(s => new SelectListItem($"{statistics.Name(s.Industry)} · {s.Year} · {FeeWords.Name(s.Model)} · {EstimateWords.Figure(s, s.Mean)}", s.Id.ToString()))];
    public IEnumerable<SelectListItem> MedianOptions => [new(EstimateTexts.MeanWord, "false"), new(EstimateTexts.MedianWord, "true")];

    public string IndustryName(LicenceStatistic figure) => statistics.Name(figure.Industry);

    /// <summary>The form of the listing with this in it; nothing is kept until that is saved.</summary>
    public string Carry => Result is not { } result ? "" : QueryString.Create(new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["feeModel"] = result.Model.ToString(),
        [result.IsRate ? "rate" : "amount"] = Typed.Plain(result.Fee),
        ["base"] = result.Of?.ToString(),
        ["feeReason"] = Given?.Reason,
    }.Where(pair => pair.Value is not null)).ToUriComponent();

    public async Task<IActionResult> OnGetAsync(Guid id, string? method, Guid? made, CancellationToken ct)
    {
        ModelState.Clear();
        Method = Typed.One<EstimateMethod>(method);
        if (!await LoadAsync(id, ct)) return NotFound();
        if (made is not { } wanted) return Page();
        if (await db.Set<FeeEstimate>().AsNoTracking().SingleOrDefaultAsync(e => e.Id == wanted && e.ListingId == id, ct) is not { } found) return NotFound();
        (Made, Given, Result) = (found, EstimateInputs.Of(found.Inputs), found.AsResult);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, string? method, CancellationToken ct)
    {
        ModelState.Clear();
        if (Typed.One<EstimateMethod>(method) is not { } chosen) return NotFound();
        Method = chosen;
        var failures = new List<Failure>();
        var given = Form.Inputs(chosen, failures);
        if (failures.Count == 0)
        {
            var kept = await desk.KeepAsync(id, given, Form.Statistic, ct);
            if (kept.Succeeded) return Redirect($"/listings/{id}/estimate?made={kept.Value.Id}");
            failures.AddRange(kept.Failures);
        }
        return await LoadAsync(id, ct) ? Refused(failures) : NotFound();
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken ct)
    {
        if (await desk.FindAsync(id, ct) is not { } listing) return false;
        Listing = listing;
        var shown = await ListingShown.OfAsync(db, listing, industries, ct);
        Title = shown.Title;
        var ipc = shown.Patents.SelectMany(p => p.Ipc).Distinct(StringComparer.Ordinal).ToList();
        Form.YearsLeft ??= shown.Patents.Count == 0 ? null : Math.Max(0, (shown.Patents.Min(p => p.LastDay).DayNumber - Dates.Today(time).DayNumber) / 365).ToString(CultureInfo.InvariantCulture);
        Comparables = await comparables.OfAsync(id, ipc, listing.Chains, ct);
        Statistics = await statistics.OfAsync(listing.Industries.Concat(industries.Suggest(ipc).Take(Suggested).Select(s => s.Industry.Code)), ct);
        Earlier = [.. (await (from e in db.Set<FeeEstimate>().AsNoTracking()
                              join p in db.Set<Person>() on e.PersonId equals p.Id into people
                              from p in people.DefaultIfEmpty()
                              where e.ListingId == id
                              orderby e.Id descending
                              select new { e, Name = (string?)p.DisplayName }).Take(MostShown).ToListAsync(ct)).Select(x => (x.e, x.Name))];
        return true;
    }
}
