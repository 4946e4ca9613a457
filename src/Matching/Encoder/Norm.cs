using System.Numerics.Tensors;

namespace Marketplace.Matching.Encoder;

/// <summary>LayerNorm: each token's numbers brought to mean 0 and variance 1, then weighted.</summary>
internal sealed class Norm(float[] weights, float[] biases)
{
    private const float Epsilon = 1e-12f;

    public void Apply(Span<float> rows)
    {
        for (var start = 0; start < rows.Length; start += weights.Length)
        {
            var row = rows.Slice(start, weights.Length);
            TensorPrimitives.Subtract(row, TensorPrimitives.Sum<float>(row) / row.Length, row);
            var variance = TensorPrimitives.SumOfSquares<float>(row) / row.Length;
            TensorPrimitives.Multiply(row, 1 / MathF.Sqrt(variance + Epsilon), row);
            TensorPrimitives.MultiplyAdd(row, weights, biases, row);
        }
    }
}
