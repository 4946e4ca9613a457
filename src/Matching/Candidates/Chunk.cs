using Marketplace.Matching.Vectors;

namespace Marketplace.Matching.Candidates;

/// <summary>Items that lie together: their vectors are what a processor's second cache holds while several that ask look at them.</summary>
internal sealed unsafe class Chunk<TItem>(LargePage page, int part)
{
    public const int Size = 4096;

    /// <summary>So many on one page.</summary>
    public const int Parts = LargePage.Size / (Size * TermTable.Size);

    private readonly LargePage _page = page;
    private readonly sbyte* _bytes = page.At(part * Size * TermTable.Size);

    /// <summary>Where the next one can be: on the rest of this page, or on another.</summary>
    public static Chunk<TItem> After(Chunk<TItem>? last) => last is not null && last.Part + 1 < Parts ? new(last._page, last.Part + 1) : new(new(), 0);

    private int Part { get; } = part;

    public TItem[] Items { get; } = new TItem[Size];

    /// <summary>Not a number where an item is crossed out: nothing made with it is above anything.</summary>
    public float[] Scales { get; } = new float[Size];

    /// <summary>What a product of words counts.</summary>
    public float[] Units { get; } = new float[Size];
    public uint[] Forms { get; } = new uint[Size];

    /// <summary>Good for as long as this chunk is held.</summary>
    public sbyte* First => _bytes;

    public void Write(int place, TItem item, Quantised vector, float unit, uint forms)
    {
        vector.Bytes.CopyTo(new Span<sbyte>(_bytes + place * TermTable.Size, TermTable.Size));
        (Items[place], Scales[place], Units[place], Forms[place]) = (item, vector.Scale, unit, forms);
    }

    public void CrossOut(int place) => Volatile.Write(ref Scales[place], float.NaN);
}
