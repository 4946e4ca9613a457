using System.Globalization;

namespace Marketplace.Web.Catalogue.Patents;

/// <summary>专利文献的著录格式 of GB/T 7714-2015 §8.5: holders. title: number[P/OL]. date of announcement[date of citing]. address.</summary>
public static class Citation
{
    public static string Of(Patent patent, IReadOnlyList<HolderLine> holders, DateOnly today, string address)
    {
        // Three are named, more are "等" (§8.1.2); the format is Chinese in every language of the page, as the standard is.
        var names = string.Join(", ", holders.Take(3).Select(h => h.Name)) + (holders.Count > 3 ? ", 等" : "");
        var published = (patent.GrantDate ?? patent.PublicationDate)?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";
        return $"{(names.Length > 0 ? names + ". " : "")}{patent.Title}: {patent.Number}[P/OL]. {published}[{today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}]. {address}.";
    }
}
