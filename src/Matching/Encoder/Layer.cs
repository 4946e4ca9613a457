using System.Numerics.Tensors;

namespace Marketplace.Matching.Encoder;

/// <summary>One of the encoder's layers: each token looks at all tokens of its text, then is thought about by itself.</summary>
internal sealed class Layer(Tensors tensors, string name)
{
    private const int HeadSize = 64;
    private const float Temperature = 1 / 8f;

    private readonly Linear _query = tensors.Linear($"{name}.attention.self.query");
    private readonly Linear _key = tensors.Linear($"{name}.attention.self.key");
    private readonly Linear _value = tensors.Linear($"{name}.attention.self.value");
    private readonly Linear _attended = tensors.Linear($"{name}.attention.output.dense");
    private readonly Norm _attendedNorm = tensors.Norm($"{name}.attention.output.LayerNorm");
    private readonly Linear _wide = tensors.Linear($"{name}.intermediate.dense");
    private readonly Linear _narrow = tensors.Linear($"{name}.output.dense");
    private readonly Norm _norm = tensors.Norm($"{name}.output.LayerNorm");

    /// <param name="texts">Where each text's tokens stand.</param>
    /// <param name="firstOnly">Only the result of each text's first token is wanted, as of the last layer.</param>
    public float[] Apply(float[] tokens, IReadOnlyList<Range> texts, bool firstOnly)
    {
        var inputs = new Activations(tokens, SentenceEncoder.Size);
        var (keys, values) = (Result(_key, inputs), Result(_value, inputs));
        var residual = tokens;
        if (firstOnly)
        {
            residual = First(tokens, texts);
            inputs = new Activations(residual, SentenceEncoder.Size);
        }
        var queries = Result(_query, inputs);
        var attended = new float[residual.Length];
        var row = 0;
        foreach (var text in texts)
        {
            var asked = firstOnly ? 1 : text.End.Value - text.Start.Value;
            Attend(queries.AsSpan(row * SentenceEncoder.Size, asked * SentenceEncoder.Size), Of(keys, text), Of(values, text), attended.AsSpan(row * SentenceEncoder.Size));
            row += asked;
        }
        var state = Added(_attended, attended, residual, _attendedNorm);
        var thought = Result(_wide, new(state, SentenceEncoder.Size));
        Gelu.Apply(thought.AsSpan(0, row * _wide.Size));
        return Added(_narrow, thought.AsSpan(0, row * _wide.Size), state, _norm);
    }

    private static void Attend(ReadOnlySpan<float> queries, ReadOnlySpan<float> keys, ReadOnlySpan<float> values, Span<float> attended)
    {
        var (asked, tokens) = (queries.Length / SentenceEncoder.Size, keys.Length / SentenceEncoder.Size);
        // Turned round, so that a query is held against all keys as values are added up: numbers of a row times one weight.
        var turned = new float[keys.Length];
        for (var token = 0; token < tokens; token++)
        {
            for (var i = 0; i < SentenceEncoder.Size; i++) turned[i * tokens + token] = keys[token * SentenceEncoder.Size + i];
        }
        Span<float> shares = stackalloc float[tokens];
        for (var head = 0; head < SentenceEncoder.Size; head += HeadSize)
        {
            for (var start = head; start < asked * SentenceEncoder.Size; start += SentenceEncoder.Size)
            {
                WeightedRows.Add(queries.Slice(start, HeadSize), turned.AsSpan(head * tokens), tokens, shares);
                TensorPrimitives.Multiply(shares, Temperature, shares);
                TensorPrimitives.SoftMax<float>(shares, shares);
                WeightedRows.Add(shares, values[head..], SentenceEncoder.Size, attended.Slice(start, HeadSize));
            }
        }
    }

    private static float[] Result(Linear linear, Activations inputs)
    {
        var outputs = new float[inputs.Padded * linear.Size];
        linear.Apply(inputs, outputs);
        return outputs;
    }

    private static float[] Added(Linear linear, ReadOnlySpan<float> inputs, ReadOnlySpan<float> residual, Norm norm)
    {
        var result = Result(linear, new(inputs, linear.Inputs))[..residual.Length];
        TensorPrimitives.Add(result, residual, result);
        norm.Apply(result);
        return result;
    }

    private static float[] First(float[] rows, IReadOnlyList<Range> texts) => [.. texts.SelectMany(text => Of(rows, text.Start.Value..(text.Start.Value + 1)).ToArray())];

    private static ReadOnlySpan<float> Of(float[] rows, Range range) =>
        rows.AsSpan(range.Start.Value * SentenceEncoder.Size, (range.End.Value - range.Start.Value) * SentenceEncoder.Size);
}
