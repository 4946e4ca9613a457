using System.Globalization;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Platform.Calendar;

namespace Marketplace.Web.Tests.Catalogue.LegalStatus;

public sealed class GuardTests
{
    private static readonly DateOnly s_today = new(2026, 11, 21);
    private static readonly Guards s_guards = new(new(), new Workdays());

    private static Patent Patent(PatentState state = PatentState.InForce, PatentKind kind = PatentKind.Invention, DateOnly? nextFee = null, int? paid = 9, DateOnly? statusOn = null, bool granted = true) => new()
    {
        ApplicationNo = "201719999001",
        Kind = kind,
        Title = "一种棉花打顶装置",
        FilingDate = new(2017, 7, 21),
        GrantDate = granted ? new(2019, 6, 4) : null,
        State = state,
        StateSince = new(2022, 3, 1),
        StatusOn = statusOn ?? s_today.AddDays(-10),
        FeePaidThrough = paid,
        NextFeeDue = nextFee,
        LastDay = new(2037, 7, 20),
        CreatedAt = DateTimeOffset.UnixEpoch,
    };

    private static GuardFacts Facts(Patent? patent = null, IReadOnlyList<PatentEvent>? events = null, IReadOnlyList<EvaluationReport>? reports = null, int holders = 1) =>
        new(patent ?? Patent(), events ?? [], reports ?? [], holders, s_today) { AttestsNoExclusiveLicence = true };

    private static PatentEvent Event(PatentEventKind kind, string on, string? reference = null, bool exclusive = false, bool agrees = false) =>
        PatentWorld.Event(kind, DateOnly.ParseExact(on, "yyyy-MM-dd", CultureInfo.InvariantCulture), null, reference, exclusive, agrees);

    private static EvaluationReport Report(ReportConclusion conclusion, int year = 2023) => new()
    {
        ApplicationNo = "",
        Number = "P" + year.ToString(CultureInfo.InvariantCulture),
        On = new(year, 5, 1),
        Conclusion = conclusion,
        PaperId = Guid.CreateVersion7(),
        RecordedAt = DateTimeOffset.UnixEpoch,
    };

    private static string[] Blocking(IEnumerable<GuardAnswer> answers) => [.. answers.Where(a => a.Blocks).Select(a => a.Code)];

    [Fact]
    public void Nothing_stands_against_a_clean_patent()
    {
        var answers = s_guards.ForDeclaration(Facts());

        answers.Select(a => a.Code).ShouldBe(["G1", "G2", "G3", "G4", "G5", "G6", "G7", "G8", "G9", Guards.Stale]);
        answers.ShouldAllBe(a => !a.Blocks && a.Reason == null);
    }

    [Fact]
    public void Whoever_blocks_says_why_and_what_to_do()
    {
        var worst = Facts(Patent(PatentState.Suspended, PatentKind.UtilityModel, nextFee: new(2026, 7, 21), statusOn: new(2026, 1, 1)),
            [Event(PatentEventKind.LicenceRecorded, "2024-01-05", "X2024", exclusive: true), Event(PatentEventKind.Pledged, "2025-01-05", "Y2025")], holders: 3) with
        { Secret = true };

        var answers = s_guards.ForDeclaration(worst).Where(a => a.Blocks).ToList();

        answers.Select(a => a.Code).ShouldBe(["G1", "G2", "G3", "G4", "G7", "G8", "G9", Guards.Stale]);
        answers.ShouldAllBe(a => a.Reason!.Length > 0 && a.WayOut!.Length > 0 && !a.Reason.Contains('{'));
    }

    [Theory]
    [InlineData("X2024", false)]
    [InlineData("X2099", false)] // the only one open
    [InlineData(null, false)]
    public void An_exclusive_licence_bars_until_its_record_is_closed(string? closed, bool blocks)
    {
        var open = Event(PatentEventKind.LicenceRecorded, "2024-01-05", "X2024", exclusive: true);

        Guards.ExclusiveLicence(Facts(events: [open])).Blocks.ShouldBeTrue();
        Guards.ExclusiveLicence(Facts(events: [open, Event(PatentEventKind.LicenceEnded, "2025-01-05", closed)])).Blocks.ShouldBe(blocks);
    }

    [Fact]
    public void Of_several_licences_only_the_one_named_is_closed()
    {
        PatentEvent[] events =
        [
            Event(PatentEventKind.LicenceRecorded, "2024-01-05", "X1", exclusive: true), Event(PatentEventKind.LicenceRecorded, "2024-02-05", "X2"),
            Event(PatentEventKind.LicenceEnded, "2025-01-05", "X2"),
        ];

        Guards.ExclusiveLicence(Facts(events: events)).Reason!.ShouldContain("X1");
        Guards.ExclusiveLicence(Facts(events: [.. events, Event(PatentEventKind.LicenceChanged, "2025-02-05", "X1", exclusive: false)])).Blocks.ShouldBeFalse();
    }

    [Fact]
    public void Nothing_but_the_patentees_word_tells_of_unrecorded_licences() => Guards.ExclusiveLicence(Facts() with { AttestsNoExclusiveLicence = false }).Blocks.ShouldBeTrue();

