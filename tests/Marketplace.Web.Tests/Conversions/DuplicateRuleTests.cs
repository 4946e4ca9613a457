using Marketplace.Testing.Conversions;
using Marketplace.Web.Conversions.Duplicates;
using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Organisations;
using static Marketplace.Testing.Conversions.FilingMaker;

namespace Marketplace.Web.Tests.Conversions;

/// <summary>D1 … D16 of domain.md §3.5, each over two filings.</summary>
public sealed class DuplicateRuleTests
{
    private static readonly DateOnly s_day = new(2026, 3, 10);
    private static readonly string s_patent = Patent(1), s_other = Patent(2);

    private static Filing Licence(int giver = 1, int? taker = 2, int days = 0, string region = Bozhou, ConversionType type = ConversionType.OrdinaryLicence, params string[] patents) =>
        New(type, giver, taker, s_day.AddDays(days), region, patents.Length > 0 ? patents : [s_patent]);

    private static void Sees(Filing one, Filing other, Likeness likeness, params string[] rules)
    {
        var (there, back) = (DuplicateRules.Compare(one, other), DuplicateRules.Compare(other, one));
        there.Likeness.ShouldBe(likeness);
        there.Rules.ShouldBe(rules);
        back.ShouldSatisfyAllConditions(b => b.Likeness.ShouldBe(likeness), b => b.Rules.ShouldBe(rules));
        // What a rule sees has to be found: by a key of one that the other asks for.
        if (likeness != Likeness.None) Keys.Asked(one).Intersect(Keys.Of(other), StringComparer.Ordinal).ShouldNotBeEmpty();
    }

    [Fact]
    public void D2_licensees_of_one_patent_are_no_duplicates_and_are_not_even_compared()
    {
        var (one, other) = (Licence(taker: 2, type: ConversionType.OpenLicence), Licence(taker: 3, type: ConversionType.OpenLicence));

        Sees(one, other, Likeness.None);
        Keys.Asked(one).Intersect(Keys.Of(other), StringComparer.Ordinal).ShouldBeEmpty();
    }

    [Fact]
    public void D3_the_same_facts_are_the_same_contract_whatever_the_office_calls_it() =>
        Sees(Licence(), Licence(type: ConversionType.ExclusiveLicence), Likeness.Same, "D3");

    [Fact]
    public void D3_the_same_number_of_a_register_is_the_same_contract_however_the_days_differ() =>
        Sees(Licence().With(Register.Licence, "X1", s_day), Licence(days: 200).With(Register.Licence, "X1", s_day), Likeness.Same, "D3");

    [Fact]
    public void D3_a_number_mistyped_brings_no_strangers_together() =>
        Sees(Licence().With(Register.Licence, "X1", s_day), Licence(giver: 7, taker: 8, patents: s_other).With(Register.Licence, "X1", s_day), Likeness.None);

    [Fact]
    public void D3_one_product_may_rest_on_several_licences() =>
        Sees(Licence().With(Register.Product, "P1", s_day), Licence(patents: s_other).With(Register.Product, "P1", s_day), Likeness.None);

    [Theory]
    [InlineData(90, Likeness.Suspected, "D3")]
    [InlineData(91, Likeness.Part, "D4")]
    public void D3_the_same_parties_and_a_common_patent_within_ninety_days_are_suspected_D4_later_they_may_be_a_renewal(int days, Likeness likeness, string rule) =>
        Sees(Licence(patents: [s_patent, s_other]), Licence(days: days), likeness, rule);

    [Fact]
    public void D3_what_says_other_amounts_is_asked_about() => Sees(Licence().With(f => f.Amount = 1), Licence().With(f => f.Amount = 2), Likeness.Suspected, "D3");

    [Fact]
    public void D3_what_says_another_contract_number_is_asked_about() => Sees(Licence().With(f => f.ContractNo = "甲1"), Licence().With(f => f.ContractNo = "甲2"), Likeness.Suspected, "D3");

    [Fact]
    public void D3_days_nobody_knows_are_no_reason_to_count_twice() => Sees(Licence().With(f => f.SignedOn = null), Licence().With(f => f.SignedOn = null), Likeness.Suspected, "D3");

    [Fact]
    public void D4_what_says_itself_that_it_is_a_renewal_is_not_asked_about()
    {
        var first = Licence();

        Sees(first, Licence(days: 365).With(f => f.PartOfId = first.ConversionId), Likeness.None);
    }

    [Fact]
    public void D5_one_body_on_both_sides_one_under_an_old_name_and_two_of_a_group_are_no_market()
    {
        var natures = new Natures(new[] { (Code(5), NameFolding.Fold(NameOf(6))) }.ToLookup(n => n.Item1, n => n.Item2, StringComparer.Ordinal), new HashSet<(string, string)> { (Code(8), Code(9)) });

        natures.Hint(Licence(giver: 4, taker: 4, type: ConversionType.Assignment)).ShouldBe(MarketNature.NameChange);
        natures.Hint(Licence(giver: 5, taker: 6)).ShouldBe(MarketNature.NameChange);
        natures.Hint(Licence(giver: 8, taker: 9)).ShouldBe(MarketNature.Related);
        natures.Hint(Licence(giver: 9, taker: 8)).ShouldBeNull();
        natures.Hint(Licence(giver: 1, taker: 2)).ShouldBeNull();
    }

