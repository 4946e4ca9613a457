using Marketplace.Web.Catalogue.Classifications;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Tests.Catalogue.LegalStatus;

namespace Marketplace.Web.Tests.Catalogue.Listings;

public sealed class ListingRulesTests
{
    private static readonly Industries s_industries = new();
    private static readonly DateOnly s_today = new(2026, 11, 21);
    private static readonly StatusOptions s_options = new();
    private static readonly Guards s_guards = new(s_options, new Workdays());
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
    [InlineData(PatentState.Pending, OfferForm.OpenLicence, "listing_not_granted", true)]
    [InlineData(PatentState.Pending, OfferForm.Assignment, "listing_not_granted", false)]
    [InlineData(PatentState.FeeGrace, OfferForm.OpenLicence, "listing_fee_unpaid", true)]
    [InlineData(PatentState.FeeGrace, OfferForm.OrdinaryLicence, "listing_fee_unpaid", false)]
    [InlineData(PatentState.Suspended, OfferForm.OrdinaryLicence, "listing_suspended", true)]
    [InlineData(PatentState.PartlyInvalid, OfferForm.OpenLicence, "listing_partly_invalid", false)]
    [InlineData(PatentState.Invalid, OfferForm.Assignment, "listing_ineffective", true)]
    [InlineData(PatentState.LapsedUnpaid, OfferForm.Assignment, "listing_ineffective", true)]
    [InlineData(PatentState.Abandoned, OfferForm.OrdinaryLicence, "listing_ineffective", true)]
    [InlineData(PatentState.Expired, OfferForm.OrdinaryLicence, "listing_ineffective", true)]
    public void The_state_of_the_right_blocks_or_warns(PatentState state, OfferForm form, string code, bool blocks)
    {
        var verdict = Check(s_draft with { Forms = [form] }, In(state));
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
        Codes(s_draft, Told(s_today.AddDays(-s_options.StaleAfterDays))).ShouldBeEmpty();
        Codes(s_draft, Told(s_today.AddDays(-s_options.StaleAfterDays - 1))).ShouldBe(["listing_status_stale"]);
        Codes(s_draft, Told(null)).ShouldBe(["listing_status_stale"]);
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
        var second = Patent("202419999004");
        Codes(two, Patent(), second).ShouldBeEmpty();
        Codes(two with { Members = [new("202319999001", 60), new("202419999004", 39.99m)] }, Patent(), second).ShouldBe(["listing_shares_sum"]);
        Codes(two with { Members = [new("202319999001"), new("202419999004", 100)] }, Patent(), second).ShouldBe(["listing_shares_sum"]);
        Codes(two with { Title = null }, Patent(), second).ShouldBe(["listing_title_missing"]);
        // A pool: of another holder's patent every holder agrees, and its state counts like one's own.
        var theirs = Patent("202419999004", PatentState.Suspended) with { Holders = [Holder(1, "乙公司", Guid.CreateVersion7())] };
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
    public void An_earlier_exclusive_licence_still_open_bars_an_open_licence()
    {
        var licensed = Patent() with
        {
            Events = [Licence("2024-01-05", "X1", exclusive: true), Licence("2025-01-05", "X2"), Event(PatentEventKind.LicenceEnded, "2026-01-05", "X2")],
        };

        var verdict = Check(s_draft, licensed);
        verdict.Failures.Single().ShouldSatisfyAllConditions(f => f.Code.ShouldBe("listing_exclusive_licence"), f => f.Message.ShouldContain("X1"));
        // Whoever takes another right must know.
        var other = Check(s_draft with { Forms = [OfferForm.Assignment] }, licensed);
        other.Failures.ShouldBeEmpty();
        other.Warnings.Select(f => f.Code).ShouldBe(["listing_exclusive_licence"]);
        Codes(s_draft, licensed with { Events = [.. licensed.Events, Event(PatentEventKind.LicenceEnded, "2026-02-05", "X1")] }).ShouldBeEmpty();
    }

    [Fact]
    public void Of_two_pledges_the_one_without_consent_bars_an_open_licence()
    {
        var pledged = Patent() with { Events = [Event(PatentEventKind.Pledged, "2024-01-05", "Y1"), PatentWorld.Event(PatentEventKind.Pledged, new(2025, 1, 5), null, "Y2", agrees: true)] };

        Codes(s_draft, pledged).ShouldBe(["listing_pledged"]);
        Check(s_draft with { Forms = [OfferForm.OrdinaryLicence] }, pledged).Warnings.Select(f => f.Code).ShouldBe(["listing_pledged"]);
    }

    [Fact]
    public void An_open_licence_of_a_utility_model_rests_on_the_stored_report_whatever_was_typed()
    {
        var model = Patent(kind: PatentKind.UtilityModel);
        var typed = s_draft with { Members = [new("202319999001", 100, "G2026-1，2026-05-01")] };

        Codes(typed, model).ShouldBe(["listing_report"]);
        Codes(typed, model with { Reports = [Report(ReportConclusion.NothingFound)] }).ShouldBeEmpty();
        Check(typed, model with { Reports = [Report(ReportConclusion.PartlyNegative)] }).ShouldSatisfyAllConditions(v => v.Failures.ShouldBeEmpty(), v => v.Warnings.Single().Code.ShouldBe("listing_report"));
        // Said once, though it is an obstacle and a bad report.
        Check(typed, model with { Reports = [Report(ReportConclusion.Negative)] }).Failures.Single().Message.ShouldContain("P2026");
        Codes(s_draft with { Forms = [OfferForm.OrdinaryLicence] }, model).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(OfferForm.OpenLicence)]
    [InlineData(OfferForm.Assignment)]
    public void A_secret_patent_is_offered_in_no_way(OfferForm form) =>
        Codes(s_draft with { Forms = [form] }, Patent() with { Secret = true }).ShouldBe(["listing_secret"]);

    private static ListingVerdict Check(ListingDraft draft, params ListedPatent[] patents) => ListingRules.Submit(draft, patents, s_owner, s_today, s_industries, s_guards);

    private static IEnumerable<string> Codes(ListingDraft draft, params ListedPatent[] patents) => Check(draft, patents).Failures.Select(f => f.Code);

    private static PatentHolder Holder(int place, string name, Guid? id) => new() { ApplicationNo = "202319999001", Place = place, Name = name, FoldedName = Web.Organisations.NameFolding.Fold(name), OrganisationId = id };

    private static PatentEvent Event(PatentEventKind kind, string on, string reference) =>
        PatentWorld.Event(kind, DateOnly.ParseExact(on, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), null, reference);

    private static PatentEvent Licence(string on, string reference, bool exclusive = false) =>
        PatentWorld.Event(PatentEventKind.LicenceRecorded, DateOnly.ParseExact(on, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), null, reference, exclusive);

    private static EvaluationReport Report(ReportConclusion conclusion) => new()
    {
        ApplicationNo = "202319999001",
        Number = "P2026",
        On = new(2026, 5, 1),
        Conclusion = conclusion,
        PaperId = Guid.CreateVersion7(),
        RecordedAt = DateTimeOffset.UnixEpoch,
    };

    /// <summary>Late with its fee where the state says so: the guards go by the day.</summary>
    private static ListedPatent In(PatentState state)
    {
        var listed = Patent(state: state);
        if (state is PatentState.FeeGrace) listed.Patent.NextFeeDue = new(2026, 7, 21);
        return listed;
    }

    private static ListedPatent Told(DateOnly? on)
    {
        var listed = Patent();
        listed.Patent.StatusOn = on;
        return listed;
    }

    private static ListedPatent Patent(string number = "202319999001", PatentState state = PatentState.InForce, PatentKind kind = PatentKind.Invention) => new()
    {
        Patent = new()
        {
            ApplicationNo = number,
            Title = "一种滴灌带",
            Kind = kind,
            State = state,
            FilingDate = new(2023, 5, 9),
            GrantDate = state is PatentState.Pending ? null : new(2024, 6, 4),
            StatusOn = s_today.AddDays(-10),
            LastDay = new(2043, 5, 8),
            CreatedAt = DateTimeOffset.UnixEpoch,
        },
        Holders = [Holder(1, "甲大学", s_owner)],
    };
}