    [Fact]
    public void A_late_fee_bars_a_declaration_and_warns_a_listing()
    {
        var late = Facts(Patent(PatentState.FeeGrace, nextFee: new(2026, 7, 21)));

        s_guards.FeeUnpaid(late).ShouldSatisfyAllConditions(a => a.Blocks.ShouldBeTrue(), a => a.Reason!.ShouldContain("10"), a => a.WayOut!.ShouldContain("2027年1月21日"));
        s_guards.ForListing(late).Single(a => a.Code == "G3").ShouldSatisfyAllConditions(a => a.Blocks.ShouldBeFalse(), a => a.Reason.ShouldNotBeNull());
        s_guards.FeeUnpaid(Facts(Patent(nextFee: s_today))).Blocks.ShouldBeFalse();
    }

    [Fact]
    public void A_pledge_bars_unless_the_pledgee_agrees_or_it_is_released()
    {
        Guards.Pledged(Facts(events: [Event(PatentEventKind.Pledged, "2025-01-05", "Y1")])).Blocks.ShouldBeTrue();
        Guards.Pledged(Facts(events: [Event(PatentEventKind.Pledged, "2025-01-05", "Y1", agrees: true)])).Blocks.ShouldBeFalse();
        Guards.Pledged(Facts(events: [Event(PatentEventKind.Pledged, "2025-01-05", "Y1"), Event(PatentEventKind.PledgeReleased, "2026-01-05", "Y1")])).Blocks.ShouldBeFalse();
    }

    [Theory]
    [InlineData(PatentState.Invalid)]
    [InlineData(PatentState.LapsedUnpaid)]
    [InlineData(PatentState.Abandoned)]
    [InlineData(PatentState.Expired)]
    public void What_has_ended_can_neither_be_declared_nor_listed(PatentState state)
    {
        Blocking(s_guards.ForDeclaration(Facts(Patent(state)))).ShouldContain("G5");
        Blocking(s_guards.ForListing(Facts(Patent(state)))).ShouldContain("G5");
    }

    [Fact]
    public void An_application_can_be_listed_but_not_declared()
    {
        var application = Facts(Patent(PatentState.Pending, granted: false));

        Blocking(s_guards.ForDeclaration(application)).ShouldBe(["G6"]);
        Blocking(s_guards.ForListing(application)).ShouldBeEmpty();
        s_guards.ForListing(application).Single(a => a.Code == "G6").WayOut!.ShouldContain("专利申请权转让");
    }

    [Fact]
    public void Utility_models_need_a_report_that_is_not_negative_and_the_latest_counts()
    {
        var model = Patent(kind: PatentKind.UtilityModel);

        Guards.Report(Facts(model)).Blocks.ShouldBeTrue();
        Guards.Report(Facts(model, reports: [Report(ReportConclusion.NothingFound)])).ShouldBe(new("G7", false));
        Guards.Report(Facts(model, reports: [Report(ReportConclusion.PartlyNegative)])).ShouldSatisfyAllConditions(a => a.Blocks.ShouldBeFalse(), a => a.Reason.ShouldNotBeNull());
        Guards.Report(Facts(model, reports: [Report(ReportConclusion.NothingFound), Report(ReportConclusion.Negative, 2024)])).Blocks.ShouldBeTrue();
        Guards.Report(Facts(model, reports: [Report(ReportConclusion.Negative), Report(ReportConclusion.NothingFound, 2024)])).Blocks.ShouldBeFalse();
    }

    [Fact]
    public void All_co_owners_must_consent()
    {
        Guards.CoOwners(Facts(holders: 2) with { Consents = 1 }).Blocks.ShouldBeTrue();
        Guards.CoOwners(Facts(holders: 2) with { Consents = 2 }).Blocks.ShouldBeFalse();
    }

    [Theory]
    [InlineData(90, false)]
    [InlineData(91, true)]
    public void Nothing_is_listed_on_a_stale_status(int daysAgo, bool blocks)
    {
        var facts = Facts(Patent(statusOn: s_today.AddDays(-daysAgo)));

        s_guards.StatusKnown(facts).Blocks.ShouldBe(blocks);
        Blocking(s_guards.ForListing(facts)).ShouldBe(blocks ? [Guards.Stale] : []);
    }

    [Fact]
    public void Announced_declarations_are_asked_the_first_four_daily() => s_guards.Daily(Facts()).Select(a => a.Code).ShouldBe(["G1", "G2", "G3", "G4"]);

    [Theory]
    [InlineData("US10123456B2", true)]
    [InlineData("JP2019123456A", false)]
    [InlineData("EP3123456B1", true)]
    [InlineData("CN109000001B", false)]
    [InlineData("WO2019123456A1", false)]
    public void Family_granted_abroad_and_ten_years_make_high_value_by_themselves(string member, bool counts)
    {
        var patent = Patent();
        patent.Family = [FamilyMember.Read(member)!];

        HighValue.Of(patent, [], s_today).Select(v => v.Kind).ShouldBe(counts ? [HighValueKind.FamilyAbroad] : []);
        HighValue.Of(patent, [], new(2027, 7, 21)).Select(v => v.Kind).ShouldNotContain(HighValueKind.MaintainedTenYears);
        HighValue.Of(patent, [], new(2027, 7, 22)).Select(v => v.Kind).ShouldContain(HighValueKind.MaintainedTenYears);
    }

    [Fact]
    public void Only_inventions_in_force_are_of_high_value()
    {
        HighValue.Of(Patent(kind: PatentKind.UtilityModel), [], new(2030, 1, 1)).ShouldBeEmpty();
        HighValue.Of(Patent(PatentState.LapsedUnpaid), [], new(2030, 1, 1)).ShouldBeEmpty();
    }
}
