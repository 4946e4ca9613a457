using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.Face;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Plans.Forms;

/// <summary>Every placeholder a form of the plan can hold, with what it says of the last quarter.</summary>
[Access(Act.ReadFigures)]
public sealed class PlaceholdersModel(FormDesk desk, FormReader reader, TimeProvider time) : AnsweringPage
{
    public Plan Plan { get; private set; } = null!;
    public Quarter Quarter { get; private set; }
    public IReadOnlyDictionary<string, FormValue> Values { get; private set; } = new Dictionary<string, FormValue>(StringComparer.Ordinal);

    /// <summary>By indicator; a name stands in the head of its lines.</summary>
    public IReadOnlyList<(string Code, string Name)> Indicators { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string key, CancellationToken ct)
    {
        ModelState.Clear();
        if (await desk.PlanAsync(key, ct) is not { } plan) return NotFound();
        (Plan, Quarter) = (plan, Quarter.Of(Dates.Today(time)).Before);
        Values = await reader.ReadAsync(plan, Quarter, ct);
        var (head, tail) = ("指标:", ":" + FormVocabulary.Name);
        Indicators = [.. Values.Where(v => v.Key.StartsWith(head, StringComparison.Ordinal) && v.Key.EndsWith(tail, StringComparison.Ordinal)).Select(v => (v.Key[head.Length..^tail.Length], v.Value.Text))];
        return Page();
    }
}
