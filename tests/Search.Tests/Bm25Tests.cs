using Shouldly;
using Xunit;

namespace Marketplace.Search.Tests;

/// <summary>Against figures worked out apart from the program, with the formulas of Lucene's BM25Similarity.</summary>
public sealed class Bm25Tests
{
    [Theory]
    [InlineData(1, 1, 0.2876821)]
    [InlineData(1, 2, 0.6931472)]
    [InlineData(3, 10, 1.1451323)]
    [InlineData(1, 100_000, 11.1074704)]
    [InlineData(0, 10, 3.0910425)]
    public void The_rarer_a_term_the_more_it_tells(long having, long documents, double expected) => Bm25.Idf(having, documents).ShouldBe((float)expected, 1e-5f);

    [Fact]
    public void The_average_of_nothing_divides_nothing_by_zero()
    {
        Bm25.Average(0, 0).ShouldBe(1f);
        Bm25.Average(0, 4).ShouldBe(0f);
        Bm25.Average(7, 2).ShouldBe(3.5f);
    }

    [Fact]
    public void A_text_of_average_length_is_neither_helped_nor_hurt_and_longer_ones_are_hurt()
    {
        var norms = Bm25.InverseNorms(8);

        norms.Length.ShouldBe(256);
        norms[8].ShouldBe(1 / 1.2f, 1e-6f);
        norms[0].ShouldBe(1 / 0.3f, 1e-5f);
        norms[16].ShouldBe(1 / (1.2f * 1.75f), 1e-6f);
        // Code 48 stands for 56.
        norms[48].ShouldBe(1 / (1.2f * (0.25f + 0.75f * 7)), 1e-6f);
        for (var code = 1; code < 256; code++) norms[code].ShouldBeLessThan(norms[code - 1]);
    }

    [Theory]
    [InlineData(2.2f, 1, 1 / 1.2f, 1.0)]
    [InlineData(2.2f, 3, 1 / 1.2f, 1.5714286)]
    [InlineData(1f, 1, 0.25f, 0.2)]
    [InlineData(1f, 0, 0.25f, 0)]
    public void Each_further_mention_counts_less(float weight, int frequency, float norm, double expected) => Bm25.Score(weight, frequency, norm).ShouldBe((float)expected, 1e-6f);
}
