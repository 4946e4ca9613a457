using System.Globalization;

namespace Marketplace.Web.Platform.Privacy;

/// <summary>
/// Personal data as strangers may see it: enough for the person to recognise themselves, too little to find them.
/// The number of stars never tells the length of what they hide, except in a phone number, whose length everybody knows.
/// </summary>
public static class Masking
{
    private const string Hidden = "***";
    private const string MiddleDots = "·•・‧∙";
    private static readonly char[] s_nameSeparators = [.. MiddleDots, ' ', '\u3000', '\u00a0'];

    // The compound surnames (复姓) in use today; any other name of Han characters keeps its first one.
    private static readonly HashSet<string> s_compoundSurnames = new(StringComparer.Ordinal)
    {
        "欧阳", "上官", "司马", "诸葛", "东方", "皇甫", "尉迟", "公孙", "令狐", "慕容", "司徒", "夏侯", "端木", "宇文", "长孙", "南宫",
        "西门", "独孤", "轩辕", "闻人", "呼延", "申屠", "太史", "澹台", "公冶", "宗政", "濮阳", "淳于", "单于", "万俟", "鲜于", "司空",
        "钟离", "闾丘", "拓跋", "百里", "东郭", "赫连", "第五", "亓官", "仲孙", "梁丘", "左丘", "东门", "南门",
    };

    /// <summary>138****1234; 0909-****888; what is no phone number shows nothing.</summary>
    public static string? Phone(string? value)
    {
        if (value is null) return null;
        var parts = value.Normalize(System.Text.NormalizationForm.FormKC).Trim().Split(['-', ' ', '(', ')', '–'], StringSplitOptions.RemoveEmptyEntries);
        var digits = string.Concat(parts).TrimStart('+');
        if (!digits.All(char.IsAsciiDigit)) return Hidden;
        if (digits.Length == 13 && digits.StartsWith("861", StringComparison.Ordinal)) digits = digits[2..];
        if (digits.Length == 11 && digits[0] == '1') return $"{digits[..3]}****{digits[^4..]}";
        var area = AreaCode(parts, digits);
        if (area is null) return digits.Length < 7 ? Hidden : $"****{digits[^3..]}";
        var local = parts.Length > 2 ? parts[1] : digits[area.Length..];
        return local.Length < 7 ? $"{area}-{Hidden}" : $"{area}-****{local[^3..]}";
    }

    /// <summary>l***@example.cn</summary>
    public static string? Mail(string? value)
    {
        if (value is null) return null;
        var at = value.LastIndexOf('@');
        if (at < 1 || at == value.Length - 1) return Hidden;
        // A single letter before the sign would be the whole name.
        return at == 1 ? $"{Hidden}{value[at..]}" : $"{First(value)}{Hidden}{value[at..]}";
    }

    /// <summary>张*; 欧阳*; 阿*·买*; J* S*</summary>
    public static string? Name(string? value)
    {
        if (value is null) return null;
        var name = value.Trim();
        if (name.Length == 0) return Hidden;
        if (!name.Any(IsSeparator))
        {
            return name.Length > 2 && s_compoundSurnames.Contains(name[..2]) ? $"{name[..2]}*" : $"{First(name)}*";
        }
        var separator = name.Any(c => MiddleDots.Contains(c)) ? "·" : " ";
        return string.Join(separator, name.Split(s_nameSeparators, StringSplitOptions.RemoveEmptyEntries).Select(part => $"{First(part)}*"));
    }

    private static string? AreaCode(string[] parts, string digits)
    {
        if (digits.Length < 10 || digits[0] != '0') return null;
        if (parts.Length > 1 && parts[0].Length is 3 or 4) return parts[0];
        // 010 and 02x are the three-digit codes; all others have four.
        return digits[1] is '1' or '2' ? digits[..3] : digits[..4];
    }

    private static bool IsSeparator(char c) => s_nameSeparators.Contains(c);

    // By grapheme: rare surnames lie outside the basic plane and would be cut in half.
    private static string First(string text) => StringInfo.GetNextTextElement(text);
}
