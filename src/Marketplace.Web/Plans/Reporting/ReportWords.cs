using System.Globalization;
using Marketplace.Web.Plans.Figures;
using Marketplace.Web.Platform.Documents;
using Marketplace.Web.Platform.Face;

namespace Marketplace.Web.Plans.Reporting;

/// <summary>The fixed words of a report: in Chinese whoever makes it, and beneath in a second language where one is asked for. What was typed stays as it was typed.</summary>
public sealed class ReportWords(Language? second)
{
    /// <summary>As official tables write that there is nothing.</summary>
    public const string Nothing = "——";

    /// <summary>In two lines.</summary>
    public string this[Func<string> say]
    {
        get
        {
            var chinese = Language.In(Language.Chinese.Tag, say);
            return second is null || second == Language.Chinese ? chinese : $"{chinese}\n{Language.In(second.Tag, say)}";
        }
    }

    public static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? Nothing;

    /// <summary>For cells: to two digits, half up.</summary>
    public static OfficialCell Number(decimal? value) => value is { } known ? new(Shown(known), known) : new(Nothing);

    /// <summary>What the document says, with every digit.</summary>
    public static OfficialCell Exact(decimal? value) => value is { } known ? new(FigureText.Exact(known), known) : new(Nothing);

    public static OfficialCell Percent(decimal? part) => part is { } known ? new(Shown(known * 100) + "%", known) : new(Nothing);

    public static OfficialCell Yuan(decimal value) => new(FigureText.HalfUp(value, 2).ToString("#,0.00", CultureInfo.InvariantCulture), value);

    public static OfficialCell Text(string? text) => new(string.IsNullOrEmpty(text) ? Nothing : text);

    public static OfficialCell Names(IReadOnlyCollection<string> names) => Text(string.Join('、', names));

    private static string Shown(decimal value) => FigureText.HalfUp(value, 2).ToString("#,0.##", CultureInfo.InvariantCulture);
}
