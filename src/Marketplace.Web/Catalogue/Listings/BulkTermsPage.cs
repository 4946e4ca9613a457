using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Errors;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Marketplace.Web.Catalogue.Listings;

/// <summary>Terms for many listings at once, those that are there and those that are made: the same fields, drawn by <c>_BulkTerms.cshtml</c>.</summary>
public abstract class BulkTermsPage : AnsweringPage
{
    [BindProperty] public ListingForm Form { get; set; } = new();

    /// <summary>What it means to choose no way of paying.</summary>
    protected virtual string NoModel => ListingTexts.LeaveAsIs;

    public IEnumerable<SelectListItem> ModelOptions =>
        [new(NoModel, ""), .. Enum.GetValues<FeeModel>().Where(m => m is FeeModel.LumpSum or FeeModel.RunningRate or FeeModel.RunningUnit or FeeModel.UpfrontRunning or FeeModel.Free or FeeModel.Negotiable).Select(m => new SelectListItem(FeeWords.Name(m), m.ToString()))];
    public IEnumerable<SelectListItem> FormOptions => Enum.GetValues<OfferForm>().Select(f => new SelectListItem(ListingWords.Name(f), f.ToString(), Form.Forms.Contains(f.ToString(), StringComparer.Ordinal)));
    public IEnumerable<SelectListItem> BaseOptions => [new(ListingTexts.Choose, ""), .. Enum.GetValues<FeeBase>().Select(b => new SelectListItem(FeeWords.Name(b), b.ToString()))];
    public IEnumerable<SelectListItem> PeriodOptions => [new(ListingTexts.Choose, ""), .. Enum.GetValues<FeePeriod>().Select(p => new SelectListItem(FeeWords.Name(p), p.ToString()))];

    /// <summary>What of it was filled in.</summary>
    protected BatchOrder Terms(List<Failure> failures)
    {
        var draft = Form.Draft(failures);
        return new()
        {
            Forms = draft.Forms.Count > 0 ? draft.Forms : null,
            FeeModel = draft.FeeModel,
            Fee = draft.FeeModel is null ? null : draft.Fee.For(draft.FeeModel),
            Maturity = draft.Maturity,
            ContactName = Blank(draft.ContactName),
            ContactPhone = Blank(draft.ContactPhone),
            ContactMail = Blank(draft.ContactMail),
            ExpiresOn = draft.ExpiresOn,
        };
    }

    protected static string? Blank(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;
}
