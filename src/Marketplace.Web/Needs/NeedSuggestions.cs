using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Marketplace.Search.Analysis;
using Marketplace.Web.Catalogue.Classifications;
using Marketplace.Web.Catalogue.Listings;

namespace Marketplace.Web.Needs;

/// <summary>What a text seems to say, for its writer to choose from.</summary>
public sealed record NeedSuggestion
{
    public required string Title { get; init; }
    public IReadOnlyList<Industry> Industries { get; init; } = [];
    public IReadOnlyList<IpcTitle> Ipc { get; init; } = [];
    public IReadOnlyList<Chain> Chains { get; init; } = [];
    public IReadOnlyList<OfferForm> Forms { get; init; } = [];
    public IReadOnlyList<Cooperation> Cooperation { get; init; } = [];
    public decimal? BudgetFrom { get; init; }
    public decimal? BudgetTo { get; init; }
    public DateOnly? Deadline { get; init; }
    public int? MaturityLeast { get; init; }
    public Crop? Crop { get; init; }
}

/// <summary>Reads what somebody says in their own words. Pure but for the tables of classes, which are read once.</summary>
public sealed partial class NeedSuggestions(Analyzer analyzer, IpcTitles titles, Industries industries, Crops crops)
{
    private const int TitleLength = 40;

    /// <summary>As many as fit on a phone without scrolling.</summary>
    private const int Most = 5;

    private static readonly (string Word, OfferForm Form)[] s_forms =
    [
        ("开放许可", OfferForm.OpenLicence), ("独占许可", OfferForm.ExclusiveLicence), ("独占", OfferForm.ExclusiveLicence), ("独家", OfferForm.ExclusiveLicence), ("排他许可", OfferForm.SoleLicence), ("普通许可", OfferForm.OrdinaryLicence),
        ("许可", OfferForm.OrdinaryLicence), ("授权使用", OfferForm.OrdinaryLicence), ("受让", OfferForm.Assignment), ("转让", OfferForm.Assignment), ("购买专利", OfferForm.Assignment), ("买断", OfferForm.Assignment), ("买专利", OfferForm.Assignment),
    ];

    private static readonly (string Word, Cooperation Way)[] s_ways =
    [
        ("技术指导", Cooperation.Guidance), ("技术服务", Cooperation.Guidance), ("专家", Cooperation.Guidance), ("指导", Cooperation.Guidance), ("培训", Cooperation.Guidance), ("联合研发", Cooperation.JointResearch), ("合作开发", Cooperation.JointResearch),
        ("共同研发", Cooperation.JointResearch), ("合作研发", Cooperation.JointResearch), ("委托开发", Cooperation.JointResearch), ("产学研", Cooperation.JointResearch), ("试用", Cooperation.Trial), ("先试", Cooperation.Trial), ("先用后付", Cooperation.Trial),
        ("成套设备", Cooperation.Equipment), ("整套设备", Cooperation.Equipment), ("生产线", Cooperation.Equipment), ("整机", Cooperation.Equipment),
    ];

    /// <summary>TRL at least, the strongest word first.</summary>
    private static readonly (string Word, int Level)[] s_maturity =
    [
        ("量产", 9), ("产业化", 9), ("成熟的", 8), ("成熟技术", 8), ("现成", 8), ("马上能用", 8), ("直接用", 8), ("中试", 6), ("样机", 6), ("小试", 4), ("实验室", 4),
    ];

    private readonly Lazy<WordIndex> _byIpc = new(() => new(analyzer, titles.All.Where(t => t.Level is "subclass" or "group").Select(t => (t.Code[..4], t.Title))));
    private readonly Lazy<WordIndex> _byIndustry = new(() => new(analyzer, industries.All.Where(i => i.Level >= 3).Select(i => (i.Code, i.Name))));

    /// <param name="text">As it was said.</param>
    /// <param name="region">Code of the writer's place, for chains.</param>
    /// <param name="today">From which 三个月内 counts.</param>
    public NeedSuggestion Of(string text, string? region, DateOnly today)
    {
        var terms = Terms(analyzer, text);
        var ipc = _byIpc.Value.Best(terms, Most);
        var crop = crops.In(text);
        var named = _byIndustry.Value.Best(terms, 3).Select(industries.Find).OfType<Industry>();
        var grown = crop is null ? null : industries.Find(crop.Industry);
        var (from, to) = Budget(text);
        var chains = industries.SuggestChains(ipc, region).Concat(industries.Chains.Where(chain => text.Contains(chain.Name, StringComparison.Ordinal)));
        return new()
        {
            Title = TitleOf(text),
            Ipc = [.. ipc.Select(titles.Find).OfType<IpcTitle>()],
            Industries = [.. named.Concat(grown is null ? [] : [grown]).Concat(industries.Suggest(ipc).Select(pair => pair.Industry)).DistinctBy(industry => industry.Code, StringComparer.Ordinal).Take(Most)],
            Chains = [.. chains.Where(chain => region is null || chain.Region == region || text.Contains(chain.Name, StringComparison.Ordinal)).DistinctBy(chain => chain.Name, StringComparer.Ordinal).Take(Most)],
            Forms = [.. Forms(text)],
            Cooperation = [.. s_ways.Where(way => text.Contains(way.Word, StringComparison.Ordinal)).Select(way => way.Way).Distinct()],
            BudgetFrom = from,
            BudgetTo = to,
            Deadline = Deadline(text, today),
            MaturityLeast = s_maturity.Where(word => text.Contains(word.Word, StringComparison.Ordinal)).Select(word => (int?)word.Level).FirstOrDefault(),
            Crop = crop,
        };
    }

