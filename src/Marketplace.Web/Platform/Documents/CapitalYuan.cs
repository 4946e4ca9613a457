using System.Text;

namespace Marketplace.Web.Platform.Documents;

/// <summary>
/// 人民币大写, as cheques and contracts have it (支付结算办法, annex 1): zeros between figures are one 零, also across 万 and 亿; 零 stands before 分 where there is no 角; what has no
/// 分 ends in 整. Where the rule leaves 零 before 角 to the writer it is left out.
/// </summary>
public static class CapitalYuan
{
    /// <summary>Above it the word for ten thousand 万亿 would be needed, on which writers do not agree.</summary>
    public const decimal Most = 9_999_999_999_999_999.99m;

    private const string Digits = "零壹贰叁肆伍陆柒捌玖";
    private static readonly string[] s_places = ["", "拾", "佰", "仟"];

    public static string Of(decimal yuan)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(yuan);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(yuan, Most);
        if (yuan != Math.Round(yuan, 2)) throw new ArgumentOutOfRangeException(nameof(yuan), "There is no coin below the fen.");
        var whole = (long)decimal.Truncate(yuan);
        var (jiao, fen) = Math.DivRem((int)((yuan - whole) * 100), 10);
        var words = new StringBuilder();
        if (whole > 0 || jiao + fen == 0) words.Append(Whole(whole)).Append('元');
        if (jiao > 0) words.Append(Digits[jiao]).Append('角');
        else if (fen > 0 && whole > 0) words.Append('零');
        return words.Append(fen > 0 ? $"{Digits[fen]}分" : "整").ToString();
    }

    private static string Whole(long yuan)
    {
        if (yuan == 0) return "零";
        var words = new StringBuilder();
        var figures = yuan.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var (gap, four) = (false, false);   // Zeros since the last figure; any figure among these four places.
        for (var place = figures.Length - 1; place >= 0; place--)
        {
            var figure = figures[figures.Length - 1 - place] - '0';
            if (figure == 0) gap = true;
            else
            {
                if (gap) words.Append('零');
                words.Append(Digits[figure]).Append(s_places[place % 4]);
                (gap, four) = (false, true);
            }
            if (place % 4 != 0) continue;
            // 亿 is said even of four zeros: 壹万亿.
            if (place == 8) words.Append('亿');
            else if (four && place > 0) words.Append('万');
            four = false;
        }
        return words.ToString();
    }
}
