using System.Text;
using System.Text.RegularExpressions;
using Marketplace.Web.Organisations;

namespace Marketplace.Web.Needs;

public enum GiveAwayKind
{
    OwnName,
    Organisation,
    Phone,
    Mail,
    Chat,
    Code,
    Address,
    Person,

    /// <summary>Fewer than three enterprises of that industry are known there.</summary>
    SmallPlace,

    /// <summary>A township or village: too small to be counted here.</summary>
    Township,
}

/// <summary>Something in a text that tells whose it is.</summary>
/// <param name="Field">title or summary.</param>
/// <param name="Start">Where in the field.</param>
/// <param name="Length">How much of it.</param>
/// <param name="Words">What stands there.</param>
/// <param name="Kind">Why it tells.</param>
/// <param name="Strong">Must go; else whoever opens the need may say that it tells nothing.</param>
/// <param name="Instead">Words that say as much and tell nothing.</param>
public sealed record GiveAwayHit(string Field, int Start, int Length, string Words, GiveAwayKind Kind, bool Strong, string Instead);

/// <summary>What is known of the owner and its surroundings.</summary>
/// <param name="Names">Of the organisation: full, former, short.</param>
/// <param name="People">Contact and legal representative.</param>
/// <param name="SmallPlaces">Names of places below the prefecture where fewer than three enterprises of the industry are known, with what to say instead.</param>
public sealed record GiveAwayFacts(IReadOnlyList<string> Names, IReadOnlyList<string> People, IReadOnlyDictionary<string, string> SmallPlaces)
{
    /// <summary>Of the names, those that are ordinary words too (无花果食品有限公司): whoever writes says whether they tell.</summary>
    public IReadOnlyCollection<string> Ordinary { get; init; } = [];

    public static readonly GiveAwayFacts None = new([], [], new Dictionary<string, string>(StringComparer.Ordinal));
}

/// <summary>Finds in the public part of a need what gives its owner away. Pure: names and counts are handed in.</summary>
public static partial class GiveAway
{
    /// <summary>What a name loses when people say it short; the longest first.</summary>
    private static readonly string[] s_endings =
    [
        "股份有限公司", "有限责任公司", "农民专业合作社", "种植专业合作社", "养殖专业合作社", "专业合作社", "集团有限公司", "有限公司", "分公司", "股份公司", "集团公司", "公司", "集团", "合作社", "研究院", "研究所", "经营部", "商行", "厂",
    ];

    /// <summary>What a firm does, at the end of its short name: 赛湖葡萄酒庄 → 赛湖.</summary>
    private static readonly string[] s_trades =
    [
        "科技", "技术", "实业", "工贸", "贸易", "商贸", "农业", "生物", "医药", "药业", "食品", "饮品", "乳业", "酒业", "酒庄", "纺织", "羊绒", "制品", "加工", "种植", "养殖", "材料", "新材料", "装备", "机械", "制造", "能源", "电力", "矿业", "冶炼", "化工", "建材", "环保",
        "风电", "光伏", "储能", "新能源", "智能", "电子", "信息", "生态", "畜牧", "枸杞", "葡萄", "棉纺", "高原", "绿洲", "绿色", "现代", "有机", "物流", "果品", "果业", "种业", "牧业", "林业", "水产", "精工", "维护", "贮藏", "保税", "民族",
    ];

    /// <summary>Everything that gives away, in the order of the text; what lies inside a longer hit is part of it.</summary>
    public static IReadOnlyList<GiveAwayHit> Find(string title, string summary, GiveAwayFacts facts) => [.. In("title", title, facts), .. In("summary", summary, facts)];

    /// <summary>The text with the neutral words in place of what gives away.</summary>
    public static string Mend(string text, GiveAwayFacts facts)
    {
        var mended = new StringBuilder(text);
        // An ordinary word is not swapped for "our firm": its writer is asked.
        foreach (var hit in In("", text, facts).Where(hit => hit.Strong || hit.Kind != GiveAwayKind.OwnName).OrderByDescending(hit => hit.Start)) mended.Remove(hit.Start, hit.Length).Insert(hit.Start, hit.Instead);
        return mended.ToString();
    }

