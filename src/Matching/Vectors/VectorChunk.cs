namespace Marketplace.Matching.Vectors;

/// <summary>Vectors that lie together: at 192 bytes each, what a processor's second cache holds while several that ask look at them.</summary>
internal sealed class VectorChunk(int size)
{
    public const int Size = 4096;

    private readonly sbyte[] _bytes = new sbyte[Size * size];

    public long[] Ids { get; } = new long[Size];

    /// <summary>Not a number where a vector is crossed out: no cosine made with it is above anything.</summary>
    public float[] Scales { get; } = new float[Size];

    public ref readonly sbyte First => ref _bytes[0];

    public ReadOnlySpan<sbyte> BytesAt(int place) => _bytes.AsSpan(place * size, size);

    public void Write(int place, long id, ReadOnlySpan<sbyte> bytes, float scale)
    {
        bytes.CopyTo(_bytes.AsSpan(place * size, size));
        (Ids[place], Scales[place]) = (id, scale);
    }

    public void CrossOut(int place) => Volatile.Write(ref Scales[place], float.NaN);
}
