using System.Text.Json;
using Marketplace.Web.Licensing.Deals;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Documents;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;

namespace Marketplace.Web.Licensing.Pledges;

/// <summary>What kind of loan it is (domain.md M30, M33, M35).</summary>
public enum LoanTag
{
    /// <summary>风险补偿</summary>
    RiskShared,

    /// <summary>贴息</summary>
    Subsidised,

    /// <summary>保险</summary>
    Insured,

    /// <summary>首贷: the enterprise's first loan on intellectual property.</summary>
    First,

    /// <summary>续贷</summary>
    Renewal,

    /// <summary>混合质押: other things stand for the debt too.</summary>
    Mixed,
}

/// <summary>What the pledgor says of something the pledgee must know.</summary>
public enum Told
{
    /// <summary>没有这种情况</summary>
    None,

    /// <summary>有，质权人知情并同意</summary>
    Known,

    /// <summary>有，还没有告知</summary>
    Untold,
}

/// <summary>All that pledgor and pledgee agree on, in one immutable version. The files are named by their hash, so that agreeing to the terms is agreeing to exactly that contract.</summary>
public sealed record PledgeTerms
{
    public const int ShortMax = 100, TextMax = 1000;
    public const decimal Largest = 100_000_000_000;

    public required IReadOnlyList<string> Patents { get; init; }
    public required string Pledgee { get; init; }
    public required string PledgeeCode { get; init; }
    public string? PledgeeAddress { get; init; }

    /// <summary>债务人, if somebody else than the pledgor.</summary>
    public string? Debtor { get; init; }
    public string? DebtorCode { get; init; }

    /// <summary>主合同: its number, and what kind of debt it makes.</summary>
    public string? MainContractNo { get; init; }
    public string? DebtKind { get; init; }

    /// <summary>被担保债权数额, in yuan (CNY): the office takes no other money without its rate.</summary>
    public decimal? Amount { get; init; }
    public DateOnly? From { get; init; }
    public DateOnly? Until { get; init; }

    /// <summary>担保范围</summary>
    public string? Scope { get; init; }
    public IReadOnlyList<LoanTag> Tags { get; init; } = [];

    /// <summary>Of a mixed pledge: the part that rests on the patents, if anybody says so.</summary>
    public decimal? PatentShare { get; init; }
    public decimal? Valuation { get; init; }
    public string? Valuer { get; init; }
    public PledgeFile? ValuationReport { get; init; }

    /// <summary>The pledge is a clause of the main contract.</summary>
    public bool IsClause { get; init; }
    public string? ContractNo { get; init; }
    public PledgeFile? Contract { get; init; }

    /// <summary>Another patent of the same day on the same invention.</summary>
    public Told? Pair { get; init; }

    /// <summary>Somebody asked the office to declare one of them invalid.</summary>
    public Told? Invalidity { get; init; }
    public string? Other { get; init; }

    public static PledgeTerms Read(string json) => JsonSerializer.Deserialize<PledgeTerms>(json, FrozenTerms.Json)!;

    public string Write() => JsonSerializer.Serialize(this, FrozenTerms.Json);

    /// <summary>What is wrong with what was typed; a draft may still lack something.</summary>
    public IReadOnlyList<Failure> Check()
    {
        var failures = new List<Failure>();
        void Wrong(string field, string message) => failures.Add(new(field + "_wrong", 400, message, field));
        void Short(string? value, string field)
        {
            if (value?.Length > ShortMax) Wrong(field, DealTexts.TooLong.Fill(ShortMax));
        }
        void Money(decimal? value, string field)
        {
            if (value is { } yuan && (yuan <= 0 || yuan > Largest || decimal.Round(yuan, 2) != yuan)) Wrong(field, PledgeTexts.AmountWrong);
        }
        Money(Amount, "amount");
        Money(PatentShare, "patentShare");
        Money(Valuation, "valuation");
        if (Until <= From) Wrong("until", DealTexts.UntilBeforeFrom);
        if (PatentShare is not null && !Tags.Contains(LoanTag.Mixed)) Wrong("patentShare", PledgeTexts.ShareOfMixed);
        else if (PatentShare > Amount) Wrong("patentShare", PledgeTexts.ShareTooMuch);
        if (Tags.Contains(LoanTag.First) && Tags.Contains(LoanTag.Renewal)) Wrong("tags", PledgeTexts.FirstAndRenewal);
        Short(PledgeeAddress, "pledgeeAddress");
        Short(Debtor, "debtor");
        Short(MainContractNo, "mainContractNo");
        Short(DebtKind, "debtKind");
        Short(Valuer, "valuer");
        Short(ContractNo, "contractNo");
        if (Scope?.Length > TextMax) Wrong("scope", DealTexts.TooLong.Fill(TextMax));
        if (Other?.Length > TextMax) Wrong("other", DealTexts.TooLong.Fill(TextMax));
        return failures;
    }

