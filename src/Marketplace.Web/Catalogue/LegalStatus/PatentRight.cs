using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.StateMachines;

namespace Marketplace.Web.Catalogue.LegalStatus;

/// <summary>What matters of an event for where the right stands.</summary>
public sealed record EventFact(PatentEventKind Kind, DateOnly On, int? PatentYear = null);

/// <summary>Where a right stands on a day: the columns of <see cref="Patent"/> that are derived.</summary>
/// <param name="Since">When it came to stand so; null where no event tells.</param>
/// <param name="FeePaidThrough">The last patent year known to be paid.</param>
/// <param name="NextFeeDue">The next fee's last day; in the grace period the day that was missed.</param>
public sealed record Standing(PatentState State, DateOnly? Since, int? FeePaidThrough, DateOnly? NextFeeDue, DateOnly LastDay);

/// <summary>Folds the history of a right into where it stands. Pure: the same history and day always lead to the same answer.</summary>
public static class PatentRight
{
    public static Standing Derive(
        PatentKind kind, DateOnly filed, DateOnly? granted, int compensation, IReadOnlyList<EventFact> events, DateOnly today, Workdays workdays)
    {
        var lastDay = PatentTerm.LastDay(kind, filed, compensation);
        var fold = new Fold(kind, filed, compensation, workdays);
        // Whoever imports a table has the day of grant in a column and no event for it.
        var history = granted is { } day && !events.Any(e => e.Kind is PatentEventKind.Granted) ? events.Append(new(PatentEventKind.Granted, day)) : events;
        foreach (var fact in history.Where(e => e.On <= today).OrderBy(e => e.On).ThenBy(e => e.Kind)) fold.Add(fact);
        fold.Calendar(today, lastDay);
        return new(fold.State, fold.Since, fold.PaidThrough, fold.NextDue(today), lastDay);
    }

    private sealed class Fold(PatentKind kind, DateOnly filed, int compensation, Workdays workdays)
    {
        private readonly Dictionary<PatentEventKind, DateOnly> _suspensions = [];
        private readonly int _lastYear = AnnualFees.LastYear(kind, filed, compensation);
        private Position<PatentState> _at = new(PatentState.Pending);
        private DateOnly? _granted;
        private int? _late;

        public PatentState State => _at.State!.Value;

        public DateOnly? Since => _at.Since;

        public int? PaidThrough { get; private set; }

        public void Add(EventFact fact)
        {
            Note(fact);
            Step(fact.Kind, fact.On);
            // A decision on the claims does not lift a suspension.
            if (State is not PatentState.Suspended && _suspensions.Count > 0) Step(_suspensions.MinBy(pair => pair.Value).Key, _suspensions.Values.Min());
            // Suspended while a fee was late, which was then paid.
            if (State is PatentState.FeeGrace && _late is null) Step(PatentEventKind.FeePaid, fact.On);
        }

        /// <summary>What needs no event: a fee that was not paid, a term that is over.</summary>
        public void Calendar(DateOnly today, DateOnly lastDay)
        {
            if (_granted is null) return;
            if (Unpaid() is { } year && !State.Ended())
            {
                // A suspension stops what would end the right before its term (Rule 105).
                if (today > AnnualFees.GraceEnd(filed, year, workdays) && State is not PatentState.Suspended) Step(PatentEventKind.LapsedUnpaid, AnnualFees.Anniversary(filed, year));
                else if (today > AnnualFees.Due(filed, year, workdays)) Step(PatentEventKind.FeeLate, AnnualFees.Due(filed, year, workdays).AddDays(1));
            }
            if (today > lastDay && !State.Ended()) Step(PatentEventKind.Expired, lastDay.AddDays(1));
        }

        /// <summary>Not paid, as far as anybody told: after the last paid year, or the year a notice calls late. Null where nobody told anything.</summary>
        private int? Unpaid() => (PaidThrough is { } paid ? paid + 1 : _late) is { } year && year <= _lastYear ? year : null;

        public DateOnly? NextDue(DateOnly today)
        {
            if (_granted is not { } from || State.Ended()) return null;
            if (Unpaid() is { } unpaid) return AnnualFees.Due(filed, unpaid, workdays);
            if (PaidThrough is not null) return null;
            // The year of grant was paid on registration.
            for (var year = AnnualFees.YearOn(filed, from) + 1; year <= _lastYear; year++)
                if (AnnualFees.Due(filed, year, workdays) is var due && due >= today) return due;
            return null;
        }

        private void Note(EventFact fact)
        {
            switch (fact.Kind)
            {
                case PatentEventKind.Granted:
                    _granted = fact.On;
                    break;
                case PatentEventKind.FeePaid:
                    // Without a year: on registration it is the running one, later the one being paid late or the one that begins next.
                    Paid(fact.PatentYear ?? _late ?? AnnualFees.YearOn(filed, fact.On) + (_granted is null || fact.On <= _granted ? 0 : 1));
                    break;
                case PatentEventKind.FeeLate when (fact.PatentYear ?? AnnualFees.YearOn(filed, fact.On)) is var year && !(PaidThrough >= year):
                    _late = year;
                    PaidThrough = year - 1;
                    break;
                case PatentEventKind.RightRestored when _granted is not null:
                    // The office restores nothing before what was owed is paid.
                    Paid(AnnualFees.YearOn(filed, fact.On));
                    break;
                case PatentEventKind.ProcedureSuspended or PatentEventKind.Preserved:
                    _suspensions.TryAdd(fact.Kind, fact.On);
                    break;
                case PatentEventKind.ProcedureResumed:
                    _suspensions.Remove(PatentEventKind.ProcedureSuspended);
                    break;
                case PatentEventKind.PreservationLifted:
                    _suspensions.Remove(PatentEventKind.Preserved);
                    break;
            }
        }

        private void Paid(int through)
        {
            PaidThrough = Math.Min(_lastYear, Math.Max(PaidThrough ?? 0, through));
            if (_late <= PaidThrough) _late = null;
        }

        private void Step(PatentEventKind cause, DateOnly on)
        {
            // A notice of lateness that names a year paid before is nothing, and a fee of another year does not end it.
            if (cause is PatentEventKind.FeeLate && Unpaid() is null || cause is PatentEventKind.FeePaid && _late is not null) return;
            _at = PatentMachine.Machine.Step(_at, cause, on, new(_ => _suspensions.Count > 0)).Position;
        }
    }
}
