using Marketplace.Matching.Vectors;

namespace Marketplace.Matching.Candidates;

/// <summary>Items that lie together: their vectors are what a processor's second cache holds while several that ask look at them.</summary>
internal sealed class Chunk<TItem>
{
    public const int Size = 4096;

    private readonly sbyte[] _bytes = GC.AllocateUninitializedArray<sbyte>(Size * TermTable.Size);

    public TItem[] Items { get; } = new TItem[Size];

    /// <summary>Not a number where an item is crossed out: nothing made with it is above anything.</summary>
    public float[] Scales { get; } = new float[Size];

    /// <summary>What a product of words counts.</summary>
    public float[] Units { get; } = new float[Size];
    public uint[] Forms { get; } = new uint[Size];

    public ref readonly sbyte First => ref _bytes[0];

    public void Write(int place, TItem item, Quantised vector, float unit, uint forms)
    {
        vector.Bytes.CopyTo(_bytes.AsSpan(place * TermTable.Size, TermTable.Size));
        (Items[place], Scales[place], Units[place], Forms[place]) = (item, vector.Scale, unit, forms);
    }

    public void CrossOut(int place) => Volatile.Write(ref Scales[place], float.NaN);
}
