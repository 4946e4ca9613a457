using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Marketplace.Matching.Encoder;

/// <summary>
/// One linear step, weights in bytes. They are packed so that the lanes of a register belong to sixteen outputs, each with two inputs side by side, which one
/// instruction multiplies and adds: nothing has to be summed across lanes.
/// </summary>
internal sealed class Linear
{
    private const int Lanes = 16, Tokens = 4, Outputs = 2 * Lanes;

    private readonly sbyte[] _packed;
    private readonly float[] _scales, _biases;

    /// <param name="weights">A row for each output.</param>
    public Linear(sbyte[] weights, float[] scales, float[] biases)
    {
        (_scales, _biases, Inputs, Size) = (scales, biases, weights.Length / biases.Length, biases.Length);
        _packed = new sbyte[weights.Length];
        for (var output = 0; output < Size; output++)
        {
            for (var input = 0; input < Inputs; input++)
            {
                var group = output / Lanes * Inputs / 2 + input / 2;
                _packed[(group * Lanes + output % Lanes) * 2 + input % 2] = weights[output * Inputs + input];
            }
        }
    }

    public int Inputs { get; }

    /// <summary>Outputs.</summary>
    public int Size { get; }

    /// <param name="outputs">A row for each token; tokens come in fours, see <see cref="Activations"/>.</param>
    public void Apply(Activations inputs, Span<float> outputs)
    {
        for (var output = 0; output < Size; output += Outputs)
        {
            for (var token = 0; token < inputs.Padded; token += Tokens) Block(inputs, token, output, outputs);
        }
    }

    /// <summary>Four tokens by thirty-two outputs: what fits the registers, so that each weight is widened once for four tokens.</summary>
    private void Block(Activations inputs, int token, int output, Span<float> outputs)
    {
        Vector512<int> a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default, d0 = default, d1 = default;
        ref var low = ref MemoryMarshal.GetReference(_packed.AsSpan(output * Inputs, Outputs * Inputs));
        ref var high = ref Unsafe.Add(ref low, Lanes * Inputs);
        // Two neighbouring inputs are read as one number, which every lane gets.
        ref var a = ref Unsafe.As<short, int>(ref MemoryMarshal.GetReference(inputs.Values.AsSpan(token * Inputs, Tokens * Inputs)));
        nint pairs = Inputs / 2;
        for (nint pair = 0; pair < pairs; pair++)
        {
            var first = Wide.Shorts(Vector256.LoadUnsafe(ref low));
            var second = Wide.Shorts(Vector256.LoadUnsafe(ref high));
            low = ref Unsafe.Add(ref low, Lanes * 2);
            high = ref Unsafe.Add(ref high, Lanes * 2);
            var x = Vector512.Create(a).AsInt16();
            a0 += Wide.MultiplyAdd(first, x);
            a1 += Wide.MultiplyAdd(second, x);
            x = Vector512.Create(Unsafe.Add(ref a, pairs)).AsInt16();
            b0 += Wide.MultiplyAdd(first, x);
            b1 += Wide.MultiplyAdd(second, x);
            x = Vector512.Create(Unsafe.Add(ref a, pairs * 2)).AsInt16();
            c0 += Wide.MultiplyAdd(first, x);
            c1 += Wide.MultiplyAdd(second, x);
            x = Vector512.Create(Unsafe.Add(ref a, pairs * 3)).AsInt16();
            d0 += Wide.MultiplyAdd(first, x);
            d1 += Wide.MultiplyAdd(second, x);
            a = ref Unsafe.Add(ref a, 1);
        }
        Store(a0, a1, inputs.Scales[token], output, outputs[(token * Size)..]);
        Store(b0, b1, inputs.Scales[token + 1], output, outputs[((token + 1) * Size)..]);
        Store(c0, c1, inputs.Scales[token + 2], output, outputs[((token + 2) * Size)..]);
        Store(d0, d1, inputs.Scales[token + 3], output, outputs[((token + 3) * Size)..]);
    }

    private void Store(Vector512<int> low, Vector512<int> high, float scale, int output, Span<float> row)
    {
        Real(low, scale, output).CopyTo(row[output..]);
        Real(high, scale, output + Lanes).CopyTo(row[(output + Lanes)..]);
    }

    private Vector512<float> Real(Vector512<int> sums, float scale, int output) =>
        Vector512.ConvertToSingle(sums) * (Vector512.LoadUnsafe(ref _scales[output]) * scale) + Vector512.LoadUnsafe(ref _biases[output]);
}
