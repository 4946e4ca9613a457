using Marketplace.Web.Platform.Calendar;

namespace Marketplace.Web.Conversions.Counting;

/// <summary>Many questions about the same facts and locks: what is official in a quarter is worked out once. For one reader at a time.</summary>
public sealed class FactCounter(FactColumns columns, IReadOnlyList<PeriodLock> locks, DateTimeOffset asOf)
{
    private readonly Dictionary<(RegionBasis, Quarter), OfficialFacts> _official = [];

    public decimal Count(Question question) => Official(question).Count(question);

    /// <summary>What stands behind a figure.</summary>
    public IReadOnlyList<Countable> Facts(Question question) => Official(question).Facts(question);

    /// <summary>In the order of <see cref="StandardRules.All"/>.</summary>
    public List<decimal> Standard(string path, DateOnly first, DateOnly last) => [.. StandardRules.All.Select(rule => Count(new(rule, path, first, last)))];

    /// <summary>本级: what the standard numbers of the parts leave of the whole's, null for distinct counts, which parts do not make up. Null: nothing, or there are no parts.</summary>
    public static List<decimal?>? OwnOf(List<decimal> whole, IReadOnlyCollection<List<decimal>> parts)
    {
        if (parts.Count == 0) return null;
        List<decimal?> own = [.. StandardRules.All.Select((rule, i) => rule.IsAdditive ? whole[i] - parts.Sum(part => part[i]) : (decimal?)null)];
        return own.Exists(value => value is not (null or 0)) ? own : null;
    }

    private OfficialFacts Official(Question question)
    {
        var (basis, quarter) = (question.Rule.Regions, Quarter.Of(question.On));
        return _official.TryGetValue((basis, quarter), out var there) ? there : _official[(basis, quarter)] = columns.Official(basis, quarter, locks, asOf);
    }
}
