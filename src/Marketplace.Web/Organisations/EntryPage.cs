using System.Globalization;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Organisations;

/// <summary>A page that lists parts of an organisation's entry and adds to them.</summary>
public abstract class EntryPage(AppDbContext db, AccessCheck access) : OrganisationPage(db, access)
{
    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        ModelState.Clear();
        if (await OpenAsync(Act.EditOrganisation, ct) is { } closed) return Closed(closed);
        await LoadAsync(ct);
        return Page();
    }

    protected abstract Task LoadAsync(CancellationToken ct);

    protected async Task<IActionResult> DoAsync(string page, Func<Task<Outcome<Organisation>>> act, CancellationToken ct)
    {
        ModelState.Clear();
        if (await OpenAsync(Act.EditOrganisation, ct) is { } refused)
        {
            if (refused.Status != StatusCodes.Status409Conflict) return Refused([refused]);
            await LoadAsync(ct);
            return Refused([refused]);
        }
        var outcome = await act();
        if (outcome.Succeeded) return Went($"{Address}/{page}", OrganisationTexts.Saved);
        await LoadAsync(ct);
        return Refused(outcome.Failures);
    }

    protected static DateOnly? Day(string? typed) => DateOnly.TryParseExact(typed, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
