using Marketplace.Web.Conversions.Counting;
using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Platform.Calendar;

namespace Marketplace.Web.Tests.Conversions;

public sealed class CountingTests
{
    private static readonly CountRule s_contracts = new("contracts", 1, Enum.GetValues<ConversionType>(), CountEntity.Contracts, DateBasis.Signature, RegionBasis.Taker, EvidenceLevel.L1, MarketOnly: false);
    private static readonly string[] s_counties = ["/1/11/111/", "/1/11/112/"];
    private static readonly DateTimeOffset s_start = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly s_december = new(2024, 12, 31);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Ten_thousand_random_histories_give_what_a_plain_recount_gives_and_locks_do_not_move(int quarter)
    {
        var (answered, locked, counted, grown) = (0, 0, 0, 0);
        for (var seed = quarter * 2_500; seed < (quarter + 1) * 2_500; seed++)
        {
            var life = new CountingHistory(seed).Live(12);
            var first = life.Histories();
            var early = new FactColumns(first);
            var histories = life.Live(12).Histories();
            // Half of it came to be known later: where the columns can take it in, they say the same as new ones.
            var more = early.With([.. histories.Where(h => !first.Any(f => f.Conversion == h.Conversion && f.Known.SequenceEqual(h.Known)))]);
            if (more is not null) grown++;
            var columns = more ?? new FactColumns(histories);
            for (var n = 0; n < 6; n++)
            {
                var (question, asOf) = (life.Ask(), n < 3 ? life.Now : life.SomeMoment());
                var plain = Recount.Count(question, histories, life.Locks, asOf);
                var official = columns.Official(question.Rule.Regions, Quarter.Of(question.On), life.Locks, asOf);
                // Asked for the whole first, it answers for a part from what it chose for the whole.
                if (n % 2 == 1) official.Count(question with { RegionPath = "/" }).ShouldBe(Recount.Count(question with { RegionPath = "/" }, histories, life.Locks, asOf));
                official.Count(question).ShouldBe(plain, $"seed {seed}, {question}, {asOf:O}");
                answered++;
                if (plain > 0) counted++;
                if (question.Rule.IsAdditive) Parts(question, histories, life.Locks, asOf).ShouldBe(plain, $"parts of seed {seed}, {question}");
            }
            foreach (var (question, value) in life.Locked)
            {
                Recount.Count(question, histories, life.Locks, life.Now).ShouldBe(value, $"locked, seed {seed}, {question}");
                locked++;
            }
        }
        // That it was no test of empty histories.
        answered.ShouldBe(15_000);
        counted.ShouldBeGreaterThan(answered / 4);
        locked.ShouldBeGreaterThan(20_000);
        grown.ShouldBeGreaterThan(250);
    }

    /// <summary>The regions one step below, and what is the region's own.</summary>
    private static decimal Parts(Question question, IReadOnlyList<History> histories, IReadOnlyList<PeriodLock> locks, DateTimeOffset asOf)
    {
        var below = CountingHistory.Regions.Where(path => path.StartsWith(question.RegionPath, StringComparison.Ordinal) && path != question.RegionPath)
            .Select(path => path[..(path.IndexOf('/', question.RegionPath.Length) + 1)]).Distinct(StringComparer.Ordinal).ToList();
        var own = histories.Where(history => Recount.Official(history, question.Rule.Regions, Quarter.Of(question.On), locks, asOf) is { } fact && fact.Region(question.Rule.Regions) == question.RegionPath).ToList();
        return below.Sum(path => Recount.Count(question with { RegionPath = path }, histories, locks, asOf)) + Recount.Count(question, own, locks, asOf);
    }

    [Fact]
    public void A_contract_whose_region_is_put_right_after_a_lock_counts_once_above()
    {
        var one = History.Of(Guid.CreateVersion7(), [(s_start, Signed("/1/11/111/")), (s_start.AddDays(2), Signed("/1/11/112/"))], []);
        PeriodLock[] locks = [new("/1/11/111/", new(2024, 4), s_start.AddDays(1))];
        Count("/1/11/", [one], locks).ShouldBe(1);
        Count("/1/11/111/", [one], locks).ShouldBe(1);
        Count("/1/11/112/", [one], locks).ShouldBe(0);
        // A later day is of another quarter, which knows better.
        Recount.Count(new(s_contracts, "/1/11/112/", null, new(2025, 3, 31)), [one], locks, s_start.AddDays(3)).ShouldBe(1);
    }

