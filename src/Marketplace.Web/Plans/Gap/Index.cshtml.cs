using Marketplace.Web.Plans.Values;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Spreadsheets;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Marketplace.Web.Plans.Gap;

/// <summary>补差: what is under way and would count, for those of the plan's region.</summary>
[Access(Act.ReadFigures)]
public sealed class GapModel(PlanDesk plans, FigureDesk desk, GapReader reader) : PageModel
{
    public const int Shown = 20;

    public FoundIndicator Found { get; private set; } = null!;
    public IndicatorGap? Gap { get; private set; }

    public async Task<IActionResult> OnGetAsync(string key, string code, CancellationToken ct)
    {
        if (await desk.FindAsync(key, code, ct) is not { } found || !plans.May(Act.ReadFigures, found.Plan)) return NotFound();
        (Found, Gap) = (found, await reader.ReadAsync(found, ct));
        return Page();
    }

    public static async Task<IResult> FileAsync(string key, string code, string format, PlanDesk plans, FigureDesk desk, GapReader reader, CancellationToken ct)
    {
        if (await desk.FindAsync(key, code, ct) is not { } found || !plans.May(Act.ReadFigures, found.Plan) || await reader.ReadAsync(found, ct) is not { } gap) return Results.StatusCode(StatusCodes.Status404NotFound);
        return SheetFile.Of<GapLine>(GapTexts.Title, format,
        [
            new(GapTexts.Stage, line => GapWords.Name(line.Stage)) { Width = 30 },
            new(GapTexts.Count, line => line.Count) { Form = SheetForm.Whole },
            new(GapTexts.Worth, line => line.Worth) { Form = SheetForm.Amount },
            new(GapTexts.Chance, line => line.Chance * 100) { Form = SheetForm.Amount },
            new(GapTexts.ChanceFrom, GapWords.From) { Width = 24 },
            new(GapTexts.Expected, line => line.Expected) { Form = SheetForm.Amount },
        ], gap.Lines);
    }
}
