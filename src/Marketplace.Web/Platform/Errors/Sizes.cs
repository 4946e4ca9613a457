using System.Globalization;

namespace Marketplace.Web.Platform.Errors;

/// <summary>Limits in the unit in which they are a short number; 1 MB is 1024 × 1024 bytes, as file managers count.</summary>
internal static class Sizes
{
    public static string Shown(long bytes) => bytes switch
    {
        >= 1024 * 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024 / 1024} MB"),
        >= 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024} KB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
    };
}
