using System.Globalization;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Licensing.Deals;
using Marketplace.Web.Licensing.Fees;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Errors;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Licensing.Pledges;

/// <summary>Terms as they are typed. What cannot be understood is said at its field and stays as it is; files are sent beside it, and stay those of the last version where none is sent.</summary>
public sealed class PledgeForm
{
    [FromForm(Name = "numbers")] public string? Numbers { get; set; }
    [FromForm(Name = "pledgeeCode")] public string? PledgeeCode { get; set; }
    [FromForm(Name = "pledgee")] public string? Pledgee { get; set; }
    [FromForm(Name = "pledgeeAddress")] public string? PledgeeAddress { get; set; }
    [FromForm(Name = "debtor")] public string? Debtor { get; set; }
    [FromForm(Name = "debtorCode")] public string? DebtorCode { get; set; }
    [FromForm(Name = "mainContractNo")] public string? MainContractNo { get; set; }
    [FromForm(Name = "debtKind")] public string? DebtKind { get; set; }
    [FromForm(Name = "amount")] public string? Amount { get; set; }
    [FromForm(Name = "from")] public string? From { get; set; }
    [FromForm(Name = "until")] public string? Until { get; set; }
    [FromForm(Name = "scope")] public string? Scope { get; set; }
    [FromForm(Name = "tags")] public List<string> Tags { get; set; } = [];
    [FromForm(Name = "patentShare")] public string? PatentShare { get; set; }
    [FromForm(Name = "valuation")] public string? Valuation { get; set; }
    [FromForm(Name = "valuer")] public string? Valuer { get; set; }
    [FromForm(Name = "contractForm")] public string? ContractForm { get; set; }
    [FromForm(Name = "contractNo")] public string? ContractNo { get; set; }
    [FromForm(Name = "pair")] public string? Pair { get; set; }
    [FromForm(Name = "invalidity")] public string? Invalidity { get; set; }
    [FromForm(Name = "other")] public string? Other { get; set; }

    /// <summary>How many versions there were when the form was opened.</summary>
    [FromForm(Name = "seen")] public int Seen { get; set; }

    public static PledgeForm Of(PledgeTerms terms, int seen) => new()
    {
        Numbers = string.Join('\n', terms.Patents.Select(no => PatentNumber.Show(no))),
        PledgeeCode = terms.PledgeeCode,
        Pledgee = terms.Pledgee,
        PledgeeAddress = terms.PledgeeAddress,
        Debtor = terms.Debtor,
        DebtorCode = terms.DebtorCode,
        MainContractNo = terms.MainContractNo,
        DebtKind = terms.DebtKind,
        Amount = Typed.Plain(terms.Amount),
        From = Day(terms.From),
        Until = Day(terms.Until),
        Scope = terms.Scope,
        Tags = [.. terms.Tags.Select(tag => tag.ToString())],
        PatentShare = Typed.Plain(terms.PatentShare),
        Valuation = Typed.Plain(terms.Valuation),
        Valuer = terms.Valuer,
        ContractForm = terms.IsClause ? "clause" : "separate",
        ContractNo = terms.ContractNo,
        Pair = terms.Pair?.ToString(),
        Invalidity = terms.Invalidity?.ToString(),
        Other = terms.Other,
        Seen = seen,
    };

    public PledgeTerms Terms(List<Failure> failures)
    {
        var typed = new Typed(failures);
        var (code, debtor) = (Uscc.Clean(PledgeeCode ?? ""), Uscc.Clean(DebtorCode ?? ""));
        if (code.Length == 0) failures.Add(new("pledgee_missing", 400, PledgeTexts.PledgeeCodeMissing, "pledgeeCode"));
        else if (Uscc.Check(code) != UsccVerdict.Right) failures.Add(new("pledgee_code_wrong", 400, PledgeTexts.CodeWrong, "pledgeeCode"));
        if (debtor.Length > 0 && Uscc.Check(debtor) != UsccVerdict.Right) failures.Add(new("debtor_code_wrong", 400, PledgeTexts.CodeWrong, "debtorCode"));
        var terms = new PledgeTerms
        {
            Patents = DealForm.Read(Numbers, "numbers", failures),
            Pledgee = Clean(Pledgee) ?? "",
            PledgeeCode = code,
            PledgeeAddress = Clean(PledgeeAddress),
            Debtor = Clean(Debtor),
            DebtorCode = debtor.Length > 0 ? debtor : null,
            MainContractNo = Clean(MainContractNo),
            DebtKind = Clean(DebtKind),
            Amount = typed.Number(Amount, "amount"),
            From = typed.Day(From, "from"),
            Until = typed.Day(Until, "until"),
            Scope = Clean(Scope),
            Tags = [.. Tags.Select(Typed.One<LoanTag>).OfType<LoanTag>().Distinct().Order()],
            PatentShare = typed.Number(PatentShare, "patentShare"),
            Valuation = typed.Number(Valuation, "valuation"),
            Valuer = Clean(Valuer),
            IsClause = ContractForm == "clause",
            ContractNo = Clean(ContractNo),
            Pair = Typed.One<Told>(Pair),
            Invalidity = Typed.One<Told>(Invalidity),
            Other = Clean(Other),
        };
        failures.AddRange(terms.Check());
        return terms;
    }

    private static string? Clean(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed.ReplaceLineEndings("\n").Trim();

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
