using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Marketplace.Matching.Vectors;

/// <summary>The table of term vectors: for each term a row of small whole numbers and the scale that makes them real ones. Read once, never changed.</summary>
public sealed class TermTable
{
    /// <summary>Numbers in a vector, as the table was made.</summary>
    public const int Size = 192;

    private readonly sbyte[] _rows;
    private readonly float[] _scales;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _terms;
    private readonly int[] _characters = new int[char.MaxValue + 1];

    private TermTable(Dictionary<string, int> terms, sbyte[] rows, float[] scales)
    {
        (_rows, _scales) = (rows, scales);
        Array.Fill(_characters, -1);
        foreach (var (term, row) in terms) if (term is ['#', var character]) _characters[character] = row;
        _terms = terms.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public int Count => _scales.Length;

    /// <param name="folder">Holds <c>terms.txt</c>, <c>vectors.i8</c> and <c>scales.f32</c>, which must be of one length.</param>
    public static TermTable Load(string folder)
    {
        var lines = File.ReadAllLines(Path.Combine(folder, "terms.txt"));
        var terms = new Dictionary<string, int>(lines.Length, StringComparer.Ordinal);
        for (var row = 0; row < lines.Length; row++) terms.Add(lines[row], row);
        var rows = MemoryMarshal.Cast<byte, sbyte>(File.ReadAllBytes(Path.Combine(folder, "vectors.i8"))).ToArray();
        var scales = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(Path.Combine(folder, "scales.f32"))).ToArray();
        if (scales.Length != lines.Length || rows.Length != lines.Length * Size)
        {
            throw new InvalidDataException($"The term vectors in {folder} do not belong together: {lines.Length} terms, {rows.Length / (double)Size} rows, {scales.Length} scales.");
        }
        return new(terms, rows, scales);
    }

    /// <summary>The row of a word, or of a character by itself; −1 if the table does not know it.</summary>
    internal int RowOf(ReadOnlySpan<char> feature, bool isCharacter) =>
        isCharacter ? _characters[feature[0]] : _terms.TryGetValue(feature, out var row) ? row : -1;

    internal void AddTo(Span<float> sum, int row, float weight)
    {
        Span<float> values = stackalloc float[Size];
        TensorPrimitives.ConvertTruncating(_rows.AsSpan(row * Size, Size), values);
        TensorPrimitives.MultiplyAdd(values, weight * _scales[row], sum, sum);
    }
}
