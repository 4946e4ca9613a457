namespace Marketplace.Matching.Texts;

/// <summary>
/// What words of a text count, in whole numbers: sums come out the same in whatever order they are made, from the side of the need, from that of the offer, or from an index.
/// </summary>
/// <param name="Numbers">Words by <see cref="Vocabulary"/>, ascending.</param>
/// <param name="Values">What each counts, in units of <paramref name="Unit"/>.</param>
/// <param name="Unit">What one counts.</param>
public sealed record SparseWords(int[] Numbers, ushort[] Values, float Unit)
{
    public static SparseWords None { get; } = new([], [], 0);

    /// <summary>Sum of the products of what both have, in units of both.</summary>
    public uint Dot(SparseWords other)
    {
        uint sum = 0;
        for (int i = 0, j = 0; i < Numbers.Length && j < other.Numbers.Length;)
        {
            var (mine, theirs) = (Numbers[i], other.Numbers[j]);
            if (mine == theirs) sum += (uint)Values[i] * other.Values[j];
            if (mine <= theirs) i++;
            if (theirs <= mine) j++;
        }
        return sum;
    }

    /// <summary>Each shared word with its product, the weightiest first.</summary>
    public List<(int Word, uint Adds)> Shared(SparseWords other)
    {
        List<(int Word, uint Adds)> shared = [];
        for (int i = 0, j = 0; i < Numbers.Length && j < other.Numbers.Length;)
        {
            var (mine, theirs) = (Numbers[i], other.Numbers[j]);
            if (mine == theirs) shared.Add((mine, (uint)Values[i] * other.Values[j]));
            if (mine <= theirs) i++;
            if (theirs <= mine) j++;
        }
        shared.Sort((left, right) => left.Adds != right.Adds ? right.Adds.CompareTo(left.Adds) : left.Word.CompareTo(right.Word));
        return shared;
    }
}