    /// <summary>What the office asks a pledge contract to contain (CNIPA 461 Art. 9) and is not there, by name.</summary>
    public IReadOnlyList<string> Missing() =>
    [
        .. new (string Label, bool Here)[]
        {
            (PledgeTexts.PledgeeAddress, PledgeeAddress is not null),
            (PledgeTexts.MainContractNo, MainContractNo is not null),
            (PledgeTexts.DebtKind, DebtKind is not null),
            (PledgeTexts.Amount, Amount is not null),
            (PledgeTexts.From, From is not null),
            (PledgeTexts.Until, Until is not null),
            (PledgeTexts.Scope, Scope is not null),
            (PledgeTexts.ContractFile, Contract is not null),
        }.Where(one => !one.Here).Select(one => one.Label),
    ];

    /// <summary>Field by field, in the reader's language: for the page, and for what differs between two versions.</summary>
    public IReadOnlyList<TermLine> Lines(Func<string, string> patent) =>
    [
        new(DealTexts.Patents, string.Join("\n", Patents.Select(patent))),
        new(PledgeTexts.Pledgee, $"{Pledgee} {PledgeeCode}"),
        new(PledgeTexts.PledgeeAddress, PledgeeAddress ?? ""),
        new(PledgeTexts.Debtor, $"{Debtor} {DebtorCode}".Trim()),
        new(PledgeTexts.MainContractNo, MainContractNo ?? ""),
        new(PledgeTexts.DebtKind, DebtKind ?? ""),
        new(PledgeTexts.Amount, Yuan(Amount)),
        new(PledgeTexts.From, From is null ? "" : Dates.InWords(From)),
        new(PledgeTexts.Until, Until is null ? "" : Dates.InWords(Until)),
        new(PledgeTexts.Scope, Scope ?? ""),
        new(PledgeTexts.Tags, string.Join('、', Tags.Select(PledgeWords.Name))),
        new(PledgeTexts.PatentShare, Yuan(PatentShare)),
        new(PledgeTexts.Valuation, Yuan(Valuation)),
        new(PledgeTexts.Valuer, Valuer ?? ""),
        new(PledgeTexts.ValuationReport, ValuationReport?.Words ?? ""),
        new(PledgeTexts.ContractForm, IsClause ? PledgeTexts.ContractClause : PledgeTexts.ContractSeparate),
        new(PledgeTexts.ContractNo, ContractNo ?? ""),
        new(PledgeTexts.ContractFile, Contract?.Words ?? ""),
        new(PledgeTexts.Pair, Pair is { } pair ? PledgeWords.Name(pair) : ""),
        new(PledgeTexts.Invalidity, Invalidity is { } invalidity ? PledgeWords.Name(invalidity) : ""),
        new(DealTexts.OtherTerms, Other ?? ""),
    ];

    private static string Yuan(decimal? yuan) => yuan switch
    {
        null => "",
        <= CapitalYuan.Most => Papers.PaperWords.Amount(yuan.Value),
        _ => Money.Exact(yuan.Value),
    };
}

/// <summary>A file of the terms.</summary>
/// <param name="Id">Where it is kept.</param>
/// <param name="Name">As it was sent.</param>
/// <param name="Sha256">Of its bytes, in hexadecimal.</param>
public sealed record PledgeFile(Guid Id, string Name, string Sha256)
{
    public string Words => $"{Name} (SHA-256 {Sha256[..16]})";
}
