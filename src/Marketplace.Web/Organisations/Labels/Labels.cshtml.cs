using System.Globalization;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations.Size;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations.Labels;

/// <summary>Labels with their validity, and the size with the figures it comes from.</summary>
[Access(Act.EditOrganisation)]
public sealed class LabelsModel(ProfileDesk desk, TimeProvider time, AppDbContext db, AccessCheck access) : EntryPage(db, access)
{
    [BindProperty(Name = "kind")]
    public string? Kind { get; set; }

    [BindProperty(Name = "from")]
    public string? From { get; set; }

    [BindProperty(Name = "until")]
    public string? Until { get; set; }

    [BindProperty(Name = "number")]
    public string? Number { get; set; }

    [BindProperty(Name = "industry")]
    public string? Industry { get; set; }

    [BindProperty(Name = "staff")]
    public string? Staff { get; set; }

    [BindProperty(Name = "revenue")]
    public string? Revenue { get; set; }

    [BindProperty(Name = "assets")]
    public string? Assets { get; set; }

    [BindProperty(Name = "year")]
    public string? Year { get; set; }

    public IReadOnlyList<OrganisationLabel> Labels { get; private set; } = [];
    public DateOnly Today => Dates.Today(time);
    public string? Rule => Organisation.Industry is { } industry ? SmeSize.RuleFor(industry) : null;

    public IEnumerable<SelectListItem> KindOptions => Enum.GetValues<LabelKind>().Select(kind => new SelectListItem(kind.Name(), kind.ToString()));

    public Task<IActionResult> OnPostAsync(IFormFile? proof, CancellationToken ct) =>
        DoAsync("labels", () => desk.AddLabelAsync(Organisation, Chosen.One<LabelKind>(Kind), Day(From), Day(Until), Number, proof, ct), ct);

    public Task<IActionResult> OnPostSizeAsync(CancellationToken ct) => DoAsync("labels", () => desk.SaveFiguresAsync(
        Organisation, new(Industry ?? "", (int?)Amount(Staff, 10_000_000), Amount(Revenue, 100_000_000) * 10_000, Amount(Assets, 100_000_000) * 10_000), (int?)Amount(Year, 9999), ct), ct);

    protected override async Task LoadAsync(CancellationToken ct)
    {
        Labels = await Db.Set<OrganisationLabel>().AsNoTracking().Where(l => l.OrganisationId == Organisation.Id).OrderByDescending(l => l.From).ThenBy(l => l.Id).Take(100).ToListAsync(ct);
        if (HttpMethods.IsPost(Request.Method) && Industry is not null) return;   // What was typed stays.
        Industry = Organisation.Industry;
        Staff = Organisation.Staff?.ToString(CultureInfo.InvariantCulture);
        Revenue = InTenThousands(Organisation.RevenueYuan);
        Assets = InTenThousands(Organisation.AssetsYuan);
        Year = (Organisation.FiguresYear ?? Today.Year - 1).ToString(CultureInfo.InvariantCulture);
    }

    private static string? InTenThousands(decimal? yuan) => (yuan / 10_000)?.ToString("0.######", CultureInfo.InvariantCulture);

    /// <summary>What is no figure becomes one that is refused, not none.</summary>
    private static decimal? Amount(string? typed, decimal most) => string.IsNullOrWhiteSpace(typed) ? null
        : decimal.TryParse(typed.Replace(",", "", StringComparison.Ordinal), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value <= most ? value : -1;
}
