using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Marketplace.Matching.Encoder;
using Shouldly;
using Xunit;

namespace Marketplace.Matching.Tests.Encoder;

public sealed class SentenceEncoderTests
{
    private static readonly string[] Texts = [.. Data.Golden("Encoder/golden_ids.tsv").Select(cells => cells[0])];

    private static readonly float[][] Vectors = [.. MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Encoder/golden_vectors.f32")))
        .ToArray().Chunk(SentenceEncoder.Size)];

    public static TheoryData<int> Rows() => [.. Enumerable.Range(0, Texts.Length)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Vectors_are_those_of_the_encoder_in_floats(int row) =>
        TensorPrimitives.Dot(Data.Encoder.Of(Texts[row]), Vectors[row]).ShouldBeGreaterThanOrEqualTo(0.9999f, Texts[row]);

    [Fact]
    public void Texts_read_together_do_not_see_each_other()
    {
        string[] many = [.. Texts, .. Texts, .. Texts];
        var together = Data.Encoder.Of(many);
        for (var i = 0; i < many.Length; i++) together[i].ShouldBe(Data.Encoder.Of(many[i]));
    }

    [Fact]
    public void Of_nothing_comes_nothing() => Data.Encoder.Of([]).ShouldBeEmpty();
}
