using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Licensing.Fees.Statistics;

/// <summary>许可统计: which tables are there, and the way in for another one.</summary>
[Access(Act.KeepTables)]
public sealed class LicenceStatisticsModel(StatisticsDesk desk) : AnsweringPage
{
    [BindProperty(Name = "name")]
    public string? Name { get; set; }

    public IReadOnlyList<StatisticsEdition> Editions { get; private set; } = [];

    /// <summary>Every wrong row of a file, which the summary would otherwise tell the first of; null: nothing was refused.</summary>
    public IReadOnlyList<(string Field, string Message)>? Faults { get; private set; }

    public async Task OnGetAsync(CancellationToken ct)
    {
        ModelState.Clear();
        Editions = await desk.EditionsAsync(ct);
    }

    public async Task<IActionResult> OnPostAsync(IFormFile? file, CancellationToken ct)
    {
        var taken = await desk.TakeAsync(Name, file, ct);
        if (taken.Succeeded) return Went("/licence-statistics", StatisticsTexts.Taken.Fill(taken.Value.All.Count));
        await OnGetAsync(ct);
        Faults = [.. taken.Failures.Select(failure => (failure.Field ?? "", failure.Message))];
        return Refused(taken.Failures);
    }

    public async Task<IActionResult> OnPostRemoveAsync(string? edition, CancellationToken ct)
    {
        if (await desk.RemoveAsync(edition, ct) is not { } failure) return Went("/licence-statistics", StatisticsTexts.Removed);
        await OnGetAsync(ct);
        return Refused([failure]);
    }
}
