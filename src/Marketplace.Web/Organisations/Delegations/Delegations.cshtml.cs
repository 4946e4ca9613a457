using System.Globalization;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations.Delegations;

/// <summary>What the organisation lent, and what was lent to it.</summary>
[Access(Act.ManageDelegations)]
public sealed class DelegationsModel(DelegationDesk desk, TimeProvider time, AppDbContext db, AccessCheck access) : OrganisationPage(db, access)
{
    [BindProperty(Name = "once")]
    public Guid Once { get; set; }

    [BindProperty(Name = "kind")]
    public string? Kind { get; set; }

    [BindProperty(Name = "to")]
    public string? To { get; set; }

    [BindProperty(Name = "acts")]
    public List<string>? Acts { get; set; }

    [BindProperty(Name = "ceiling")]
    public string? Ceiling { get; set; }

    [BindProperty(Name = "since")]
    public string? Since { get; set; }

    [BindProperty(Name = "until")]
    public string? Until { get; set; }

    public sealed record Row(Delegation Delegation, string Other, bool Given);

    public IReadOnlyList<Row> Rows { get; private set; } = [];
    public DateOnly Today => Dates.Today(time);

    public IEnumerable<SelectListItem> ActOptions => DelegationDesk.ActsOf(DelegationKind.Agency)
        .Select(act => new SelectListItem(DelegationNames.Of(act), act.ToString(), Acts?.Contains(act.ToString(), StringComparer.Ordinal) == true));

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        ModelState.Clear();
        if (await OpenAsync(Act.ManageDelegations, ct) is { } closed) return Closed(closed);
        Once = Guid.CreateVersion7();
        Since = Dates.InTable(Today);
        await LoadAsync(ct);
        return Page();
    }

    public Task<IActionResult> OnPostOfferAsync(IFormFile? document, CancellationToken ct)
    {
        if (Once == Guid.Empty) Once = Guid.CreateVersion7();
        var given = new NewDelegation(Chosen.One<DelegationKind>(Kind), To, Chosen.Of<Act>(Acts), Money(Ceiling), Day(Since), Day(Until));
        return DoAsync(() => desk.OfferAsync(Organisation, given, document, Once, ct), DelegationTexts.OfferedDone, ct);
    }

    public Task<IActionResult> OnPostAcceptAsync(Guid id, CancellationToken ct) => DoAsync(() => desk.AnswerAsync(Organisation, id, accepted: true, ct), DelegationTexts.AcceptedDone, ct);

    public Task<IActionResult> OnPostDeclineAsync(Guid id, CancellationToken ct) => DoAsync(() => desk.AnswerAsync(Organisation, id, accepted: false, ct), DelegationTexts.DeclinedDone, ct);

    public Task<IActionResult> OnPostRevokeAsync(Guid id, CancellationToken ct) => DoAsync(() => desk.RevokeAsync(Organisation, id, ct), DelegationTexts.RevokedDone, ct);

    private async Task<IActionResult> DoAsync(Func<Task<Outcome<Delegation>>> act, string done, CancellationToken ct)
    {
        ModelState.Clear();
        if (await OpenAsync(Act.ManageDelegations, ct) is { } refused)
        {
            if (refused.Status != StatusCodes.Status409Conflict) return Refused([refused]);
            await LoadAsync(ct);
            return Refused([refused]);
        }
        var outcome = await act();
        if (outcome.Succeeded) return Went(Address + "/delegations", done);
        await LoadAsync(ct);
        return Refused(outcome.Failures);
    }

    private async Task LoadAsync(CancellationToken ct) => Rows = await (
        from d in Db.Set<Delegation>().AsNoTracking()
        join other in Db.Set<Organisation>() on d.FromId == Organisation.Id ? d.ToId : d.FromId equals other.Id
        where d.FromId == Organisation.Id || d.ToId == Organisation.Id
        orderby d.OfferedAt descending, d.Id
        select new Row(d, other.Name, d.FromId == Organisation.Id)).Take(100).ToListAsync(ct);

    private static DateOnly? Day(string? typed) => DateOnly.TryParseExact(typed, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>What is no amount becomes one that is refused, not none.</summary>
    private static decimal? Money(string? typed) => string.IsNullOrWhiteSpace(typed) ? null
        : decimal.TryParse(typed.Replace(",", "", StringComparison.Ordinal), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var yuan) ? decimal.Round(yuan, 2) : -1;
}

public static class DelegationNames
{
    public static string Of(Act act) => DelegationTexts.ResourceManager.GetString("Act" + act, DelegationTexts.Culture) ?? throw new InvalidOperationException($"The act {act} is delegable and has no name.");

    public static string Of(DelegationKind kind) => kind == DelegationKind.Agency ? DelegationTexts.KindAgency : DelegationTexts.KindDisposal;
}
