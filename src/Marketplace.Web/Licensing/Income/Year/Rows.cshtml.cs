using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Licensing.Income.Year;

/// <summary>What one figure of the year counts.</summary>
[Access(Act.KeepLicences)]
public sealed class YearRowsModel(AppDbContext db, AccessCheck access, YearReport report) : OrganisationPage(db, access)
{
    /// <summary>More than anybody reads; the sheet has them all.</summary>
    public const int Most = 500;

    public int Year { get; private set; }
    public YearFigure Figure { get; private set; }
    public string Query => QueryString.Create(new Dictionary<string, string?>(StringComparer.Ordinal) { ["y"] = $"{Year}", ["of"] = Figure.ToString(), ["unit"] = Unit, ["who"] = Who }).ToString();
    public string? Unit { get; private set; }
    public string? Who { get; private set; }
    public IReadOnlyList<YearRow> Rows { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(int y, string of, string? unit, string? who, CancellationToken ct)
    {
        ModelState.Clear();
        if (await OpenAsync(Act.KeepLicences, ct) is { } closed) return Closed(closed);
        if (y is < YearModel.First or > 2150 || Chosen.One<YearFigure>(of) is not { } figure) return NotFound();
        (Year, Figure, Unit, Who) = (y, figure, unit, who);
        Rows = await report.RowsAsync(Organisation, y, figure, unit, who, ct);
        return Page();
    }
}
