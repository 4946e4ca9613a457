using System.Globalization;
using Marketplace.Web.Platform.Face;

namespace Marketplace.Web.Plans.Figures;

/// <summary>Figures as people read them. Rounded only here: 四舍五入, half away from zero, as Chinese statistics do.</summary>
public static class FigureText
{
    public static decimal HalfUp(decimal value, int digits) => Math.Round(value, digits, MidpointRounding.AwayFromZero);

    /// <summary>Unknown is said, never written as 0.</summary>
    public static string Number(decimal? value) => value is { } known ? HalfUp(known, 2).ToString("#,0.##", CultureInfo.InvariantCulture) : FaceTexts.NotRecorded;

    /// <summary>Every digit that is held.</summary>
    public static string Exact(decimal value) => value.ToString("0.############################", CultureInfo.InvariantCulture);

    /// <summary>The same number without the zeros somebody typed behind it.</summary>
    public static decimal Plain(decimal value) => value / 1.0000000000000000000000000000m;

    public static string Exact(Goal goal) => goal.Upper is { } upper ? $"{Exact(goal.Value)}—{Exact(upper)}" : Exact(goal.Value);

    /// <summary>0.1141 is 11.41%.</summary>
    public static string Percent(decimal? part) => part is { } known ? HalfUp(known * 100, 2).ToString("#,0.##", CultureInfo.InvariantCulture) + "%" : FaceTexts.NotRecorded;
}
