using Marketplace.Matching.Encoder;
using Shouldly;
using Xunit;

namespace Marketplace.Matching.Tests.Encoder;

public sealed class LinearTests
{
    private const int Outputs = 64;

    [Theory]
    [InlineData(1, 32)]
    [InlineData(5, 64)]
    [InlineData(8, 2048)]
    public void Each_output_is_its_weights_times_the_inputs(int tokens, int inputs)
    {
        var random = new Random(tokens);
        var weights = Enumerable.Range(0, Outputs * inputs).Select(_ => (sbyte)random.Next(-127, 128)).ToArray();
        var (scales, biases, values) = (Numbers(Outputs), Numbers(Outputs), Numbers(tokens * inputs));
        var rows = new Activations(values, inputs);
        var results = new float[rows.Padded * Outputs];
        new Linear(weights, scales, biases).Apply(rows, results);

        for (var token = 0; token < tokens; token++)
        {
            for (var output = 0; output < Outputs; output++)
            {
                double sum = 0, size = 0;
                for (var input = 0; input < inputs; input++)
                {
                    var product = weights[output * inputs + input] * (double)values[token * inputs + input];
                    (sum, size) = (sum + product, size + Math.Abs(product));
                }
                // Inputs are kept to some thousandths of the largest at worst.
                ((double)results[token * Outputs + output]).ShouldBe(sum * scales[output] + biases[output], size * Math.Abs(scales[output]) * 0.001 + 1e-6);
            }
        }

        float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() - 0.5))];
    }

    [Fact]
    public void The_largest_sum_there_can_be_fits()
    {
        var weights = Enumerable.Repeat((sbyte)-128, Outputs * 2048).ToArray();
        var rows = new Activations(Enumerable.Repeat(1f, 2048).ToArray(), 2048);
        var results = new float[rows.Padded * Outputs];
        new Linear(weights, [.. Enumerable.Repeat(1f, Outputs)], new float[Outputs]).Apply(rows, results);
        results[0].ShouldBe(-128f * 2048, 64f);
    }

    [Fact]
    public void Rows_are_added_up_by_weight_whatever_their_width()
    {
        var random = new Random(1);
        foreach (var width in (int[])[1, 15, 16, 63, 64, 83, 130])
        {
            var rows = Enumerable.Range(0, 7 * 140).Select(_ => random.NextSingle()).ToArray();
            var weights = Enumerable.Range(0, 7).Select(_ => random.NextSingle()).ToArray();
            var sum = new float[width];
            WeightedRows.Add(weights, rows, 140, sum);
            for (var i = 0; i < width; i++) sum[i].ShouldBe(Enumerable.Range(0, 7).Sum(row => weights[row] * rows[row * 140 + i]), 1e-5f);
        }
    }
}
