using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Errors;

namespace Marketplace.Web.Catalogue.LegalStatus;

/// <summary>An event as somebody enters it by hand.</summary>
public sealed record NewEvent
{
    public PatentEventKind? Kind { get; init; }
    public DateOnly? On { get; init; }
    public StatusSource? Source { get; init; }
    public string? Reference { get; init; }
    public int? PatentYear { get; init; }
    public bool Exclusive { get; init; }
    public bool PledgeeAgrees { get; init; }

    /// <summary>Those that must follow from where the right stands; the others can come at any time.</summary>
    private static readonly PatentEventKind[] s_steps =
    [
        PatentEventKind.Granted, PatentEventKind.Rejected, PatentEventKind.Withdrawn, PatentEventKind.PreservationLifted, PatentEventKind.ProcedureResumed,
        PatentEventKind.DeclaredInvalid, PatentEventKind.DeclaredPartlyInvalid, PatentEventKind.LapsedUnpaid, PatentEventKind.Expired, PatentEventKind.Abandoned, PatentEventKind.RightRestored,
    ];

    public const int ReferenceMax = 200;

    /// <param name="patent">Whose history it joins.</param>
    /// <param name="hasPaper">A file was sent along.</param>
    /// <param name="today">Nothing has happened later.</param>
    /// <param name="stood">Where the right stood on a day, by the history so far.</param>
    public List<Failure> Check(Patent patent, bool hasPaper, DateOnly today, Func<DateOnly, PatentState> stood)
    {
        var failures = new List<Failure>();
        if (Kind is null || !Enum.IsDefined(Kind.Value)) failures.Add(new("event_kind_missing", 400, LegalTexts.KindMissing, "kind"));
        if (On is null) failures.Add(new("event_day_missing", 400, LegalTexts.DayMissing, "on"));
        else if (On > today) failures.Add(new("event_day_future", 400, LegalTexts.DayFuture, "on"));
        else if (On < patent.FilingDate) failures.Add(new("event_day_early", 400, LegalTexts.DayEarly.Fill(patent.FilingDate.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)), "on"));
        // What the gazette or a table says comes by import, with its own proof.
        if (Source is not (StatusSource.Register or StatusSource.Holder)) failures.Add(new("event_source_missing", 400, LegalTexts.SourceMissing, "source"));
        if (!hasPaper) failures.Add(new("paper_missing", 400, LegalTexts.PaperMissing, "paper"));
        if (Reference?.Length > ReferenceMax) failures.Add(new("reference_too_long", 400, LegalTexts.TooLong.Fill(ReferenceMax), "reference"));
        if (Kind is PatentEventKind.FeePaid && !(PatentYear >= 1 && PatentYear <= AnnualFees.LastYear(patent.Kind, patent.FilingDate, patent.Compensation)))
            failures.Add(new("patent_year_wrong", 400, LegalTexts.YearWrong.Fill(AnnualFees.LastYear(patent.Kind, patent.FilingDate, patent.Compensation)), "year"));
        if (failures.Count == 0 && s_steps.Contains(Kind!.Value) && stood(On!.Value) is var state && PatentMachine.Machine.Find(state, Kind.Value) is null)
            failures.Add(new("event_no_step", 409, LegalTexts.NoStep.Fill(state.Name(), Kind.Value.Name()), "kind"));
        return failures;
    }
}
