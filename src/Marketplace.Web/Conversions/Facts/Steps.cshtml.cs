using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Marketplace.Web.Conversions.Facts;

/// <summary>分工: which bureau takes 初审, 复核 and 锁定 for which place.</summary>
[Access(Act.VerifyConversions)]
public sealed class StepsModel(StepDesk desk) : AnsweringPage
{
    public IReadOnlyList<StepLine> Lines { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Bureaus { get; private set; } = [];
    public IEnumerable<SelectListItem> Places => Lines.Select(l => new SelectListItem(l.Region, l.RegionPath));
    public static IEnumerable<SelectListItem> Steps => Enum.GetValues<ReportStep>().Select(s => new SelectListItem(FilingWords.Name(s), s.ToString()));

    public async Task OnGetAsync(CancellationToken ct)
    {
        ModelState.Clear();
        await ReadAsync(ct);
    }

    public async Task<IActionResult> OnPostAsync(string? region, string? step, Guid? bureau, CancellationToken ct)
    {
        ModelState.Clear();
        if (await desk.TellAsync(region, step, bureau, ct) is not { } failure) return Went("/conversions/steps", ConversionTexts.StepSaved);
        await ReadAsync(ct);
        return Refused([failure]);
    }

    private async Task ReadAsync(CancellationToken ct)
    {
        Lines = await desk.LinesAsync(ct);
        Bureaus = [new(ConversionTexts.StepUsual, ""), .. (await desk.BureausAsync(ct)).Select(b => new SelectListItem(b.Name, b.Id.ToString()))];
    }
}
