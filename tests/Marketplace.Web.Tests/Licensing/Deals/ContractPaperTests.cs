using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Licensing.Deals;
using Marketplace.Web.Licensing.Deals.Contracts;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Documents;
using Marketplace.Web.Platform.StateMachines;

namespace Marketplace.Web.Tests.Licensing.Deals;

/// <summary>The clause library puts any terms into words: every field it names is filled, and what was agreed stands in it.</summary>
public sealed class ContractPaperTests
{
    private static readonly ClauseLibrary s_library = ClauseLibrary.Read();

    public static TheoryData<DealKind> Kinds => [.. DealKinds.Negotiable];

    [Theory, MemberData(nameof(Kinds))]
    public void Every_kind_has_a_contract_without_an_open_field(DealKind kind)
    {
        foreach (var improvements in Enum.GetValues<ImprovementRule>())
        {
            var paper = Paper(Terms(kind) with { Improvements = improvements });
            var words = Words(paper);
            words.ShouldNotContain("{");
            words.ShouldContain("未经律师审核");
            words.ShouldContain("甲方");
            words.ShouldContain(kind.IsTransfer() ? "登记之日起" : "实施的产品、方法和领域：滴灌带");
            // One clause on improvements, one on effect, one on the grant.
            paper.Parts.OfType<PaperHeading>().Count(heading => heading.Text.EndsWith("后续改进", StringComparison.Ordinal)).ShouldBe(1);
            paper.Parts.OfType<PaperHeading>().Count(heading => heading.Text.EndsWith("条 生效", StringComparison.Ordinal)).ShouldBe(1);
        }
    }

    [Fact]
    public void Amounts_stand_in_figures_and_capitals()
    {
        Words(Paper(Terms(DealKind.Ordinary))).ShouldContain("人民币大写：陆万元整");
        Words(Paper(Terms(DealKind.Equity) with { Valuation = 1_000_500.05m, SharePercent = 12.5m, Company = "某公司" })).ShouldContain("壹佰万零伍佰元零伍分");
    }

    [Fact]
    public void Another_word_is_another_version_and_the_same_words_are_the_same()
    {
        var terms = Terms(DealKind.Sole);
        Paper(terms).Version.ShouldBe(Paper(terms).Version);
        Paper(terms with { Penalty = "违约金三万元" }).Version.ShouldNotBe(Paper(terms).Version);
        var kept = System.Text.Json.JsonSerializer.Deserialize<Paper>(System.Text.Json.JsonSerializer.Serialize(Paper(terms)))!;
        kept.Version.ShouldBe(Paper(terms).Version);
    }

    [Fact]
    public void What_people_type_is_never_read_as_a_field()
    {
        Words(Paper(Terms(DealKind.Ordinary) with { Other = "按{fee}执行" })).ShouldContain("按{fee}执行");
    }

    [Fact]
    public void A_lawyers_sign_off_is_said_with_its_day()
    {
        var words = Words(Paper(Terms(DealKind.Ordinary), new() { Edition = s_library.Edition, Lawyer = "王律师", Licence = "11101", On = new(2026, 11, 20), At = default }));
        words.ShouldContain("王律师");
        words.ShouldNotContain("未经律师审核");
    }

    [Fact]
    public void Every_clause_has_an_id_of_its_own_and_says_that_nobody_reviewed_it()
    {
        s_library.Reviewed.ShouldBe("none");
        s_library.Clauses.Select(clause => clause.Id).ShouldBeUnique();
        s_library.Clauses.ShouldAllBe(clause => clause.Version > 0 && clause.Title.Length > 0);
    }

    [Fact]
    public void Terms_that_cannot_be_worked_out_or_are_unlawful_are_told_at_their_field()
    {
        DateOnly last = new(2040, 1, 1);
        Terms(DealKind.Ordinary).Check(last).ShouldBeEmpty();
        Fields(Terms(DealKind.Ordinary) with { Until = last.AddDays(1) }).ShouldBe(["until"]);
        Fields(Terms(DealKind.Cross) with { Returned = [] }).ShouldBe(["returned"]);
        Fields(Terms(DealKind.Assignment) with { Model = FeeModel.RunningUnit, Fee = new() { UnitAmount = 1, Unit = "件", Period = FeePeriod.Year } }).ShouldBe(["feeModel"]);
        Fields(Terms(DealKind.Equity) with { Valuation = 0, SharePercent = 101, Company = null }).ShouldBe(["valuation", "sharePercent", "company"]);
        Fields(Terms(DealKind.Ordinary) with { Fee = new() { Amount = FeeTerms.UsualMost + 1 } }).ShouldBe(["amount"]);
        Fields(Terms(DealKind.Ordinary) with { ConfidentialYears = 31 }).ShouldBe(["confidential"]);

        string?[] Fields(DealTerms terms) => [.. terms.Check(last).Select(failure => failure.Field)];
    }

    private static DealTerms Terms(DealKind kind) => new()
    {
        Kind = kind,
        Patents = ["202310000001"],
        Returned = kind == DealKind.Cross ? ["202310000002"] : [],
        Model = kind == DealKind.Equity ? null : FeeModel.LumpSum,
        Fee = kind == DealKind.Equity ? new() : new() { Amount = 60_000 },
        Until = kind.IsTransfer() ? null : new(2030, 1, 1),
        Field = "滴灌带",
        Territory = "中国境内",
        ConfidentialYears = 3,
        Valuation = kind == DealKind.Equity ? 100_000 : null,
        SharePercent = kind == DealKind.Equity ? 10 : null,
        Company = kind == DealKind.Equity ? "某公司" : null,
    };

    private static Paper Paper(DealTerms terms, ClauseReview? review = null)
    {
        var deal = new Deal { Reference = "ABCDEFGH", Kind = terms.Kind, HolderId = Guid.Empty, HolderName = "天山大学", HolderRegion = "/", TakerId = Guid.Empty, TakerName = "精河合作社", TakerCode = "91", TakerRegion = "/", StartedBy = Side.Taker, Ball = Side.Giver };
        var words = terms.Write();
        var agreed = new DealProposal { DealId = deal.Id, Number = 2, By = Side.Giver, At = default, Terms = words, Sha256 = DealTerms.HashOf(words) };
        var patents = terms.Patents.Concat(terms.Returned).Select(no => new Patent { ApplicationNo = no, Kind = PatentKind.Invention, Title = "一种滴灌带", FilingDate = new(2023, 5, 9), State = PatentState.InForce, LastDay = new(2043, 5, 8), CreatedAt = default }).ToList();
        return ContractPaper.Of(s_library, new(deal, agreed, Organisation("天山大学"), Organisation("精河合作社"), patents, "HT-1", review));
    }

    private static Organisation Organisation(string name) => new() { Uscc = "91650000000000000X", Name = name, FoldedName = name, Kind = OrganisationKind.Enterprise, RegionCode = "650000", RegionPath = "/", State = OrganisationState.Active, CreatedAt = default };

    private static string Words(Paper paper) => string.Join('\n', paper.Words());
}