    /// <summary>The ways people say a registered name: without place and legal form, and the part that is theirs alone.</summary>
    public static IReadOnlyList<string> ShortNames(string name, IEnumerable<string> places)
    {
        var rest = Regex.Replace(name, "[（(][^）)]*[)）]", "", RegexOptions.None, TimeSpan.FromMilliseconds(100));
        foreach (var place in places.SelectMany(place => (string[])[place, Bare(place)]).Where(place => place.Length > 1).Distinct(StringComparer.Ordinal).OrderByDescending(place => place.Length))
            if (rest.StartsWith(place, StringComparison.Ordinal)) rest = rest[place.Length..];
        rest = rest.TrimStart('省', '市', '县', '区', '旗');
        if (s_endings.FirstOrDefault(ending => rest.EndsWith(ending, StringComparison.Ordinal)) is { } legal) rest = rest[..^legal.Length];
        var names = new List<string> { rest };
        for (var cut = rest; ;)
        {
            if (s_trades.Where(trade => cut.EndsWith(trade, StringComparison.Ordinal)).MaxBy(trade => trade.Length) is not { } trade || cut.Length - trade.Length < 2) break;
            names.Add(cut = cut[..^trade.Length]);
        }
        // The part that is a firm's own stands first: 赛湖葡萄酒庄.
        if (rest.Length >= 5) names.Add(rest[..2]);
        // What many are called tells of nobody: 风电装备维护 has no name of its own.
        return [.. names.Where(said => said.Length >= 2 && !s_trades.Contains(said, StringComparer.Ordinal)).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>精河县 → 精河</summary>
    public static string Bare(string place) => PlaceEnding.Replace(place, "") is { Length: >= 2 } bare ? bare : place;

    private static List<GiveAwayHit> In(string field, string text, GiveAwayFacts facts)
    {
        var hits = new List<GiveAwayHit>();
        void Add(int start, int length, GiveAwayKind kind, bool strong, string instead)
        {
            if (length > 0) hits.Add(new(field, start, length, text.Substring(start, length), kind, strong, instead));
        }
        var (folded, origins) = Folded(text);
        foreach (var called in facts.Names.Distinct(StringComparer.Ordinal))
            if (NameFolding.Fold(called) is { Length: >= 2 } name)
                foreach (var (start, length) in Places(folded, origins, name, text)) Add(start, length, GiveAwayKind.OwnName, strong: !facts.Ordinary.Contains(called, StringComparer.Ordinal), NeedTexts.InsteadOwn);
        foreach (var person in facts.People.Select(NameFolding.Fold).Where(name => name.Length >= 2).Distinct(StringComparer.Ordinal))
            foreach (var (start, length) in Places(folded, origins, person, text)) Add(start, length, GiveAwayKind.Person, strong: true, NeedTexts.InsteadPerson);
        foreach (var (place, instead) in facts.SmallPlaces)
            for (var at = text.IndexOf(place, StringComparison.Ordinal); at >= 0; at = text.IndexOf(place, at + place.Length, StringComparison.Ordinal))
                Add(at, place.Length, GiveAwayKind.SmallPlace, strong: true, instead);
        foreach (Match found in Mail.Matches(text)) Add(found.Index, found.Length, GiveAwayKind.Mail, strong: true, "");
        foreach (Match found in Code.Matches(text)) if (Uscc.Check(Uscc.Clean(found.Value)) == UsccVerdict.Right) Add(found.Index, found.Length, GiveAwayKind.Code, strong: true, "");
        foreach (Match found in Phone.Matches(text)) Add(found.Index, found.Length, GiveAwayKind.Phone, strong: true, "");
        foreach (Match found in Chat.Matches(text)) Add(found.Index, found.Length, GiveAwayKind.Chat, strong: true, "");
        foreach (Match found in Firm.Matches(text))
        {
            // 我们公司 and 一家有限公司 name nobody.
            var named = found.Groups["name"];
            // 设备从山东景和机械有限公司买: the name begins after the small word.
            var skip = named.Value.LastIndexOfAny(['从', '在', '向', '由', '与', '是', '的', '到', '找', '给', '被', '把', '对']) + 1;
            if (named.Value.Length - skip < 2) skip = 0;
            if (!Nobody.IsMatch(named.Value)) Add(found.Index + skip, found.Length - skip, GiveAwayKind.Organisation, found.Groups["sure"].Success, NeedTexts.InsteadOrganisation);
        }
        foreach (Match found in Street.Matches(text)) Add(found.Index, found.Length, GiveAwayKind.Address, strong: true, NeedTexts.InsteadPlace);
        foreach (Match found in Township.Matches(text))
            if (!NoTownship.IsMatch(found.Value)) Add(found.Index, found.Length, GiveAwayKind.Township, strong: false, NeedTexts.InsteadPlace);
        // The longest at a place stands for what lies in it, the stronger first.
        var kept = new List<GiveAwayHit>();
        foreach (var hit in hits.OrderByDescending(hit => hit.Strong).ThenByDescending(hit => hit.Length).ThenBy(hit => hit.Start).ThenBy(hit => hit.Kind))
            if (!kept.Exists(other => hit.Start < other.Start + other.Length && other.Start < hit.Start + hit.Length)) kept.Add(hit);
        return [.. kept.OrderBy(hit => hit.Start)];
    }

    /// <summary>The text as names are compared, with the place each character came from.</summary>
    private static (string Folded, List<int> Origins) Folded(string text)
    {
        var (folded, origins) = (new StringBuilder(), new List<int>());
        for (var i = 0; i < text.Length; i += char.IsHighSurrogate(text[i]) && i + 1 < text.Length ? 2 : 1)
        {
            var size = char.IsHighSurrogate(text[i]) && i + 1 < text.Length ? 2 : 1;
            var one = NameFolding.Fold(text.Substring(i, size));
            folded.Append(one);
            for (var n = 0; n < one.Length; n++) origins.Add(i);
        }
        origins.Add(text.Length);
        return (folded.ToString(), origins);
    }

    private static IEnumerable<(int Start, int Length)> Places(string folded, List<int> origins, string name, string text)
    {
        for (var at = folded.IndexOf(name, StringComparison.Ordinal); at >= 0; at = folded.IndexOf(name, at + name.Length, StringComparison.Ordinal))
        {
            var end = origins[at + name.Length - 1] + 1;
            if (end < text.Length && char.IsLowSurrogate(text[end])) end++;
            yield return (origins[at], end - origins[at]);
        }
    }

    [GeneratedRegex("(维吾尔|哈萨克|蒙古|柯尔克孜|回族|藏族)?(自治区|自治州|自治县|省|市|地区|盟|县|区|旗)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex PlaceEnding { get; }

    [GeneratedRegex(@"[A-Za-z0-9._%+\-]{1,64}[@＠][A-Za-z0-9.\-]+\.[A-Za-z]{2,}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Mail { get; }

    [GeneratedRegex(@"(?<![0-9A-Za-z])[0-9A-HJ-NPQRTUWXYa-hj-npqrtuwxy]{18}(?![0-9A-Za-z])", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Code { get; }

    /// <summary>Mobile numbers however they are grouped, landlines with area code, 400 numbers; in full width too.</summary>
    [GeneratedRegex(@"(?<![0-9０-９.])(([+＋]?86[\- ]?)?[1１][3-9３-９]([\- ]?[0-9０-９]){9}|[0０][0-9０-９]{2,3}[\-－ ]?[2-9２-９][0-9０-９]{6,7}|400[\- ]?\d{3}[\- ]?\d{4})(?![0-9０-９])", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Phone { get; }

    [GeneratedRegex(@"(微信号?|vx|wechat|QQ群?号?|扣扣|公众号)\s*[:：是为]?\s*[A-Za-z0-9_\-]{5,20}", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Chat { get; }

    /// <summary>A name before a legal form (sure), or before a word that also stands alone.</summary>
    [GeneratedRegex(@"(?<name>[\p{IsCJKUnifiedIdeographs}A-Za-z0-9（）()·]{2,24}?)((?<sure>(股份|责任)?有限(责任)?公司|股份公司|集团公司|专业合作社)|(集团|公司|合作社|酒庄|工厂|厂))(?!家|房|区|里|内|外)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Firm { get; }

    [GeneratedRegex(@"(我们?|本|该|某|一家|几家|多家|贵|这家|那家|各|小|大型?|中小|外国|国外|国内|同类|一些|许多|其他|其它|有的|的|在|与|和|向|由|对|把|让|是|作为|加工|生产|制造|果品|贸易|农业|化工|养殖|种植)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Nobody { get; }

    [GeneratedRegex(@"[\p{IsCJKUnifiedIdeographs}]{2,8}(路|街|大道|巷)\s*\d+\s*号", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Street { get; }

    [GeneratedRegex(@"[\p{IsCJKUnifiedIdeographs}]{2,4}?(镇|乡|村|苏木|嘎查|街道|团场)(?!村|镇|级|民|办|企业|振兴|建设|土|干)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Township { get; }

    [GeneratedRegex("(农|乡|城|小|新|各|本|全|山|每个?|偏远|周边|附近|我们|多个|几个|一个)(镇|乡|村)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NoTownship { get; }
}
