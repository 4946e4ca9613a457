using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Conversions.Signals;

namespace Marketplace.Web.Tests.Conversions.Signals;

/// <summary>Deals that exist in memory only.</summary>
internal static class Dealings
{
    public static readonly DateOnly Day = new(2026, 3, 2);
    public const string Bole = "/650000/652700/652701/", Jinghe = "/650000/652700/652722/";

    private static int s_serial;

    /// <param name="days">After <see cref="Day"/>.</param>
    public static Dealing Of(string giver = "A", string taker = "B", int days = 0, decimal? amount = 50_000, ConversionType type = ConversionType.OrdinaryLicence, string? patent = null, string county = Bole, MarketNature nature = MarketNature.Market)
    {
        var id = Guid.CreateVersion7();
        return new(id, type, nature, Day.AddDays(days), amount, id, [patent ?? "P" + Interlocked.Increment(ref s_serial)], [new(giver, "/610000/610100/610113/")], [new(taker, county)]);
    }

    public static Dictionary<string, PartyTraits> Known(params PartyTraits[] traits) => traits.ToDictionary(t => t.Key, StringComparer.Ordinal);

    public static HashSet<string> Contacts(params string?[] values) => values.OfType<string>().ToHashSet(StringComparer.Ordinal);
}
