using Marketplace.Web.Conversions.Facts;

namespace Marketplace.Web.Tests.Conversions;

/// <summary>Each rung, for each type; and what the page says is missing is what is missing.</summary>
public sealed class LadderTests
{
    private static readonly ConversionType[] s_signed = [.. Enum.GetValues<ConversionType>().Where(type => type != ConversionType.OwnUse)];

    public static TheoryData<ConversionType> WithContract => [.. s_signed];

    public static TheoryData<ConversionType> Registered => [.. s_signed.Where(type => type != ConversionType.JointUse)];

    [Theory]
    [MemberData(nameof(WithContract))]
    public void A_signature_without_its_contract_and_a_contract_without_its_day_are_intent(ConversionType type)
    {
        Ladder.Of(Filings.Of(type)).ShouldBe(EvidenceLevel.L0);
        var undated = Filings.Of(type, ProofKind.Contract);
        undated.SignedOn = null;
        Ladder.Of(undated).ShouldBe(EvidenceLevel.L0);
        Ladder.Of(Filings.Of(type, ProofKind.Contract)).ShouldBe(EvidenceLevel.L1);
    }

    [Theory]
    [MemberData(nameof(WithContract))]
    public void In_effect_is_a_day_and_a_paper_that_shows_it(ConversionType type)
    {
        Ladder.Of(Filings.Of(type, ProofKind.Contract).Effective()).ShouldBe(EvidenceLevel.L1);
        Ladder.Of(Filings.Of(type, ProofKind.Contract, ProofKind.Payment)).ShouldBe(EvidenceLevel.L1);
        Ladder.Of(Filings.Of(type, ProofKind.Payment).Effective()).ShouldBe(EvidenceLevel.L0);
        foreach (var paper in (ProofKind[])[ProofKind.Payment, ProofKind.Registration, ProofKind.Loan]) Ladder.Of(Filings.Of(type, ProofKind.Contract, paper).Effective()).ShouldBe(EvidenceLevel.L2);
        var paid = Filings.Of(type, ProofKind.Contract, ProofKind.Payment);
        paid.PaidOn = Filings.Day;
        Ladder.Of(paid).ShouldBe(EvidenceLevel.L2);
    }

    [Fact]
    public void What_was_made_on_the_platform_needs_no_second_paper_to_be_in_effect()
    {
        var here = Filings.Of().Effective();
        here.Proofs.Add(new() { Place = 0, Kind = ProofKind.Contract, FileId = null });

        Ladder.Of(here).ShouldBe(EvidenceLevel.L2);
    }

    [Theory]
    [MemberData(nameof(Registered))]
    public void Recorded_is_its_own_register_with_the_certificate(ConversionType type)
    {
        Register[] all = Enum.GetValues<Register>(), official = [.. Ladder.OfficialFor(type)];
        foreach (var register in all.Except(official)) Ladder.Of(Filings.Of(type, ProofKind.Contract, ProofKind.Registration).In(register)).ShouldBe(EvidenceLevel.L1, register.ToString());
        var recorded = Filings.Of(type, ProofKind.Registration);
        foreach (var register in type == ConversionType.Equity ? official : official[..1]) recorded.In(register);

        // The extract of the register is enough, with or without the contract.
        Ladder.Of(recorded).ShouldBe(EvidenceLevel.L3);
        recorded.Proofs.Clear();
        Ladder.Of(recorded).ShouldBe(EvidenceLevel.L0);
    }

    [Fact]
    public void Shares_for_a_patent_are_official_when_both_registers_say_so_and_not_before()
    {
        var half = Filings.Of(ConversionType.Equity, ProofKind.Contract, ProofKind.Registration).Effective().In(Register.Assignment, 10);
        Ladder.Of(half).ShouldBe(EvidenceLevel.L2);
        Ladder.RecordedOn(half).ShouldBeNull();

        Ladder.RecordedOn(half.In(Register.Company, 40)).ShouldBe(Filings.Day.AddDays(40));
        Ladder.Of(half).ShouldBe(EvidenceLevel.L3);
    }

    [Fact]
    public void The_earliest_entry_that_makes_it_official_is_its_day()
    {
        var filing = Filings.Of(ConversionType.ExclusiveLicence, ProofKind.Registration).In(Register.TechnicalContract, 20).In(Register.Licence, 50).In(Register.Assignment, 5);

        Ladder.RecordedOn(filing).ShouldBe(Filings.Day.AddDays(20));
    }

    [Theory]
    [MemberData(nameof(WithContract))]
    public void A_product_and_income_lift_only_what_is_in_effect(ConversionType type)
    {
        Ladder.Of(Filings.Of(type, ProofKind.Contract, ProofKind.Product, ProofKind.Revenue)).ShouldBe(EvidenceLevel.L1);
        Ladder.Of(Filings.Of(type, ProofKind.Contract, ProofKind.Payment, ProofKind.Product).Effective()).ShouldBe(EvidenceLevel.L4);
        Ladder.Of(Filings.Of(type, ProofKind.Contract, ProofKind.Payment).Effective().In(Register.Product)).ShouldBe(EvidenceLevel.L4);
        Ladder.Of(Filings.Of(type, ProofKind.Contract, ProofKind.Payment, ProofKind.Revenue).Effective()).ShouldBe(EvidenceLevel.L5);
    }

    [Fact]
    public void Own_use_signs_nothing_and_begins_with_the_product()
    {
        var use = Filings.Of(ConversionType.OwnUse);
        use.SignedOn = null;
        Ladder.Of(use).ShouldBe(EvidenceLevel.L1);
        use.Proofs.Add(new() { Place = 0, Kind = ProofKind.Product, FileId = Guid.CreateVersion7() });
        Ladder.Of(use.Effective()).ShouldBe(EvidenceLevel.L4);
    }

    [Fact]
    public void What_the_next_rung_wants_leads_there()
    {
        var filing = Filings.Of(ConversionType.Assignment);
        Ladder.Wants(filing, Ladder.Next(filing)!.Value).ShouldBe([Wanting.ContractPaper]);
        filing.Proofs.Add(new() { Place = 0, Kind = ProofKind.Contract, FileId = Guid.CreateVersion7() });
        Ladder.Wants(filing, Ladder.Next(filing)!.Value).ShouldBe([Wanting.EffectDay, Wanting.EffectPaper]);
        filing.Effective().Proofs.Add(new() { Place = 1, Kind = ProofKind.Registration, FileId = Guid.CreateVersion7() });
        Ladder.Next(filing).ShouldBe(EvidenceLevel.L3);
        Ladder.Wants(filing, EvidenceLevel.L3).ShouldBe([Wanting.RegisterEntry]);
        Ladder.Next(filing.In(Register.Assignment)).ShouldBe(EvidenceLevel.L4);
        filing.Proofs.Add(new() { Place = 2, Kind = ProofKind.Revenue, FileId = Guid.CreateVersion7() });
        Ladder.Next(filing).ShouldBeNull();
    }
}
