using Marketplace.Testing;

namespace Marketplace.Benchmarks.Searching;

/// <summary>Real data for tests and benchmarks lies beside the checkout; it may not be shipped with it.</summary>
internal static class SharedData
{
    public static string PathOf(string file) => Path.Combine(Repository.Root, "..", "shared", "data", file) is var path && File.Exists(path)
        ? path
        : throw new FileNotFoundException($"{file} is wanted in ../shared/data beside the checkout.");
}
