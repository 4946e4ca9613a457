using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Catalogue.LegalStatus.Calendar;

/// <summary>Fees and terms of the coming twelve months; paid ones are entered here.</summary>
[Access(Act.ReadPortfolio)]
public sealed class FeeCalendarModel(FeeCalendar calendar, PaymentDesk desk, Actor actor, AccessCheck access, TimeProvider time) : AnsweringPage
{
    public const int PageSize = 50;

    [BindProperty(Name = "on")]
    public string? On { get; set; }

    [BindProperty(Name = "reference")]
    public string? Reference { get; set; }

    public IReadOnlyList<CalendarLine> Lines { get; private set; } = [];
    public IReadOnlySet<string> Chosen { get; private set; } = new HashSet<string>(StringComparer.Ordinal);
    public DateOnly Today => Dates.Today(time);
    public int Total { get; private set; }
    public int Fees { get; private set; }
    public int Late { get; private set; }
    public int Ends { get; private set; }
    public decimal Amount { get; private set; }
    public decimal Surcharges { get; private set; }
    public int From { get; private set; }
    public string? Previous { get; private set; }
    public string? Next { get; private set; }
    public bool MayKeep { get; private set; }

    /// <summary>Years whose holidays nobody has announced yet.</summary>
    public IReadOnlyList<int> Unknown { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string? after, string? before, CancellationToken ct)
    {
        ModelState.Clear();
        On ??= Dates.InTable(Today);
        return await LoadAsync(after, before, ct) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(string? after, string? before, List<string> fee, IFormFile? receipt, CancellationToken ct)
    {
        ModelState.Clear();
        Chosen = fee.ToHashSet(StringComparer.Ordinal);
        var paid = await desk.PayAsync(fee, Day(On), Reference, receipt, ct);
        if (paid.Succeeded)
            return Went("/portfolio/calendar", paid.Value.Skipped == 0 ? CalendarTexts.Entered.Fill(paid.Value.Entered) : CalendarTexts.EnteredSkipped.Fill(paid.Value.Entered, paid.Value.Skipped));
        return await LoadAsync(after, before, ct) ? Refused(paid.Failures) : NotFound();
    }

    private async Task<bool> LoadAsync(string? after, string? before, CancellationToken ct)
    {
        if (actor.ActingFor is not { } own || !access.May(Act.ReadPortfolio, new(own))) return false;
        MayKeep = access.May(Act.KeepPatents, new(own, State: "active"));
        var all = await calendar.OfAsync(own, ct);
        (Total, Fees, Late, Ends) = (all.Count, all.Count(l => l.Year is not null), all.Count(l => l.IsLate(Today)), all.Count(l => l.Year is null));
        (Amount, Surcharges) = (all.Sum(l => l.Full ?? 0), all.Sum(l => l.Surcharge ?? 0));
        Unknown = [.. all.Where(l => !l.HolidaysKnown).Select(l => l.Day.Year).Distinct().Order()];
        // By key, not by count: a line that was paid meanwhile moves nothing.
        var start = after is not null ? all.FindIndex(l => string.CompareOrdinal(l.Key, after) > 0) : 0;
        if (before is not null) start = Math.Max(0, all.FindLastIndex(l => string.CompareOrdinal(l.Key, before) < 0) - PageSize + 1);
        if (start < 0) start = Math.Max(0, all.Count - PageSize);
        Lines = all.GetRange(start, Math.Min(PageSize, all.Count - start));
        if (Lines.Count == 0) return true;
        From = start + 1;
        if (start > 0) Previous = "/portfolio/calendar?before=" + Lines[0].Key;
        if (start + Lines.Count < all.Count) Next = "/portfolio/calendar?after=" + Lines[^1].Key;
        return true;
    }

    private static DateOnly? Day(string? typed) =>
        DateOnly.TryParseExact(typed, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out var day) ? day : null;
}
