using System.Numerics.Tensors;

namespace Marketplace.Matching.Encoder;

/// <summary>Inputs of a linear step in whole numbers, each token with a scale of its own. Filled up with zeros to a number of tokens divisible by four.</summary>
internal sealed class Activations
{
    public Activations(ReadOnlySpan<float> rows, int size)
    {
        var tokens = rows.Length / size;
        // As many products of the largest with a byte as there are inputs must fit a sum of 32 bits.
        var largest = MathF.Min(short.MaxValue, int.MaxValue / (size * (float)-sbyte.MinValue) - 1);
        Padded = (tokens + 3) / 4 * 4;
        Values = new short[Padded * size];
        Scales = new float[Padded];
        Span<float> scaled = stackalloc float[size];
        for (var token = 0; token < tokens; token++)
        {
            var row = rows.Slice(token * size, size);
            var most = MathF.Abs(TensorPrimitives.MaxMagnitude(row));
            if (most == 0) continue;
            Scales[token] = most / largest;
            TensorPrimitives.Multiply(row, largest / most, scaled);
            TensorPrimitives.Round(scaled, scaled);
            TensorPrimitives.ConvertTruncating<float, short>(scaled, Values.AsSpan(token * size, size));
        }
    }

    public int Padded { get; }
    public short[] Values { get; }
    public float[] Scales { get; }
}
