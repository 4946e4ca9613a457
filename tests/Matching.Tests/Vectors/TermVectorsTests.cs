using System.Globalization;
using System.Numerics.Tensors;
using Shouldly;
using Xunit;

namespace Marketplace.Matching.Tests.Vectors;

public sealed class TermVectorsTests
{
    public static TheoryData<string, string, double> Golden()
    {
        var data = new TheoryData<string, string, double>();
        foreach (var cells in Data.Golden("Vectors/golden_cosines.tsv")) data.Add(cells[0], cells[1], double.Parse(cells[2], CultureInfo.InvariantCulture));
        return data;
    }

    [Theory]
    [MemberData(nameof(Golden))]
    public void Cosines_are_those_the_table_was_made_with(string left, string right, double cosine) =>
        ((double)TensorPrimitives.Dot(Data.Vectors.Of(left), Data.Vectors.Of(right))).ShouldBe(cosine, 0.0005);

    [Theory]
    [InlineData("")]
    [InlineData("。、 —")]
    [InlineData("ئۇيغۇر")]
    public void Text_the_table_knows_nothing_of_is_like_nothing(string text) => Data.Vectors.Of(text).ShouldAllBe(number => number == 0);

    [Fact]
    public void Long_text_is_read_to_its_end() =>
        TensorPrimitives.Dot(Data.Vectors.Of(string.Concat(Enumerable.Repeat("滴灌带", 500)) + "棉花"), Data.Vectors.Of("棉花")).ShouldBeGreaterThan(
            TensorPrimitives.Dot(Data.Vectors.Of("滴灌带"), Data.Vectors.Of("棉花")));
}
