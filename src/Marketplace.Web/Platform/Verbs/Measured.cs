using System.Globalization;

namespace Marketplace.Web.Platform.Verbs;

/// <summary>Lines of verbs that measure: <c>name=value</c>, the same on every machine.</summary>
internal static class Measured
{
    public static string Share(string name, double value) => string.Create(CultureInfo.InvariantCulture, $"{name}={value:0.0000}");

    public static string Count(string name, double value) => string.Create(CultureInfo.InvariantCulture, $"{name}={value:0}");
}
