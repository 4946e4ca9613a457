using System.Numerics.Tensors;
using Marketplace.Matching.Vectors;
using Shouldly;
using Xunit;

namespace Marketplace.Matching.Tests.Vectors;

public sealed class QuantisedTests
{
    private static readonly string[] Texts =
        [.. from place in (string[])["棉花", "葡萄", "枸杞", "番茄", "羊绒", "光伏板", "锂电池", "采油机"] from what in (string[])["采收装置", "清洗方法", "烘干设备", "检测系统", "包装材料", ""] select place + what];

    [Fact]
    public void Bytes_keep_cosines_to_four_thousandths()
    {
        foreach (var left in Texts)
        {
            foreach (var right in Texts)
            {
                var (a, b) = (Data.Vectors.Of(left), Data.Vectors.Of(right));
                Quantised.Of(a).Dot(Quantised.Of(b)).ShouldBe(TensorPrimitives.Dot(a, b), 0.0045f);
            }
        }
    }

    [Fact]
    public void A_vector_keeps_its_own_length_where_that_is_asked()
    {
        float[] vector = [.. Data.Vectors.Of("棉花采收").Select(number => number * 0.6f)];
        Quantised.AsLong(vector).Dot(Quantised.Of(Data.Vectors.Of("棉花采收"))).ShouldBe(0.6f, 0.005f);
        Quantised.AsLong(new float[192]).Dot(Quantised.Of(vector)).ShouldBe(0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(33)]
    [InlineData(192)]
    [InlineData(512)]
    public void Sums_are_those_of_plain_arithmetic_at_every_length(int length)
    {
        var random = new Random(length);
        sbyte[] left = [.. Enumerable.Range(0, length).Select(_ => (sbyte)random.Next(-127, 128))], right = [.. Enumerable.Range(0, length).Select(_ => (sbyte)random.Next(-127, 128))];
        new Quantised(left, 1).Dot(new(right, 1)).ShouldBe(left.Zip(right, (one, other) => one * other).Sum());
    }
}
