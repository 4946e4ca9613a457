using System.Globalization;

namespace Marketplace.Benchmarks;

/// <summary>Prints <c>name⇥value⇥unit⇥compared-with</c>, the lines that tools outside the repository read.</summary>
internal sealed class Measures(TextWriter output)
{
    /// <summary>A measure was beyond what it was compared with.</summary>
    public bool Missed { get; private set; }

    /// <summary>A figure that nothing is expected of.</summary>
    public void Add(string name, double value, string unit, string comparedWith = "-") =>
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}\t{value:0.###}\t{unit}\t{comparedWith}"));

    public void AtMost(double bound, string name, double value, string unit)
    {
        Missed |= value > bound;
        Add(name, value, unit, string.Create(CultureInfo.InvariantCulture, $"at most {bound}"));
    }

    public void AtLeast(double bound, string name, double value, string unit)
    {
        Missed |= !(value >= bound);
        Add(name, value, unit, string.Create(CultureInfo.InvariantCulture, $"at least {bound}"));
    }
}
