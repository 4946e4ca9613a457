using Marketplace.Web.Catalogue.Classifications;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;

namespace Marketplace.Web.Tests.Catalogue.Listings;

public sealed class ListingRulesTests
{
    private static readonly Industries s_industries = new();
    private static readonly DateOnly s_today = new(2026, 11, 21);
    private static readonly Guid s_owner = Guid.CreateVersion7();

    private static readonly ListingDraft s_draft = new()
    {
        Members = [new("202319999001", 100)],
        Forms = [OfferForm.OpenLicence],
        FeeModel = FeeModel.LumpSum,
        Fee = new() { Amount = 50_000 },
        Maturity = 7,
        ContactName = "李工",
        ContactPhone = "13800138000",
        ExpiresOn = new(2027, 11, 20),
    };

    [Fact]
    public void A_complete_open_licence_passes() => Check(s_draft, Patent()).Failures.ShouldBeEmpty();

    [Theory]
    [InlineData(PatentState.Pending, OfferForm.OpenLicence, "listing_pending", true)]
    [InlineData(PatentState.Pending, OfferForm.Assignment, "listing_pending", false)]
    [InlineData(PatentState.FeeGrace, OfferForm.OpenLicence, "listing_grace_open", true)]
    [InlineData(PatentState.FeeGrace, OfferForm.OrdinaryLicence, "listing_grace", false)]
    [InlineData(PatentState.Suspended, OfferForm.OrdinaryLicence, "listing_suspended", true)]
    [InlineData(PatentState.PartlyInvalid, OfferForm.OpenLicence, "listing_partly_invalid", false)]
    [InlineData(PatentState.Invalid, OfferForm.Assignment, "listing_ended", true)]
    [InlineData(PatentState.LapsedUnpaid, OfferForm.Assignment, "listing_ended", true)]
    [InlineData(PatentState.Abandoned, OfferForm.OrdinaryLicence, "listing_ended", true)]
    [InlineData(PatentState.Expired, OfferForm.OrdinaryLicence, "listing_ended", true)]
    public void The_state_of_the_right_blocks_or_warns(PatentState state, OfferForm form, string code, bool blocks)
    {
        var verdict = Check(s_draft with { Forms = [form] }, Patent() with { State = state });
        (blocks ? verdict.Failures : verdict.Warnings).Select(f => f.Code).ShouldContain(code);
        if (!blocks) verdict.Failures.ShouldBeEmpty();
    }

    [Fact]
    public void What_is_missing_is_said_at_its_field() =>
        Codes(new ListingDraft { Members = s_draft.Members }, Patent()).ShouldBe(["listing_form_missing", "listing_maturity_missing", "listing_contact_missing", "listing_contact_way_missing", "listing_expiry_missing"], ignoreOrder: true);

    [Fact]
    public void An_open_licence_has_a_price_and_shuts_out_exclusive_ones()
    {
        Codes(s_draft with { FeeModel = FeeModel.Negotiable }, Patent()).ShouldBe(["listing_open_negotiable"]);
        Codes(s_draft with { FeeModel = FeeModel.Deferred, Fee = new() { FreeUntil = new(2027, 1, 1), Then = FeeModel.Free } }, Patent()).ShouldBe(["listing_open_deferred"]);
        Codes(s_draft with { FeeModel = null }, Patent()).ShouldBe(["listing_fee_missing"]);
        Codes(s_draft with { Forms = [OfferForm.OpenLicence, OfferForm.ExclusiveLicence] }, Patent()).ShouldBe(["listing_forms_exclude"]);
        Codes(s_draft, Patent() with { ExclusiveLicence = true }).ShouldBe(["listing_exclusive_licence"]);
        Codes(s_draft, Patent() with { Pledged = true }).ShouldBe(["listing_pledged"]);
        Codes(s_draft, Patent() with { Kind = PatentKind.UtilityModel }).ShouldBe(["listing_report_missing"]);
        Codes(s_draft, Patent() with { Kind = PatentKind.UtilityModel, ReportNo = "G2026-1，2026-05-01" }).ShouldBeEmpty();
        Codes(s_draft with { Forms = [OfferForm.JointDevelopment], FeeModel = null }, Patent()).ShouldBeEmpty();
    }

    [Fact]
    public void Above_what_is_usual_only_with_a_reason()
    {
        var dear = s_draft with { Fee = new() { Amount = 30_000_000 } };
        Codes(dear, Patent()).ShouldBe(["fee_unusual_amount"]);
        var told = Check(dear with { Fee = dear.Fee with { Reason = "含成套设备图纸" } }, Patent());
        told.Failures.ShouldBeEmpty();
        told.Warnings.Single().Code.ShouldBe("fee_unusual_amount");
    }

