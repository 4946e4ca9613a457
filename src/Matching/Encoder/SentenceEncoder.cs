using System.Numerics.Tensors;

namespace Marketplace.Matching.Encoder;

/// <summary>
/// Reads a text in context, where <see cref="Vectors.TermVectors"/> only adds up its words: bge-small-zh-v1.5 with weights in bytes, some hundred times as dear. Never
/// changes once loaded.
/// </summary>
public sealed class SentenceEncoder
{
    /// <summary>Numbers in a vector.</summary>
    public const int Size = 512;

    /// <summary>Tokens that are worked on together: enough that weights are read from memory for many, few enough that they stay near the processor.</summary>
    private const int Together = 512;

    private readonly WordPieces _pieces;
    private readonly sbyte[] _words;
    private readonly float[] _wordScales, _positions;
    private readonly Norm _norm;
    private readonly Layer[] _layers;

    private SentenceEncoder(WordPieces pieces, Tensors tensors)
    {
        _pieces = pieces;
        (_words, _wordScales) = (tensors.Bytes("embeddings.word"), tensors.Floats("embeddings.word.scale"));
        (_positions, _norm) = (tensors.Floats("embeddings.position"), tensors.Norm("embeddings.LayerNorm"));
        _layers = [.. Enumerable.Range(0, 4).Select(layer => new Layer(tensors, $"layer.{layer}"))];
    }

    /// <param name="folder">Holds <c>encoder.bin</c>, <c>encoder.tsv</c> and <c>vocab.txt</c>.</param>
    public static SentenceEncoder Load(string folder) => new(WordPieces.Load(Path.Combine(folder, "vocab.txt")), new(folder));

    /// <summary>A vector of length 1 for each text.</summary>
    public float[][] Of(IReadOnlyList<string> texts)
    {
        var vectors = new List<float[]>(texts.Count);
        var (batch, tokens) = (new List<int[]>(), 0);
        foreach (var text in texts)
        {
            var ids = _pieces.Of(text);
            if (tokens + ids.Length > Together && batch.Count > 0)
            {
                vectors.AddRange(Encode(batch));
                (batch, tokens) = ([], 0);
            }
            batch.Add(ids);
            tokens += ids.Length;
        }
        if (batch.Count > 0) vectors.AddRange(Encode(batch));
        return [.. vectors];
    }

    public float[] Of(string text) => Of([text])[0];

    private IEnumerable<float[]> Encode(List<int[]> texts)
    {
        var (ranges, place) = (new List<Range>(texts.Count), 0);
        foreach (var ids in texts)
        {
            ranges.Add(place..(place + ids.Length));
            place += ids.Length;
        }
        var state = Embed(texts, place);
        foreach (var layer in _layers) state = layer.Apply(state, ranges, firstOnly: ReferenceEquals(layer, _layers[^1]));
        return state.Chunk(Size).Select(Normalised);
    }

    private float[] Embed(List<int[]> texts, int tokens)
    {
        var state = new float[tokens * Size];
        var token = 0;
        foreach (var ids in texts)
        {
            for (var position = 0; position < ids.Length; position++)
            {
                var row = state.AsSpan(token++ * Size, Size);
                TensorPrimitives.ConvertTruncating<sbyte, float>(_words.AsSpan(ids[position] * Size, Size), row);
                TensorPrimitives.MultiplyAdd(row, _wordScales[ids[position]], _positions.AsSpan(position * Size, Size), row);
            }
        }
        _norm.Apply(state);
        return state;
    }

    private static float[] Normalised(float[] vector)
    {
        TensorPrimitives.Divide(vector, TensorPrimitives.Norm<float>(vector), vector);
        return vector;
    }
}
