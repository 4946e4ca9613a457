using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Marketplace.Web.Licensing.Fees;

/// <summary>What a licence would cost: of a public listing, or of terms somebody types. All of it stands in the address, so that it can be sent to a colleague.</summary>
[Access(Act.ReadPublic)]
public sealed class FeeCalculatorModel(AppDbContext db, Offers offers, Workdays workdays, TimeProvider time) : PageModel
{
    /// <summary>A monthly fee over twenty years has 240 lines; the first show how it goes.</summary>
    public const int MostDues = 36;

    private const int UsualYears = 3;

    public CalculatorForm Form { get; private set; } = new();

    /// <summary>Null: the terms are typed.</summary>
    public OfferedFee? Offer { get; private set; }
    public string? PatentNo { get; private set; }

    /// <summary>Null: nothing was asked yet, or what was asked cannot be worked out.</summary>
    public LicenceCost? Cost { get; private set; }

    /// <summary>What was worked out, in a sentence.</summary>
    public string Sentence { get; private set; } = "";
    public DateOnly End { get; private set; }
    public bool Shortened { get; private set; }

    /// <summary>Some due day lies in a year whose holidays are not announced yet.</summary>
    public bool HolidaysUnknown => Cost?.Dues.Any(due => !workdays.Knows(due.Due.Year)) == true;

    public IEnumerable<SelectListItem> PeriodOptions => [new(ListingTexts.Choose, ""), .. Enum.GetValues<FeePeriod>().Select(p => new SelectListItem(FeeWords.Name(p), p.ToString()))];
    public IEnumerable<SelectListItem> BaseOptions => [new(ListingTexts.Choose, ""), .. Enum.GetValues<FeeBase>().Select(b => new SelectListItem(FeeWords.Name(b), b.ToString()))];
    public IEnumerable<SelectListItem> ThenOptions => [new(ListingTexts.Choose, ""), .. Enum.GetValues<FeeModel>().Where(m => m is not (FeeModel.Deferred or FeeModel.Negotiable)).Select(m => new SelectListItem(FeeWords.Name(m), m.ToString()))];

    public async Task<IActionResult> OnGetAsync([FromQuery] CalculatorForm form, Guid? listing, string? no, CancellationToken ct)
    {
        ModelState.Clear();
        Form = form;
        PatentNo = no is not null && PatentNumber.Parse(no, out var fault) is { } number && fault is null ? number.Body : null;
        if (listing is null && PatentNo is not null && form.FeeModel is null) listing = await offers.OffersOf(PatentNo, ct) is [var first, ..] ? first.ListingId : null;
        if (listing is { } id)
        {
            Offer = await OfferedFee.FindAsync(db, id, ct);
            if (Offer is null) return NotFound();
            if (!Offer.IsComputable) return Page();
        }
        var asked = form.Years is not null || form.FeeModel is not null;
        form.Years ??= UsualYears.ToString(System.Globalization.CultureInfo.InvariantCulture);
        form.Start ??= Dates.InTable(Dates.Today(time));
        // A fixed price needs nothing from the visitor: the answer stands there at once.
        if (!asked && Offer is not { IsRunning: false }) return Page();
        var failures = new List<Failure>();
        WorkOut(failures);
        return failures.Count > 0 ? this.Refuse(failures) : Page();
    }

    private void WorkOut(List<Failure> failures)
    {
        var typed = new Typed(failures);
        var start = typed.Day(Form.Start, "start") ?? Dates.Today(time);
        var years = (int)typed.Within(Form.Years, "years", 1, CalculatorForm.MostYears, CalculatorTexts.YearsWrong.Fill(CalculatorForm.MostYears));
        if (Offer is { } offer && start > offer.LastDay) failures.Add(new("start_after_patent", 400, CalculatorTexts.StartAfterPatent.Fill(Dates.InWords(offer.LastDay)), "start"));
        var fee = Offer is null ? Form.Fee(start, failures) : (Offer.Model!.Value, Offer.Terms);
        var aYear = fee is var (model, terms) && model.IsRunning(terms) ? typed.Within(Form.AYear, "aYear", 0, FeeTerms.Largest, CalculatorTexts.AYearMissing) : 0m;
        var triggered = typed.Day(Form.Triggered, "triggered");
        if (failures.Count > 0 || fee is not var (paid, by)) return;
        End = Offer?.EndOf(start, years) ?? start.AddYears(years).AddDays(-1);
        Shortened = End < start.AddYears(years).AddDays(-1);
        Sentence = FeeWords.Sentence(paid, by);
        Cost = LicenceCost.Of(paid, by, start, End, aYear, workdays, triggered);
    }
}
