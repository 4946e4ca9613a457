using Marketplace.Search.Embedded;
using Marketplace.Search.Queries;
using Shouldly;
using Xunit;

namespace Marketplace.Search.Tests.Embedded;

public sealed class ColumnTests
{
    // In every document one value, in every third another, in one a rare one: the first two are kept as bits, the last as a list.
    private static readonly ValueColumn s_values = ValueColumn.Of([.. Enumerable.Range(0, 130).Select(document =>
        (IReadOnlyList<string>)["ab", .. document % 3 == 0 ? ["b", "b"] : Array.Empty<string>(), .. document == 77 ? ["abc"] : Array.Empty<string>()])]);

    [Fact]
    public void Values_are_sorted_counted_once_a_document_and_known_by_frequency()
    {
        s_values.Values.ShouldBe(["ab", "abc", "b"]);
        s_values.HeldBy(78).ToArray().ShouldBe([0, 2]);
        s_values.HeldBy(77).ToArray().ShouldBe([0, 1]);
        Enumerable.Range(0, 3).Select(s_values.CountOf).ShouldBe([130, 1, 44]);
        s_values.ByCount.ShouldBe([0, 2, 1]);
        s_values.Find("b").ShouldBe(2);
        s_values.Find("a").ShouldBeLessThan(0);
    }

    [Fact]
    public void Counting_within_hits_is_the_same_for_lists_and_bits()
    {
        var hits = new ulong[3];
        foreach (var document in new[] { 0, 1, 3, 77, 129 }) Bits.Set(hits, document);

        Enumerable.Range(0, 3).Select(value => s_values.CountIn(value, hits)).ShouldBe([5, 1, 3]);
        s_values.CountIn(1, new ulong[3]).ShouldBe(0);
    }

    [Theory]
    [InlineData("", 130)]
    [InlineData("a", 130)]
    [InlineData("abc", 1)]
    [InlineData("b", 44)]
    [InlineData("c", 0)]
    [InlineData("aa", 0)]
    public void A_beginning_collects_all_values_that_begin_so(string prefix, int documents)
    {
        var bits = new ulong[3];
        s_values.CollectBeginning(prefix, bits);
        Bits.Count(bits).ShouldBe(documents);
    }

    [Fact]
    public void A_value_nobody_has_collects_nothing_and_others_add_to_what_is_there()
    {
        var bits = new ulong[3];
        s_values.Collect("x", bits);
        Bits.Count(bits).ShouldBe(0);
        s_values.Collect("abc", bits);
        s_values.Collect("b", bits);
        Bits.Count(bits).ShouldBe(45);
    }

    [Fact]
    public void A_column_without_documents_or_without_values_is_one_too()
    {
        ValueColumn.Of([]).DocumentCount.ShouldBe(0);
        var empty = ValueColumn.Of([[], []]);
        empty.ByCount.ShouldBeEmpty();
        empty.HeldBy(1).Length.ShouldBe(0);
        new NumberColumn([]).Numbers.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(0L, null)]
    [InlineData(null, 0L)]
    [InlineData(-3L, 4L)]
    [InlineData(4L, -3L)]
    [InlineData(long.MinValue, long.MaxValue)]
    [InlineData(long.MaxValue, long.MaxValue)]
    [InlineData(long.MinValue + 1, long.MinValue + 1)]
    public void Bounds_are_included_and_no_number_is_within_none(long? from, long? to)
    {
        long[] kinds = [NumberColumn.None, long.MinValue + 1, -4, -3, 0, 4, 5, long.MaxValue];
        // Whole words of 64 and a rest.
        var column = new NumberColumn([.. Enumerable.Range(0, 150).Select(document => kinds[document * 5 % 8])]);
        var bits = new ulong[3];

        column.Collect(from, to, bits);

        for (var document = 0; document < 150; document++)
        {
            var number = column.Of(document);
            Bits.Has(bits, document).ShouldBe(number is not null && !(number < from) && !(number > to), $"{number}");
        }
    }

    [Theory]
    [InlineData(1, 900)]
    [InlineData(2, 3)]
    [InlineData(3, 100)]
    [InlineData(4, 5)]
    public void Facets_add_up_over_segments_whether_hits_are_few_or_many(int seed, int oneIn)
    {
        var random = new Random(seed);
        for (var size = 1; size < 40; size += 6)
        {
            var counter = new FacetCounter(new("kind", size));
            var expected = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var documents in new[] { 40, 700, 65, 2_000, 130 })
            {
                // The same values in all segments and some of its own, a few frequent ones and many rare ones.
                var held = Enumerable.Range(0, documents).Select(_ => (IReadOnlyList<string>)[.. Enumerable.Range(0, random.Next(3)).Select(_ => $"v{int.Min(random.Next(60), random.Next(60))}"), .. random.Next(9) == 0 ? [$"own {documents}"] : Array.Empty<string>()]).ToArray();
                var hits = new ulong[Bits.WordsFor(documents)];
                for (var document = 0; document < documents; document++)
                {
                    if (random.Next(oneIn) > 0 && document > 0) continue;
                    Bits.Set(hits, document);
                    foreach (var value in held[document].Distinct(StringComparer.Ordinal)) expected[value] = expected.GetValueOrDefault(value) + 1;
                }
                counter.Add(ValueColumn.Of(held), hits);
            }

            counter.Most().ShouldBe(expected.Select(pair => new FacetCount(pair.Key, pair.Value)).OrderByDescending(count => count.Count).ThenBy(count => count.Value, StringComparer.Ordinal).Take(size));
        }
    }

    [Fact]
    public void A_facet_nobody_counted_for_is_empty() => new FacetCounter(new("kind")).Most().ShouldBeEmpty();
}
