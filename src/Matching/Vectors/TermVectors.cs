using System.Buffers;
using System.Numerics.Tensors;
using Marketplace.Search.Analysis;

namespace Marketplace.Matching.Vectors;

/// <summary>Text to vector by adding up the rows of its features: what a text is about, in microseconds, without its order of words.</summary>
public sealed class TermVectors(Segmenter segmenter, TermTable table)
{
    /// <summary>Step 6 of the vectors' README. All zeros where the table knows nothing of the text.</summary>
    public void Write(string text, Span<float> vector)
    {
        var rows = new Rows(table, ArrayPool<int>.Shared.Rent(256));
        Features.Read(text, segmenter, ref rows);
        var known = rows.Known.AsSpan(0, rows.Count);
        known.Sort();
        vector.Clear();
        for (var i = 0; i < known.Length;)
        {
            var next = i + 1;
            while (next < known.Length && known[next] == known[i]) next++;
            table.AddTo(vector, known[i], MathF.Sqrt(next - i));
            i = next;
        }
        ArrayPool<int>.Shared.Return(rows.Known);
        var length = TensorPrimitives.Norm<float>(vector);
        if (length > 0) TensorPrimitives.Divide(vector, length, vector);
    }

    public float[] Of(string text)
    {
        var vector = new float[TermTable.Size];
        Write(text, vector);
        return vector;
    }

    private struct Rows(TermTable table, int[] known) : IFeatureSink
    {
        public int[] Known = known;
        public int Count;

        public void Add(ReadOnlySpan<char> feature, bool isCharacter)
        {
            var row = table.RowOf(feature, isCharacter);
            if (row < 0) return;
            if (Count == Known.Length)
            {
                var larger = ArrayPool<int>.Shared.Rent(Count * 2);
                Known.AsSpan().CopyTo(larger);
                ArrayPool<int>.Shared.Return(Known);
                Known = larger;
            }
            Known[Count++] = row;
        }
    }
}
