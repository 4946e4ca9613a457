using Marketplace.Search.Analysis;

namespace Marketplace.Search.Tests.Analysis;

/// <summary>The analyzer over the checkout's own data, loaded once for all tests.</summary>
internal static class SharedAnalyzer
{
    public static string Root { get; } = FindRoot();

    public static string DataFolder { get; } = Path.Combine(Root, "data");

    public static Analyzer Instance { get; } = Analyzer.Load(DataFolder);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Marketplace.sln"))) folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside a checkout.");
        return folder.FullName;
    }
}
