namespace Marketplace.Search.Embedded;

/// <summary>
/// What a query may cost, counted in steps of about a nanosecond: postings walked, letters compared. Counted instead of timed, a query that is cut is cut at the
/// same place every time, and never because the machine was busy with something else. Measured costs of the steps: docs/search.md.
/// </summary>
internal sealed class Effort(TimeSpan budget)
{
    private long _left = (long)budget.TotalNanoseconds;

    public bool IsSpent => _left < 0;

    /// <summary>False once nothing is left.</summary>
    public bool Spend(long steps) => (_left -= steps) >= 0;
}
