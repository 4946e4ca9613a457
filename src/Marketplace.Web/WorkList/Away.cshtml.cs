using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Marketplace.Web.WorkList;

/// <summary>外出委托: from when until when somebody is away, and who has the items meanwhile.</summary>
[Access(Act.UseAccount)]
public sealed class WorkAwayModel(Absences absences, Actor actor) : PageModel
{
    public IReadOnlyList<AbsenceRow> Rows { get; private set; } = [];

    /// <summary>One choice says organisation and colleague: the same person may be a colleague in two.</summary>
    public IReadOnlyList<SelectListItem> Candidates { get; private set; } = [];

    [BindProperty(Name = "from")]
    public DateOnly? From { get; set; }

    [BindProperty(Name = "until")]
    public DateOnly? Until { get; set; }

    [BindProperty(Name = "colleague")]
    public string? Colleague { get; set; }

    public async Task OnGetAsync(CancellationToken ct)
    {
        ModelState.Clear();
        await ReadAsync(ct);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var (organisation, colleague) = Colleague?.Split(':') is [var o, var c] && Guid.TryParse(o, out var first) && Guid.TryParse(c, out var second) ? (first, second) : ((Guid?)null, (Guid?)null);
        var begun = await absences.BeginAsync(From, Until, organisation, colleague, ct);
        if (begun.Succeeded) return Redirect("/tasks/away");
        await ReadAsync(ct);
        return this.Refuse(begun.Failures);
    }

    public async Task<IActionResult> OnPostEndAsync(Guid id, CancellationToken ct) => (await absences.EndAsync(id, ct)).Succeeded ? Redirect("/tasks/away") : NotFound();

    private async Task ReadAsync(CancellationToken ct)
    {
        Rows = await absences.CurrentAsync(ct);
        var names = actor.All.GroupBy(g => g.OrganisationId).ToDictionary(g => g.Key, g => g.First().OrganisationName);
        Candidates = [new(WorkTexts.Choose, ""), .. (await absences.CandidatesAsync(ct)).Select(c => new SelectListItem(
            $"{c.Name} · {names.GetValueOrDefault(c.OrganisationId)} · {string.Join(WorkTexts.ListComma, c.Roles.Select(r => r.Name()))}", $"{c.OrganisationId}:{c.PersonId}"))];
    }
}
