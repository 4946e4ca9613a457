using Marketplace.Web.Organisations;

namespace Marketplace.Web.Plans.Gap;

internal static class GapWords
{
    public static string Name(GapStage stage) => Named("Stage" + stage);

    /// <summary>What brings it on.</summary>
    public static string Hint(GapStage stage) => Named("Hint" + stage);

    public static string From(GapLine line) => line.Measured is { } cases ? GapTexts.Measured.Fill(cases) : GapTexts.Assumed;

    private static string Named(string key) => GapTexts.ResourceManager.Named(key);
}
