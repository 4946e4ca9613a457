namespace Marketplace.Benchmarks;

/// <summary>One benchmark by name.</summary>
/// <param name="Quick">A minute or so: it runs when no name is given.</param>
internal sealed record Bench(string Name, bool Quick, string What, Func<Measures, BenchOptions, CancellationToken, Task> RunAsync)
{
    /// <summary>For those that no option changes.</summary>
    public Bench(string Name, bool Quick, string What, Func<Measures, CancellationToken, Task> run)
        : this(Name, Quick, What, (measures, _, ct) => run(measures, ct))
    {
    }
}

/// <summary>What may be said beside the names. Null: the size each measure's name stands for, and nothing written to a folder.</summary>
internal sealed record BenchOptions(int? Documents, string? Dump)
{
    /// <summary>Takes options from the words; null where one is wrong.</summary>
    public static (BenchOptions Options, List<string> Names)? Parse(string[] words)
    {
        var (options, names) = (new BenchOptions(null, null), new List<string>());
        for (var i = 0; i < words.Length; i++)
        {
            if (!words[i].StartsWith("--", StringComparison.Ordinal))
            {
                names.Add(words[i]);
                continue;
            }
            if (i + 1 == words.Length) return null;
            var value = words[++i];
            switch (words[i - 1])
            {
                case "--dump":
                    options = options with { Dump = Path.GetFullPath(value) };
                    break;
                case "--documents" when int.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out var documents) && documents > 0:
                    options = options with { Documents = documents };
                    break;
                default:
                    return null;
            }
        }
        return (options, names);
    }
}
