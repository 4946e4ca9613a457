namespace Marketplace.Testing;

/// <summary>Real data for tests and benchmarks lies beside the checkout, where it does: it may not be shipped with it.</summary>
public static class SharedData
{
    public static string? Find(string file) => Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared", "data", file)) is var path && File.Exists(path) ? path : null;

    public static string PathOf(string file) => Find(file) ?? throw new FileNotFoundException($"{file} is wanted in ../shared/data beside the checkout.");
}