    [Fact]
    public void Dates_keep_within_the_right_and_its_status_is_fresh()
    {
        Codes(s_draft with { ExpiresOn = new(2043, 5, 9) }, Patent()).ShouldBe(["listing_expiry_after_patent"]);
        Codes(s_draft with { ExpiresOn = new(2043, 5, 8) }, Patent()).ShouldBeEmpty();
        Codes(s_draft with { ExpiresOn = s_today.AddDays(-1) }, Patent()).ShouldBe(["listing_expiry_past"]);
        Codes(s_draft, Patent() with { StatusOn = s_today.AddDays(-ListingRules.StatusGoodForDays) }).ShouldBeEmpty();
        Codes(s_draft, Patent() with { StatusOn = s_today.AddDays(-ListingRules.StatusGoodForDays - 1) }).ShouldBe(["listing_status_stale"]);
        Codes(s_draft, Patent() with { StatusOn = null }).ShouldBe(["listing_status_stale"]);
    }

    [Fact]
    public void Other_holders_agree_except_to_ordinary_licences()
    {
        var shared = Patent() with { Holders = [Holder(1, "甲大学", s_owner), Holder(2, "乙公司", null)] };
        Codes(s_draft, shared).ShouldBe(["listing_consent_missing"]);
        Codes(s_draft with { Consents = new Dictionary<string, string>(StringComparer.Ordinal) { ["乙 公 司"] = "同意书 2026-10-08" } }, shared).ShouldBeEmpty();
        Codes(s_draft with { Forms = [OfferForm.OrdinaryLicence] }, shared).ShouldBeEmpty();
        Codes(s_draft, Patent() with { Holders = [Holder(1, "别人", null)] }).ShouldContain("listing_not_yours");
    }

    [Fact]
    public void Shares_of_a_package_sum_to_a_hundred()
    {
        var two = s_draft with { Title = "滴灌专利包", Members = [new("202319999001", 60), new("202419999004", 40)] };
        var second = Patent() with { ApplicationNo = "202419999004" };
        Codes(two, Patent(), second).ShouldBeEmpty();
        Codes(two with { Members = [new("202319999001", 60), new("202419999004", 39.99m)] }, Patent(), second).ShouldBe(["listing_shares_sum"]);
        Codes(two with { Members = [new("202319999001"), new("202419999004", 100)] }, Patent(), second).ShouldBe(["listing_shares_sum"]);
        Codes(two with { Title = null }, Patent(), second).ShouldBe(["listing_title_missing"]);
        // A pool: of another holder's patent every holder agrees, and its state counts like one's own.
        var theirs = second with { Holders = [Holder(1, "乙公司", Guid.CreateVersion7())], State = PatentState.Suspended };
        Codes(two, Patent(), theirs).ShouldBe(["listing_consent_missing", "listing_suspended"], ignoreOrder: true);
    }

    [Fact]
    public void Advertising_and_wrong_fields_are_refused_in_a_draft_too()
    {
        ListingRules.Fields(s_draft with { Scenes = "全国第一" }, s_industries).Single().ShouldSatisfyAllConditions(f => f.Code.ShouldBe("listing_promotional"), f => f.Field.ShouldBe("scenes"));
        ListingRules.Fields(s_draft with { ContactPhone = "123" }, s_industries).Single().Field.ShouldBe("contactPhone");
        ListingRules.Fields(s_draft with { Maturity = 10 }, s_industries).Single().Field.ShouldBe("maturity");
        ListingRules.Fields(s_draft with { Industries = ["0000"] }, s_industries).Single().Field.ShouldBe("industries");
    }

    [Fact]
    public void Half_a_year_after_the_last_yes_it_is_stale()
    {
        ListingRules.IsStale(new(2026, 5, 21), s_today).ShouldBeFalse();
        ListingRules.IsStale(new(2026, 5, 20), s_today).ShouldBeTrue();
        ListingRules.IsStale(null, s_today).ShouldBeFalse();
    }

    private static ListingVerdict Check(ListingDraft draft, params ListedPatent[] patents) => ListingRules.Submit(draft, patents, s_owner, s_today, s_industries);

    private static IEnumerable<string> Codes(ListingDraft draft, params ListedPatent[] patents) => Check(draft, patents).Failures.Select(f => f.Code);

    private static PatentHolder Holder(int place, string name, Guid? id) => new() { ApplicationNo = "202319999001", Place = place, Name = name, FoldedName = Web.Organisations.NameFolding.Fold(name), OrganisationId = id };

    private static ListedPatent Patent() => new()
    {
        ApplicationNo = "202319999001",
        Title = "一种滴灌带",
        Kind = PatentKind.Invention,
        State = PatentState.InForce,
        StatusOn = s_today.AddDays(-10),
        LastDay = new(2043, 5, 8),
        Holders = [Holder(1, "甲大学", s_owner)],
    };
}
