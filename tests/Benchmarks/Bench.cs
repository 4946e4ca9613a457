namespace Marketplace.Benchmarks;

/// <summary>One benchmark by name.</summary>
/// <param name="Quick">A minute or so: it runs when no name is given.</param>
internal sealed record Bench(string Name, bool Quick, string What, Func<Measures, CancellationToken, Task> RunAsync);