    [Fact]
    public void What_comes_late_is_no_part_of_a_locked_quarter_and_of_every_later_figure()
    {
        var late = History.Of(Guid.CreateVersion7(), [(s_start.AddDays(2), Signed("/1/11/111/"))], []);
        PeriodLock[] locks = [new("/1/11/", new(2024, 4), s_start.AddDays(1))];
        Count("/1/11/", [late], locks).ShouldBe(0);
        Count("/1/11/", [late], []).ShouldBe(1);
        Recount.Count(new(s_contracts, "/1/11/", null, new(2025, 1, 1)), [late], locks, s_start.AddDays(3)).ShouldBe(1);
    }

    [Fact]
    public void One_patent_licensed_in_two_counties_counts_once_above()
    {
        var patents = s_contracts with { Entity = CountEntity.Patents };
        var both = s_counties.Select(path => History.Of(Guid.CreateVersion7(), [(s_start, Signed(path))], [])).ToList();
        foreach (var path in (string[])["/1/11/111/", "/1/11/112/", "/1/11/", "/1/", "/"]) Recount.Count(new(patents, path, null, s_december), both, [], s_start).ShouldBe(1, path);
        Count("/1/11/", both, []).ShouldBe(2);
    }

    [Fact]
    public void Merged_they_are_one_and_parted_they_are_two_again_but_not_for_a_quarter_that_was_locked_in_between()
    {
        var (a, b) = (History.Of(Guid.CreateVersion7(), [(s_start, Signed("/1/11/111/"))], []), History.Of(Guid.CreateVersion7(), [(s_start, Signed("/1/11/111/"))], [(s_start.AddDays(1), s_start.AddDays(3))]));
        Recount.Count(new(s_contracts, "/", null, s_december), [a, b], [], s_start).ShouldBe(2);
        Recount.Count(new(s_contracts, "/", null, s_december), [a, b], [], s_start.AddDays(2)).ShouldBe(1);
        Recount.Count(new(s_contracts, "/", null, s_december), [a, b], [], s_start.AddDays(3)).ShouldBe(2);
        Count("/", [a, b], [new("/1/", new(2024, 4), s_start.AddDays(2))]).ShouldBe(1);
    }

    [Fact]
    public void Of_a_chain_the_last_taker_counts_and_each_hop_is_a_time()
    {
        var chain = Guid.CreateVersion7();
        History Hop(string from, string to) => History.Of(Guid.CreateVersion7(), [(s_start, Signed("/1/11/111/") with { Chain = chain, Givers = [from], Takers = [to] })], []);
        History[] both = [Hop("university", "operator"), Hop("operator", "enterprise")];
        Recount.Count(new(s_contracts with { Entity = CountEntity.Takers }, "/", null, s_december), both, [], s_start).ShouldBe(1);
        Recount.Count(new(s_contracts with { Entity = CountEntity.Times }, "/", null, s_december), both, [], s_start).ShouldBe(2);
    }

    [Fact]
    public void A_renewal_is_no_contract_of_its_own_and_adds_what_is_new_in_it()
    {
        History[] both =
        [
            History.Of(Guid.CreateVersion7(), [(s_start, Signed("/1/11/111/") with { New = 100 })], []),
            History.Of(Guid.CreateVersion7(), [(s_start, Signed("/1/11/111/") with { New = 20, PartOf = true })], []),
        ];
        Count("/", both, []).ShouldBe(1);
        Recount.Count(new(s_contracts with { Entity = CountEntity.Times }, "/", null, s_december), both, [], s_start).ShouldBe(1);
        Recount.Count(new(s_contracts with { Entity = CountEntity.Amount }, "/", null, s_december), both, [], s_start).ShouldBe(120);
    }

    [Theory]
    [InlineData(MarketNature.Market, false, 1)]
    [InlineData(MarketNature.Related, false, 1)]
    [InlineData(MarketNature.Related, true, 0)]
    [InlineData(MarketNature.NameChange, false, 0)]
    [InlineData(MarketNature.Succession, false, 0)]
    [InlineData(MarketNature.OtherTransfer, false, 0)]
    public void A_change_of_name_is_no_conversion_and_a_deal_inside_a_group_is_one_where_the_rule_says_so(MarketNature nature, bool marketOnly, int counted)
    {
        var one = History.Of(Guid.CreateVersion7(), [(s_start, Signed("/1/") with { Nature = nature })], []);
        Recount.Count(new(s_contracts with { MarketOnly = marketOnly }, "/", null, s_december), [one], [], s_start).ShouldBe(counted);
    }

    private static decimal Count(string path, IReadOnlyList<History> histories, PeriodLock[] locks) => Recount.Count(new(s_contracts, path, null, s_december), histories, locks, s_start.AddDays(9));

    private static Countable Signed(string region) =>
        new(ConversionType.OrdinaryLicence, MarketNature.Market, EvidenceLevel.L2, s_december.AddDays(-3), null, null, null, region, region, 10, 0, PartOf: false, Chain: null, ["p"], ["g"], ["t"]);
}
