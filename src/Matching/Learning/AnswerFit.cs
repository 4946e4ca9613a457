using Marketplace.Matching.Factors;
using Marketplace.Matching.Scoring;

namespace Marketplace.Matching.Learning;

/// <summary>
/// Weights in force, moved by what people said to matches. Learnt is by how much each is multiplied, one number for words, terms and context together (their proportion is what
/// judged titles teach) and one for each of the others: few, and held close to 1, because answers come only from what was shown. Chosen is what puts of two offers of one need
/// the better answered first; every need counts alike. The level of scores stays: who answers is not everybody, and of what nobody answered nothing is known.
/// </summary>
public static class AnswerFit
{
    /// <summary>No weight is moved further at once; the next time begins from there.</summary>
    public const double Most = 4;

    /// <summary>Steps of fixed number: the same answers give the same weights to the last digit. After fifty nothing moves any more.</summary>
    private const int Sweeps = 100;

    /// <summary>How sure the weights in force are: right within a half of themselves …</summary>
    private const double Share = 0.5;

    /// <summary>… and small ones within so much.</summary>
    private const double Least = 0.25;

    private static readonly Factor[][] s_parts = [[Factor.Words, Factor.Terms, Factor.Context], .. Enum.GetValues<Factor>().Where(factor => factor > Factor.Context).Select(factor => new[] { factor })];

    public static Weights Fit(string version, IReadOnlyList<JudgedPair> pairs, Weights inForce)
    {
        var times = Multiply(Comparisons(pairs, inForce), inForce);
        return new(version, Scaled(inForce.Full, times, pairs, encoded: true), Scaled(inForce.Plain, times, pairs, encoded: false), inForce.Floor);
    }

    /// <summary>A better answered offer less a worse one of the same need.</summary>
    /// <param name="Parts">What the weights in force make of each part.</param>
    /// <param name="Offset">Where one was read by the encoder and the other not: the difference of their scales.</param>
    /// <param name="Counts">A need with many answers is one need.</param>
    private sealed record Comparison(double[] Parts, double Offset, double Counts);

    private static List<Comparison> Comparisons(IReadOnlyList<JudgedPair> pairs, Weights inForce)
    {
        var all = new List<Comparison>();
        foreach (var need in pairs.Select(pair => (pair.Need, pair.Level, Scale: inForce.For(pair.Pair.Encoded), Parts: PartsOf(pair, inForce))).GroupBy(pair => pair.Need, StringComparer.Ordinal))
        {
            var differing = (from better in need from worse in need where better.Level > worse.Level select (Better: better, Worse: worse)).ToList();
            all.AddRange(differing.Select(two => new Comparison(
                [.. two.Better.Parts.Zip(two.Worse.Parts, (one, other) => one - other)], two.Better.Scale.Bias - two.Worse.Scale.Bias, 1.0 / differing.Count)));
        }
        return all;
    }

    private static double[] PartsOf(JudgedPair pair, Weights inForce)
    {
        var scale = inForce.For(pair.Pair.Encoded);
        return [.. s_parts.Select(part => part.Sum(factor => scale.Factors[(int)factor] * (pair.Pair.Values[(int)factor] - FactorTable.Neutral[(int)factor])))];
    }

    /// <summary>
    /// One part after the other, each to where its own curve would be lowest were it as bent as a logistic can be: so no step ever goes too far, and the only lowest point is reached.
    /// </summary>
    private static double[] Multiply(List<Comparison> comparisons, Weights inForce)
    {
        var times = Enumerable.Repeat(1.0, s_parts.Length).ToArray();
        var sums = comparisons.Select(one => one.Offset + one.Parts.Sum()).ToArray();
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            for (var part = 0; part < times.Length; part++)
            {
                var sure = Sureness(s_parts[part], inForce);
                var (slope, bend) = (sure * (1 - times[part]), sure);
                for (var i = 0; i < sums.Length; i++)
                {
                    var value = comparisons[i].Parts[part];
                    if (value == 0) continue;
                    slope += comparisons[i].Counts * value / (1 + Math.Exp(sums[i]));
                    bend += comparisons[i].Counts * value * value / 4;
                }
                var moved = Math.Clamp(times[part] + slope / bend, 1 / Most, Most) - times[part];
                times[part] += moved;
                if (moved == 0) continue;
                for (var i = 0; i < sums.Length; i++) sums[i] += moved * comparisons[i].Parts[part];
            }
        }
        return times;
    }

    private static double Sureness(Factor[] part, Weights inForce)
    {
        var weight = part.Max(factor => inForce.Full.Factors[(int)factor]);
        var spread = weight == 0 ? Share : Math.Max(Share, Least / weight);
        return 1 / (spread * spread);
    }

    /// <summary>So that the matches that were answered score on average what they scored before.</summary>
    private static Scale Scaled(Scale inForce, double[] times, IReadOnlyList<JudgedPair> pairs, bool encoded)
    {
        var factors = inForce.Factors.ToArray();
        for (var part = 0; part < s_parts.Length; part++)
        {
            foreach (var factor in s_parts[part]) factors[(int)factor] *= times[part];
        }
        var moved = inForce with { Factors = factors };
        var alike = pairs.Where(pair => pair.Pair.Encoded == encoded).ToList();
        if (alike.Count == 0) alike = [.. pairs];
        return alike.Count == 0 ? inForce : moved with { Bias = inForce.Bias + alike.Average(pair => inForce.Sum(pair.Pair.Values) - moved.Sum(pair.Pair.Values)) };
    }
}
