using System.Globalization;
using Marketplace.Web.Platform.Face;

namespace Marketplace.Web.Policies;

/// <summary>Version and date of the policies; whoever changes their text raises both.</summary>
public static class Policy
{
    public static readonly DateOnly InForceFrom = new(2026, 11, 21);

    public static string Version => string.Format(CultureInfo.InvariantCulture, PolicyTexts.Version, Dates.InWords(InForceFrom));
}
