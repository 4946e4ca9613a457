using System.Globalization;

namespace Marketplace.Web.Platform.Face;

/// <summary>Amounts as people here read them: 元, and 万元 from 10,000 yuan up (English has no such unit and keeps the digits).</summary>
public static class Money
{
    private const decimal TenThousand = 10_000m;

    public static string Rounded(decimal? yuan)
    {
        if (yuan is not { } amount) return FaceTexts.NotRecorded;
        return Math.Abs(amount) < TenThousand || CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en"
            ? Exact(amount)
            : string.Format(CultureInfo.InvariantCulture, FaceTexts.TenThousandYuan, Digits(Round(amount / TenThousand)));
    }

    /// <summary>To the fen: for hovering and for print, where nobody can hover.</summary>
    public static string Exact(decimal yuan) => string.Format(CultureInfo.InvariantCulture, FaceTexts.Yuan, Digits(Round(yuan)));

    // Chinese statistics round half away from zero; .NET's default is half to even.
    private static decimal Round(decimal value) => Math.Round(value, 2, MidpointRounding.AwayFromZero);

    private static string Digits(decimal value) => value.ToString(value == decimal.Truncate(value) ? "#,0" : "#,0.##", CultureInfo.InvariantCulture);
}
