using Marketplace.Web.Conversions.Periods;
using Marketplace.Web.Platform.Calendar;

namespace Marketplace.Web.Plans.Counted;

/// <summary>The quarters of a region that are locked, by itself or from above. Whoever locks says: that is all. Only then is a count a figure, and nothing counted is 0 and not unknown.</summary>
public sealed class ClosedQuarters(IEnumerable<CountPeriod> locked)
{
    private readonly Dictionary<Quarter, CountPeriod> _locks = locked.GroupBy(p => new Quarter(p.Year, p.Quarter)).ToDictionary(same => same.Key, same => same.MinBy(p => p.LockedAt)!);

    public IEnumerable<Quarter> All => _locks.Keys.OrderBy(q => q.First);

    public CountPeriod this[Quarter quarter] => _locks[quarter];

    public bool Closed(DateOnly from, DateOnly to)
    {
        for (var quarter = Quarter.Of(from); quarter.First <= to; quarter = quarter.Next)
            if (!_locks.ContainsKey(quarter)) return false;
        return true;
    }
}