    [Fact]
    public void D6_the_taker_of_one_gives_on() =>
        Sees(Licence(1, 2, type: ConversionType.Assignment), Licence(2, 3, days: 400, type: ConversionType.Assignment), Likeness.Chain, "D6");

    [Fact]
    public void D6_a_chain_that_was_said_is_not_asked_about()
    {
        var chain = Guid.CreateVersion7();

        Sees(Licence(1, 2, type: ConversionType.Assignment).With(f => f.ChainId = chain), Licence(2, 3, type: ConversionType.Assignment).With(f => f.ChainId = chain), Likeness.None);
    }

    [Fact]
    public void D7_licence_and_then_assignment_to_the_same_firm_stand_beside_each_other()
    {
        var found = DuplicateRules.Compare(Licence(), Licence(days: 30, type: ConversionType.Assignment));

        found.Likeness.ShouldBe(Likeness.Beside);
        found.Rules.ShouldBe(["D7"]);
        found.IsAsked.ShouldBeFalse();
    }

    [Fact]
    public void D8_what_a_lower_unit_filed_is_found_when_the_one_above_enters_it() => Sees(Licence(region: Bole), Licence(region: Bozhou), Likeness.Same, "D3", "D8");

    [Fact]
    public void D9_both_regions_file_one_contract() => Sees(Licence(region: Meixian), Licence(region: Bole), Likeness.Same, "D3", "D9");

    [Fact]
    public void D10_the_corps_and_the_region_file_one_contract()
    {
        Sees(Licence(region: Shuanghe), Licence(region: Bole, days: 3), Likeness.Suspected, "D3", "D10");
        Sees(Licence(region: Shuanghe), Licence(region: Xinjiang), Likeness.Same, "D3", "D8");
    }

    [Fact]
    public void D11_a_utility_model_and_the_invention_of_the_same_day()
    {
        var model = Licence(patents: Patent(9, 2));
        var marked = New(ConversionType.OrdinaryLicence, 1, 2, s_day);
        marked.Patents.Add(new() { FilingId = marked.Id, ApplicationNo = Patent(9, 2), Place = 1, CountsAs = s_patent });

        Sees(Licence(), model, Likeness.None);
        Sees(Licence(), marked.With(_ => { }), Likeness.Suspected, "D11");
    }

    [Fact]
    public void D12_a_loan_counts_once_and_a_renewed_one_is_a_part()
    {
        Filing Loan(string no, int days, params string[] patents) => Licence(days: days, type: ConversionType.Pledge, patents: patents).With(f => f.LoanNo = no);

        Sees(Loan("贷1", 0, s_patent), Loan("贷1", 20, s_patent), Likeness.Same, "D12");
        Sees(Loan("贷1", 0, s_patent), Loan("贷1", 20, s_other), Likeness.Suspected, "D12");
        Sees(Loan("贷1", 0, s_patent), Loan("贷2", 20, s_patent), Likeness.Suspected, "D12");
        Sees(Loan("贷1", 0, s_patent), Loan("贷2", 365, s_patent), Likeness.Part, "D12");
        // Another bank numbers its contracts alike.
        Sees(Loan("贷1", 0, s_patent), Licence(taker: 3, days: 0, type: ConversionType.Pledge, patents: s_other).With(f => f.LoanNo = "贷1"), Likeness.None);
    }

    [Fact]
    public void D14_what_was_taken_back_is_asked_about_when_it_comes_again()
    {
        var reversal = New(ConversionType.OrdinaryLicence, 1, 2, s_day, Bozhou, s_patent);
        var taken = new Filing { ConversionId = reversal.ConversionId, Number = 2, Kind = FilingKind.Reversal, RegionPath = Bozhou, Type = reversal.Type, SignedOn = s_day, Level = EvidenceLevel.L0, Fingerprint = reversal.Fingerprint, At = reversal.At, Patents = reversal.Patents, Parties = reversal.Parties };

        Sees(taken, Licence(), Likeness.Suspected, "D14");
        Sees(taken, Licence(taker: 3), Likeness.None);
    }

    [Fact]
    public void D15_two_directions_of_a_cross_licence_are_one_contract()
    {
        Sees(Licence(1, 2, type: ConversionType.CrossLicence), Licence(2, 1, type: ConversionType.CrossLicence, patents: s_other), Likeness.Suspected, "D15");
        Sees(Licence(1, 2).With(f => f.ContractNo = "互1"), Licence(2, 1, days: 9, patents: s_other).With(f => f.ContractNo = "互1"), Likeness.Suspected, "D15");
        Sees(Licence(1, 2), Licence(2, 1, days: 9, patents: s_other), Likeness.None);
    }

    [Fact]
    public void D16_a_declaration_is_no_licence()
    {
        DuplicateRules.IsDeclaration(Licence(taker: null, type: ConversionType.OpenLicence)).ShouldBeTrue();
        DuplicateRules.IsDeclaration(Licence(giver: 4, taker: 4)).ShouldBeTrue();
        DuplicateRules.IsDeclaration(Licence().With(Register.Licence, "开放许可声明公告第1号", s_day)).ShouldBeTrue();
        DuplicateRules.IsDeclaration(Licence().With(Register.Licence, "XK2026990001", s_day)).ShouldBeFalse();
        DuplicateRules.IsDeclaration(Licence(taker: null, type: ConversionType.OwnUse)).ShouldBeFalse();
    }

    [Fact]
    public void A_pledge_and_an_assignment_of_one_patent_are_two_things() =>
        Sees(Licence(), Licence(type: ConversionType.Pledge), Likeness.None);
}
