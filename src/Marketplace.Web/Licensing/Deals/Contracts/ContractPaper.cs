using System.Globalization;
using System.Text.RegularExpressions;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Licensing.Papers;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Documents;
using Marketplace.Web.Platform.Face;

namespace Marketplace.Web.Licensing.Deals.Contracts;

/// <summary>What a contract is written of.</summary>
/// <param name="Parent">Number of the contract a sub-licence hangs on.</param>
/// <param name="Review">The lawyer's sign-off of this edition; null: there is none.</param>
public sealed record ContractFacts(Deal Deal, DealProposal Agreed, Organisation Holder, Organisation Taker, IReadOnlyList<Patent> Patents, string? Parent, ClauseReview? Review);

/// <summary>The agreed terms in the words of the clause library: the same terms and edition give the same paper, and so the same version code.</summary>
public static partial class ContractPaper
{
    public static Paper Of(ClauseLibrary library, ContractFacts facts) => Language.In(Language.Chinese.Tag, () =>
    {
        var terms = facts.Agreed.Read();
        var fields = Fields(facts, terms);
        return new Paper(Title(terms.Kind), facts.Deal.Number,
        [
            new PaperText(facts.Review is { } review ? $"条款库（{library.Edition}）经律师审核：{review.Lawyer}，{PaperWords.Day(review.On)}。" : $"条款库（{library.Edition}）未经律师审核。签署前请咨询律师。", Small: true),
            new PaperHeading("合同双方"),
            new PaperTable(["", terms.Kind.IsTransfer() ? "转让方（甲方）" : "许可方（甲方）", terms.Kind.IsTransfer() ? "受让方（乙方）" : "被许可方（乙方）"],
            [
                ["名称", facts.Holder.Name, facts.Taker.Name],
                ["统一社会信用代码", facts.Holder.Uscc, facts.Taker.Uscc],
                ["住所", PaperWords.Known(facts.Holder.Address), PaperWords.Known(facts.Taker.Address)],
                ["法定代表人", PaperWords.Known(facts.Holder.LegalRepresentative), PaperWords.Known(facts.Taker.LegalRepresentative)],
            ]),
            new PaperHeading("第一条 标的专利"),
            new PaperTable(["序号", terms.Kind == DealKind.ApplicationAssignment ? "申请号" : "专利号", "名称", "类型", "权利方"],
                [.. facts.Patents.Select((patent, i) => (IReadOnlyList<string>)[$"{i + 1}", patent.Number, patent.Title, patent.Kind.Name(), terms.Returned.Contains(patent.ApplicationNo, StringComparer.Ordinal) ? "乙方" : "甲方"])]),
            .. library.For(terms).SelectMany((clause, i) => (PaperPart[])[new PaperHeading($"第{Ordinal(i + 2)}条 {clause.Title}"), new PaperText(Filled(clause.Text, fields))]),
            new PaperHeading("附注"),
            new PaperText($"条款版本：第{facts.Agreed.Number}版，校验值（SHA-256）{facts.Agreed.Sha256}。所用条款：{string.Join('、', library.For(terms).Select(clause => string.Create(CultureInfo.InvariantCulture, $"{clause.Id}.{clause.Version}")))}。", Small: true),
            new PaperSignatures([$"甲方：{facts.Holder.Name}", $"乙方：{facts.Taker.Name}"]),
        ]);
    });

    public static string Title(DealKind kind) => kind switch
    {
        DealKind.Assignment => "专利权转让合同",
        DealKind.ApplicationAssignment => "专利申请权转让合同",
        DealKind.Equity => "专利权作价入股合同",
        DealKind.Cross => "专利交叉许可合同",
        DealKind.Sub => "专利分许可合同",
        DealKind.Sole => "专利实施许可合同（排他许可）",
        DealKind.Exclusive => "专利实施许可合同（独占许可）",
        _ => "专利实施许可合同（普通许可）",
    };

    private static Dictionary<string, string> Fields(ContractFacts facts, DealTerms terms) => new(StringComparer.Ordinal)
    {
        ["holder"] = facts.Holder.Name,
        ["taker"] = facts.Taker.Name,
        ["kind"] = DealWords.Name(terms.Kind),
        ["version"] = facts.Agreed.Number.ToString(CultureInfo.InvariantCulture),
        ["field"] = PaperWords.Known(terms.Field),
        ["territory"] = PaperWords.Known(terms.Territory),
        ["from"] = terms.From is { } from ? PaperWords.Day(from) : "双方签章齐备之日",
        ["until"] = PaperWords.Day(terms.Until),
        ["parent"] = PaperWords.Known(facts.Parent),
        ["fee"] = FeeWords.Sentence(terms.Model, terms.Fee with { LateRate = null }),
        ["capitals"] = terms.InCapitals is { } capitals ? $"其中固定金额合计{capitals}。\n" : "",
        ["definition"] = terms.Fee.Definition ?? "不适用",
        ["late"] = terms.Fee.LateRate is { } late ? $"\n逾期付款的，自应付日的次日起按年利率{late.ToString("0.####", CultureInfo.InvariantCulture)}%支付利息。" : "",
        ["confidential"] = terms.ConfidentialYears.ToString(CultureInfo.InvariantCulture),
        ["warranty"] = terms.Warranty ?? "",
        ["penalty"] = terms.Penalty ?? "",
        ["other"] = terms.Other ?? "",
        ["valuation"] = terms.Valuation is { } worth ? PaperWords.Amount(worth) : "",
        ["percent"] = terms.SharePercent?.ToString("0.####", CultureInfo.InvariantCulture) + "%",
        ["company"] = terms.Company ?? "",
    };

    /// <summary>What people typed is put in once and never read as a field again.</summary>
    private static string Filled(string text, Dictionary<string, string> fields) => Field.Replace(text, match => fields[match.Groups["name"].Value]).Trim();

    private static string Ordinal(int number) => number switch
    {
        <= 10 => "零一二三四五六七八九十"[number].ToString(),
        < 20 => "十" + "零一二三四五六七八九"[number - 10],
        _ => "二十" + (number == 20 ? "" : "零一二三四五六七八九"[number - 20].ToString()),
    };

    [GeneratedRegex(@"\{(?<name>[a-zA-Z]+)\}", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Field { get; }
}
