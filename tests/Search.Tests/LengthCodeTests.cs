using Shouldly;
using Xunit;

namespace Marketplace.Search.Tests;

public sealed class LengthCodeTests
{
    // Worked out by hand from Lucene's SmallFloat: 24 codes of their own, then three bits after the leading one.
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(39, 39)]
    [InlineData(40, 40)]
    [InlineData(41, 40)]
    [InlineData(42, 42)]
    [InlineData(54, 54)]
    [InlineData(55, 54)]
    [InlineData(56, 56)]
    [InlineData(59, 56)]
    [InlineData(60, 60)]
    [InlineData(160, 152)]
    [InlineData(1_000, 984)]
    [InlineData(int.MaxValue, 2_013_265_944)]
    public void A_length_comes_back_as_Lucene_would_give_it(int length, int kept) => LengthCode.LengthOf(LengthCode.Of(length)).ShouldBe(kept);

    [Theory]
    [InlineData(23, 23)]
    [InlineData(24, 24)]
    [InlineData(31, 31)]
    [InlineData(32, 32)]
    [InlineData(40, 40)]
    [InlineData(42, 41)]
    [InlineData(56, 48)]
    [InlineData(1_000, 87)]
    [InlineData(int.MaxValue, 255)]
    public void Codes_are_Lucenes(int length, int code) => LengthCode.Of(length).ShouldBe((byte)code);

    [Fact]
    public void Codes_never_fall_as_lengths_grow()
    {
        for (var length = 1; length < 100_000; length++) LengthCode.Of(length).ShouldBeGreaterThanOrEqualTo(LengthCode.Of(length - 1));
    }
}
