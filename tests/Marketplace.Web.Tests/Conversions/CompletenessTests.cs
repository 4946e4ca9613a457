using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Platform.StateMachines;

namespace Marketplace.Web.Tests.Conversions;

/// <summary>What a filing must hold before somebody else looks at it, by its kind.</summary>
public sealed class CompletenessTests
{
    [Fact]
    public void An_ordinary_deal_with_its_contract_lacks_nothing() => Fields(Filings.Of(ConversionType.OrdinaryLicence, ProofKind.Contract)).ShouldBeEmpty();

    [Fact]
    public void Nothing_typed_is_everything_wanting()
    {
        var filing = Filings.Of();
        filing.Patents.Clear();
        filing.Parties.Clear();
        filing.SignedOn = null;

        Fields(filing).ShouldBe(["patents", "parties", "parties", "signedOn", "proofs"]);
        Completeness.Of(filing).ShouldAllBe(f => f.Message.Length > 0 && f.Status == 409);
    }

    [Fact]
    public void A_pledge_wants_its_loan_and_the_loan_its_number()
    {
        var pledge = Filings.Of(ConversionType.Pledge, ProofKind.Contract);
        Fields(pledge).ShouldBe(["amount", "loanNo"]);
        (pledge.Amount, pledge.LoanNo) = (1_000_000, "2026-001");
        Fields(pledge).ShouldBeEmpty();

        // A renewal without its new part would count whole again (D4, D12).
        pledge.PartOfId = Guid.CreateVersion7();
        Fields(pledge).ShouldBe(["newAmount"]);
    }

    [Fact]
    public void A_cross_licence_goes_both_ways()
    {
        var cross = Filings.Of(ConversionType.CrossLicence, ProofKind.Contract);
        Fields(cross).ShouldBe(["returned"]);
        cross.Patents.Add(new() { ApplicationNo = "202110000002", Place = 1, Returned = true });
        Fields(cross).ShouldBeEmpty();
    }

    [Fact]
    public void Own_use_has_one_side_a_day_and_something_to_see()
    {
        var use = Filings.Of(ConversionType.OwnUse);
        use.Parties.RemoveAll(p => p.Side == Side.Taker);
        Fields(use).ShouldBe(["effectiveOn", "proofs"]);
        use.Effective().Proofs.Add(new() { Place = 0, Kind = ProofKind.Product, FileId = Guid.CreateVersion7() });
        Fields(use).ShouldBe(["product"]);
        use.Product = "滴灌带";
        Fields(use).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(MarketNature.NameChange)]
    [InlineData(MarketNature.Succession)]
    [InlineData(MarketNature.OtherTransfer)]
    public void What_is_no_deal_was_never_signed(MarketNature nature)
    {
        var filing = Filings.Of(ConversionType.Assignment, ProofKind.Registration);
        (filing.Nature, filing.SignedOn) = (nature, null);
        Fields(filing).ShouldBe(["effectiveOn"]);
        Fields(filing.In(Register.Assignment)).ShouldBeEmpty();
    }

    [Fact]
    public void A_correction_says_why_and_a_reversal_shows_it()
    {
        Fields(new Filing { ConversionId = Guid.Empty, Number = 2, Kind = FilingKind.Correction, RegionPath = "", Type = ConversionType.Assignment, Level = EvidenceLevel.L0, Fingerprint = "", At = default }).ShouldContain("note");
        var reversal = new Filing { ConversionId = Guid.Empty, Number = 2, Kind = FilingKind.Reversal, RegionPath = "", Type = ConversionType.Assignment, Level = EvidenceLevel.L0, Fingerprint = "", At = default, Note = "合同已撤销" };
        Completeness.Of(reversal).ShouldContain(f => f.Message.Contains("撤销", StringComparison.Ordinal));
        reversal.Proofs.Add(new() { Place = 0, Kind = ProofKind.End, FileId = Guid.CreateVersion7() });
        Completeness.Of(reversal).ShouldNotContain(f => f.Message.Contains("撤销", StringComparison.Ordinal));
    }

    private static IEnumerable<string?> Fields(Filing filing) => Completeness.Of(filing).Select(f => f.Field);
}
