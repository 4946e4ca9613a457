using Marketplace.Web.Conversions.Counting;
using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Platform.Calendar;

namespace Marketplace.Web.Tests.Conversions;

/// <summary>A random life of a few conversions: filed, corrected, reversed, merged and parted again, while quarters are locked. Time goes on by a minute with each thing that happens.</summary>
internal sealed class CountingHistory(int seed)
{
    public static readonly string[] Regions = ["/1/", "/1/11/", "/1/11/111/", "/1/11/112/", "/1/11/112/z/", "/1/12/", "/1/12/121/", "/2/21/211/"];
    private static readonly string[] s_levels = ["/", "/1/", "/1/11/", "/1/12/", "/1/11/111/", "/1/11/112/", "/1/11/112/z/"];
    private static readonly Quarter[] s_quarters = [new(2024, 4), new(2025, 1), new(2025, 2)];

    private readonly Random _random = new(seed);
    private readonly Dictionary<Guid, List<(DateTimeOffset At, Countable? Fact)>> _filings = [];
    private readonly Dictionary<Guid, List<(DateTimeOffset From, DateTimeOffset? Until)>> _merges = [];
    private readonly List<(Question Question, decimal Value)> _locked = [];
    private readonly List<PeriodLock> _locks = [];

    public DateTimeOffset Now { get; private set; } = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public IReadOnlyList<PeriodLock> Locks => _locks;

    /// <summary>What the figures were when they were locked.</summary>
    public IReadOnlyList<(Question Question, decimal Value)> Locked => _locked;

    /// <summary>Two versions of each rule: a later one counts other days and asks for more.</summary>
    public static IReadOnlyList<CountRule> Rules { get; } =
    [
        .. Enum.GetValues<CountEntity>().SelectMany(entity => (CountRule[])
        [
            new(entity.ToString(), 1, Enum.GetValues<ConversionType>(), entity, DateBasis.Signature, RegionBasis.Taker, EvidenceLevel.L1, MarketOnly: false),
            new(entity.ToString(), 2, [ConversionType.OpenLicence, ConversionType.Assignment], entity, DateBasis.Recorded, RegionBasis.Giver, EvidenceLevel.L3, MarketOnly: true, FromPublic: entity == CountEntity.SmallTakers),
        ]),
    ];

    public IReadOnlyList<History> Histories() => [.. _filings.Select(f => History.Of(f.Key, f.Value, _merges.GetValueOrDefault(f.Key) ?? []))];

    public Question Ask() => new(Pick(Rules), Pick(s_levels), _random.Next(3) > 0 ? null : Pick(s_quarters).First, Pick(s_quarters).Last.AddDays(-_random.Next(40)));

    public DateTimeOffset SomeMoment() => new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(_random.Next((int)(Now - new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero)).TotalSeconds + 60));

    public CountingHistory Live(int steps)
    {
        for (var n = 0; n < steps; n++)
        {
            Now = Now.AddMinutes(1);
            switch (_random.Next(10))
            {
                case < 4:
                    _filings[Guid.CreateVersion7()] = [(Now, AnyFact())];
                    break;
                case < 6 when _filings.Count > 0:
                    AnyFilings().Add((Now, AnyFact()));
                    break;
                case 6 when _filings.Count > 0:
                    AnyFilings().Add((Now, null));
                    break;
                case 7 when _filings.Count > 1:
                    MergeOrPart();
                    break;
                case 8:
                    Lock();
                    break;
            }
        }
        return this;
    }

    private void MergeOrPart()
    {
        var merges = _merges.TryGetValue(Pick([.. _filings.Keys]) is var one ? one : default, out var there) ? there : _merges[one] = [];
        if (merges is [.., (var from, null)]) merges[^1] = (from, Now);
        else merges.Add((Now, null));
    }

    private void Lock()
    {
        var one = new PeriodLock(Pick(s_levels), Pick(s_quarters), Now);
        _locks.Add(one);
        // Each figure of the quarter, of every region that is locked by it.
        foreach (var rule in Rules)
            foreach (var region in s_levels.Where(r => r.StartsWith(one.RegionPath, StringComparison.Ordinal)).Take(2))
            {
                var question = new Question(rule, region, null, one.Quarter.Last);
                _locked.Add((question, Recount.Count(question, Histories(), _locks, Now)));
            }
        // What is found out in the same minute was not known yet.
        Now = Now.AddMinutes(1);
    }

    private Countable AnyFact()
    {
        var chain = _random.Next(3) == 0 ? new Guid(_random.Next(2), 0, 0, new byte[8]) : (Guid?)null;
        var takers = Some("c", 4);
        return new(Pick([ConversionType.OpenLicence, ConversionType.Assignment, ConversionType.Pledge]), _random.Next(4) == 0 ? Pick(Enum.GetValues<MarketNature>()) : MarketNature.Market, Pick([EvidenceLevel.L0, EvidenceLevel.L2, EvidenceLevel.L3, EvidenceLevel.L4, EvidenceLevel.L5]),
            AnyDay(), AnyDay(), AnyDay(), _random.Next(8) == 0 ? null : AnyDay(), Pick(Regions), Pick(Regions), _random.Next(1_000) + 0.5m, _random.Next(1_000) + 0.25m, _random.Next(5) == 0, chain,
            Some("p", 5), Some("c", 4), takers)
        {
            Small = [.. takers.Where(_ => _random.Next(2) == 0)],
            FromPublic = _random.Next(3) > 0,
        };
    }

    private DateOnly AnyDay() => new DateOnly(2024, 10, 1).AddDays(_random.Next(200));

    private List<string> Some(string kind, int of) => [.. Enumerable.Range(0, _random.Next(1, 4)).Select(_ => kind + _random.Next(of)).Distinct(StringComparer.Ordinal)];

    private List<(DateTimeOffset At, Countable? Fact)> AnyFilings() => _filings[Pick([.. _filings.Keys])];

    private T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];
}
