using System.Globalization;
using Marketplace.Testing;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Licensing.Deals;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Licensing.Disputes;
using Marketplace.Web.Licensing.Fees;
using Marketplace.Web.Licensing.Income;
using Marketplace.Web.Licensing.Obligations;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Payments;
using Marketplace.Web.Licensing.Payments.Refunds;
using Marketplace.Web.Licensing.Recordal;
using Marketplace.Web.Licensing.Trials;
using Marketplace.Web.Platform.Calendar;

namespace Marketplace.Web.Tests.Licensing;

/// <summary>Worked cases of every term of licensing, counted by hand with the State Council's notices beside: deadlines.tsv.</summary>
public sealed class DeadlineTests
{
    private static readonly Workdays s_workdays = new();

    private static readonly Dictionary<string, Func<DateOnly, DateOnly>> s_terms = new(StringComparer.Ordinal)
    {
        ["recordal"] = from => RecordalMachine.Term.LastDay(from, s_workdays),
        ["pay-notice"] = from => LicenceMachine.PayTerm.LastDay(from, s_workdays),
        ["contest-payment"] = from => PaymentMachine.ContestTerm.LastDay(from, s_workdays),
        ["refuse-waiver"] = from => ObligationMachine.RefusalTerm.LastDay(from, s_workdays),
        ["send-refund"] = from => RefundMachine.Term.LastDay(from, s_workdays),
        ["contest-refund"] = from => RefundMachine.ContestTerm.LastDay(from, s_workdays),
        ["publicity"] = from => DeclarationSteps.Publicity.LastDay(from, s_workdays),
        ["correct"] = from => DeclarationMachine.CorrectionTerm.LastDay(from, s_workdays),
        ["answer-trial"] = from => TrialMachine.AnswerTerm.LastDay(from, s_workdays),
        ["contest-condition"] = from => TriggerMachine.ContestTerm.LastDay(from, s_workdays),
        ["answer-deal"] = from => DealMachine.Silence.LastDay(from, s_workdays),
        ["negotiate-dispute"] = from => DisputeMachine.NegotiationTerm.LastDay(from, s_workdays),
        ["accept-dispute"] = from => s_workdays.After(from, DisputeMachine.AcceptWorkdays),
        ["object-sharing"] = from => s_workdays.After(from, SharingMachine.ObjectionWorkdays),
        // Of the last day of the second period.
        ["report-quarter"] = from => Second(from, FeePeriod.Quarter).ReportBy!.Value,
        ["pay-quarter"] = from => Second(from, FeePeriod.Quarter).Due,
        ["pay-month"] = from => Second(from, FeePeriod.Month).Due,
        ["period-month"] = from => Second(from, FeePeriod.Month).From,
        ["period-year"] = from => Second(from, FeePeriod.Year).From,
        ["lump-sum"] = from => LicenceFeeSchedule.Of(FeeModel.LumpSum, new() { Amount = 1 }, from, from.AddYears(1), s_workdays)[0].Due,
        ["part-90-days"] = from => LicenceFeeSchedule.Of(FeeModel.Instalment, new() { Parts = [new(1, 0), new(1, 90)] }, from, from.AddYears(1), s_workdays)[1].Due,
        ["deferred-lump-sum"] = from => LicenceFeeSchedule.Of(FeeModel.Deferred, new() { FreeUntil = from, Then = FeeModel.LumpSum, Amount = 1 }, from.AddMonths(-6), from.AddYears(1), s_workdays)[0].Due,
    };

    public static TheoryData<string, string, string, string> Cases() =>
        [.. File.ReadLines(Repository.PathOf("tests", "Marketplace.Web.Tests", "Licensing", "deadlines.tsv")).Skip(1).Select(row => row.Split('\t')).Select(row => (row[0], row[1], row[2], row[3]))];

    [Theory, MemberData(nameof(Cases))]
    public void A_term_ends_on_the_day_the_law_says(string term, string from, string until, string why) => s_terms[term](Day(from)).ShouldBe(Day(until), why);

    [Fact]
    public void Every_term_has_its_worked_cases() => s_terms.Keys.ShouldBeSubsetOf(Cases().Select(row => row.Data.Item1));

    private static FeeDue Second(DateOnly from, FeePeriod period) =>
        LicenceFeeSchedule.Of(FeeModel.RunningRate, new() { Base = FeeBase.NetSales, Rate = 1, Definition = "销售额", Period = period }, from, from.AddYears(5), s_workdays)[1];

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
