using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.StateMachines;

namespace Marketplace.Web.Conversions.Facts;

/// <summary>What the kind of conversion asks for before somebody else is to look at it: each thing that is wanting, at its field, with what to do.</summary>
public static class Completeness
{
    public static IReadOnlyList<Failure> Of(Filing filing)
    {
        var failures = new List<Failure>();
        void Wants(bool missing, string field, string message)
        {
            if (missing) failures.Add(new(field + "_missing", 409, message, field));
        }
        bool Shown(ProofKind kind) => filing.Proofs.Exists(p => p.Kind == kind);
        var market = filing.Nature is MarketNature.Market or MarketNature.Related;
        Wants(filing.Patents.Count == 0, "patents", ConversionTexts.WantPatents);
        Wants(!filing.Parties.Exists(p => p.Side == Side.Giver), "parties", ConversionTexts.WantGiver);
        Wants(filing.Type != ConversionType.OwnUse && !filing.Parties.Exists(p => p.Side == Side.Taker), "parties", ConversionTexts.WantTaker);
        if (filing.Type == ConversionType.OwnUse)
        {
            Wants(filing.EffectiveOn is null, "effectiveOn", ConversionTexts.WantUseDay);
            Wants(!Shown(ProofKind.Product), "proofs", ConversionTexts.WantUsePaper);
        }
        else
        {
            Wants(market && filing.SignedOn is null, "signedOn", ConversionTexts.WantSigned);
            Wants(!market && filing.SignedOn is null && filing.EffectiveOn is null && filing.Registers.Count == 0, "effectiveOn", ConversionTexts.WantAnyDay);
            Wants(!Shown(ProofKind.Contract) && !Shown(ProofKind.Registration), "proofs", ConversionTexts.WantPaper);
        }
        Wants(filing.Type == ConversionType.CrossLicence && (filing.Patents.TrueForAll(p => p.Returned) || !filing.Patents.Exists(p => p.Returned)), "returned", ConversionTexts.WantReturned);
        if (filing.Type == ConversionType.Pledge)
        {
            Wants(filing.Amount is null, "amount", ConversionTexts.WantLoan);
            Wants(filing.LoanNo is null, "loanNo", ConversionTexts.WantLoanNo);
        }
        // What was renewed is counted with what it renews: without the new part it would count whole a second time.
        Wants(filing.PartOfId is not null && filing.Amount is not null && filing.NewAmount is null, "newAmount", ConversionTexts.WantNewAmount);
        Wants(filing.Product is null && Shown(ProofKind.Product), "product", ConversionTexts.WantProduct);
        Wants(filing.Paid is not null && filing.PaidOn is null, "paidOn", ConversionTexts.WantPaidDay);
        Wants(filing.Kind != FilingKind.First && filing.Note is null, "note", ConversionTexts.WantReason);
        Wants(filing.Kind == FilingKind.Reversal && !Shown(ProofKind.End), "proofs", ConversionTexts.WantEndPaper);
        return failures;
    }
}