    /// <summary>The first sentence that says something, cut at a mark.</summary>
    public static string TitleOf(string text)
    {
        var first = text.Split(['。', '！', '？', '；', '\n', '!', '?', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault(part => part.Length >= NeedRules.TitleMin) ?? text.Trim();
        if (first.Length <= TitleLength) return first;
        var cut = first[..TitleLength].LastIndexOfAny(['，', ',', '、', ' ']);
        var end = cut >= TitleLength / 3 ? cut : TitleLength;
        return first[..(char.IsHighSurrogate(first[end - 1]) ? end - 1 : end)];
    }

    /// <summary>预算30万元, 20万到50万, 不超过十万元, 5-8万</summary>
    public static (decimal? From, decimal? To) Budget(string text)
    {
        var folded = text.Normalize(NormalizationForm.FormKC);
        var range = Range.Match(folded);
        if (range.Success && Yuan(range.Groups["to"].Value, range.Groups["unit"].Value) is { } most && Yuan(range.Groups["from"].Value, range.Groups["first"].Success ? range.Groups["first"].Value : range.Groups["unit"].Value) is { } least && least <= most) return (least, most);
        var amount = Amount.Matches(folded).FirstOrDefault(found => BudgetWord.IsMatch(folded[Math.Max(0, found.Index - 12)..found.Index]) || found.Groups["after"].Success);
        return amount is null ? (null, null) : (null, Yuan(amount.Groups["number"].Value, amount.Groups["unit"].Value));
    }

    /// <summary>The text without what it says of money: that goes under the seal.</summary>
    public static string WithoutBudget(string text)
    {
        var rest = Clause.Replace(text, clause => Budget(clause.Value) is (null, null) ? clause.Value : "");
        // All in one breath: the figure alone goes.
        if (string.IsNullOrWhiteSpace(rest)) return Amount.Replace(Range.Replace(text, ""), "").Trim();
        return rest == text ? text : rest.TrimEnd('，', ',', '、', '；', ';', ' ', '\n');
    }

    /// <summary>三个月内, 半年内, 年底前, 明年3月前, 2026年5月1日前</summary>
    public static DateOnly? Deadline(string text, DateOnly today)
    {
        var folded = text.Normalize(NormalizationForm.FormKC);
        if (Within.Match(folded) is { Success: true } within)
        {
            var number = within.Groups["half"].Success ? 6 : Count(within.Groups["number"].Value);
            if (number is not (> 0 and <= 60)) return null;
            return within.Groups["unit"].Value switch { "年" when within.Groups["half"].Success => today.AddMonths(6), "年" => today.AddYears(number.Value), "天" or "日" => today.AddDays(number.Value), "周" or "星期" => today.AddDays(7 * number.Value), _ => today.AddMonths(number.Value) };
        }
        if (Before.Match(folded) is not { Success: true } before) return null;
        var year = before.Groups["year"].Value switch { "今年" or "" => today.Year, "明年" => today.Year + 1, "后年" => today.Year + 2, var digits => int.Parse(digits[..4], CultureInfo.InvariantCulture) };
        var month = before.Groups["end"].Success ? 12 : Count(before.Groups["month"].Value) ?? 0;
        if (month is < 1 or > 12) return null;
        var last = DateTime.DaysInMonth(year, month);
        var day = before.Groups["day"].Success && int.TryParse(before.Groups["day"].Value, CultureInfo.InvariantCulture, out var typed) && typed >= 1 && typed <= last ? typed : last;
        var due = new DateOnly(year, month, day);
        return due >= today ? due : before.Groups["year"].Length == 0 ? due.AddYears(1) : null;
    }

    private static IEnumerable<OfferForm> Forms(string text)
    {
        var rest = text;
        foreach (var (word, form) in s_forms)
        {
            if (!rest.Contains(word, StringComparison.Ordinal)) continue;
            // 独占许可 is not also an ordinary one; 许可证 is none.
            rest = rest.Replace(word, " ", StringComparison.Ordinal);
            if (word == "许可" && text.Contains("许可证", StringComparison.Ordinal)) continue;
            yield return form;
        }
    }

    private static decimal? Yuan(string number, string unit)
    {
        decimal value;
        if (decimal.TryParse(number, NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var digits)) value = digits;
        else if (Count(number) is { } said) value = said;
        else return null;
        return value * unit switch { "万" or "万元" or "w" or "W" => 10_000m, "百万" or "百万元" => 1_000_000m, "千万" or "千万元" => 10_000_000m, "亿" or "亿元" => 100_000_000m, _ => 1m };
    }

    /// <summary>Up to 九十九 as people say small numbers.</summary>
    private static int? Count(string said)
    {
        if (int.TryParse(said, CultureInfo.InvariantCulture, out var number)) return number;
        const string digits = "零一二三四五六七八九";
        static int? One(char c) => c == '两' ? 2 : digits.IndexOf(c, StringComparison.Ordinal) is var n and >= 0 ? n : null;
        var ten = said.IndexOf('十', StringComparison.Ordinal);
        if (ten < 0) return said.Length == 1 ? One(said[0]) : null;
        if (said.Length > 3) return null;
        var tens = ten == 0 ? 1 : One(said[0]);
        var ones = ten == said.Length - 1 ? 0 : One(said[^1]);
        return tens * 10 + ones;
    }

    internal static HashSet<string> Terms(Analyzer analyzer, string text) => [.. analyzer.Terms(text).Where(term => term.Length > 1)];

    [GeneratedRegex(@"(?<from>\d+(\.\d+)?|[一二两三四五六七八九十]{1,3})\s*(?<first>万元?|百万元?|千万元?|亿元?)?\s*(-|~|—|至|到)\s*(?<to>\d+(\.\d+)?|[一二两三四五六七八九十]{1,3})\s*(?<unit>万元?|百万元?|千万元?|亿元?|元)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Range { get; }

    [GeneratedRegex(@"(?<number>\d+(,\d{3})*(\.\d+)?|[一二两三四五六七八九十]{1,3})\s*(?<unit>百万元?|千万元?|万元?|亿元?|元)(?<after>(以内|以下|左右|的?预算|之内))?", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Amount { get; }

    [GeneratedRegex("预算|投入|经费|资金|出价|愿意出|花|费用|不超过|最多|以内|拿出|准备", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex BudgetWord { get; }

    [GeneratedRegex(@"[^，。；！？,;!?\n]+[，。；！？,;!?\n]?", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Clause { get; }

    [GeneratedRegex(@"((?<half>半)(?<unit>年)|(?<number>\d{1,2}|[一二两三四五六七八九十]{1,3})\s*个?(?<unit>月|年|天|日|周|星期))(之内|以内|内)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Within { get; }

    [GeneratedRegex(@"(?<year>\d{4}年|今年|明年|后年)?((?<end>年底|年末)|(?<month>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月((?<day>\d{1,2})[日号])?(底|份)?)(之前|以前|前|完成)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Before { get; }
}

/// <summary>Finds the names that share most with a text, rare words weighing more (idf), long names no more than short ones.</summary>
internal sealed class WordIndex
{
    private readonly Dictionary<string, List<int>> _places = new(StringComparer.Ordinal);
    private readonly List<(string Key, double Length)> _names = [];

    /// <param name="analyzer">Cuts names and texts alike.</param>
    /// <param name="names">What is found, and a name of it; several of one key add up to the best.</param>
    public WordIndex(Analyzer analyzer, IEnumerable<(string Key, string Name)> names)
    {
        foreach (var (key, name) in names)
        {
            var terms = NeedSuggestions.Terms(analyzer, name);
            foreach (var term in terms)
            {
                if (!_places.TryGetValue(term, out var list)) _places[term] = list = [];
                list.Add(_names.Count);
            }
            _names.Add((key, Math.Sqrt(1 + terms.Count)));
        }
    }

    public IReadOnlyList<string> Best(IReadOnlySet<string> terms, int most)
    {
        var scores = new Dictionary<int, double>();
        foreach (var term in terms)
        {
            if (!_places.TryGetValue(term, out var list)) continue;
            var weight = Math.Log(1 + (double)_names.Count / list.Count);
            foreach (var place in list) scores[place] = scores.GetValueOrDefault(place) + weight;
        }
        return [.. scores.GroupBy(pair => _names[pair.Key].Key, StringComparer.Ordinal).Select(same => (same.Key, Score: same.Max(pair => pair.Value / _names[pair.Key].Length)))
            .OrderByDescending(found => found.Score).ThenBy(found => found.Key, StringComparer.Ordinal).Take(most).Select(found => found.Key)];
    }
}
