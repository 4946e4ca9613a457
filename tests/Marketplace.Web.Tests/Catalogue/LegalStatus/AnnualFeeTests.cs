using System.Globalization;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Platform.Calendar;

namespace Marketplace.Web.Tests.Catalogue.LegalStatus;

public sealed class AnnualFeeTests
{
    private static readonly Workdays s_workdays = new();
    private static readonly FeeSchedule s_fees = new();
    private static readonly DateOnly s_filed = new(2017, 7, 21);

    private static DateOnly Day(string iso) => DateOnly.ParseExact(iso, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    [Theory]
    [InlineData(PatentKind.Invention, "2010-03-15", "2030-03-14")]
    [InlineData(PatentKind.Design, "2021-06-01", "2036-05-31")]
    [InlineData(PatentKind.Design, "2021-05-31", "2031-05-30")]
    public void Terms_end_the_day_before_the_anniversary(PatentKind kind, string filed, string lastDay) => PatentTerm.LastDay(kind, Day(filed)).ShouldBe(Day(lastDay));

    [Fact]
    public void The_example_of_the_eleventh_year()
    {
        AnnualFees.YearOn(s_filed, new(2026, 11, 21)).ShouldBe(10);
        s_fees.Of(PatentKind.Invention, s_filed, 11, new(2026, 11, 21), s_workdays)
            .ShouldBe(new(11, 4000, new(2027, 7, 21), new(2028, 1, 21), 0, HolidaysKnown: false));
    }

    [Theory]
    [InlineData("2026-07-21", 0)]
    [InlineData("2026-08-21", 0)]
    [InlineData("2026-08-22", 200)]
    [InlineData("2026-09-21", 200)]
    [InlineData("2026-09-22", 400)]
    [InlineData("2027-01-21", 1000)]
    [InlineData("2027-01-22", null)]
    public void Late_fees_cost_five_percent_for_each_month_beyond_the_first(string paidOn, int? surcharge) =>
        s_fees.Surcharge(PatentKind.Invention, s_filed, 10, Day(paidOn), s_workdays).ShouldBe(surcharge);

    [Theory]
    [InlineData("2019-10-03", 8, "2026-10-08")] // the national holidays of 2026
    [InlineData("2017-11-21", 10, "2026-11-23")] // a Saturday
    [InlineData("2020-02-29", 2, "2021-03-01")] // 28 February 2021 is a Sunday
    [InlineData("2017-10-03", 11, "2027-10-04")] // holidays of 2027 unknown: weekends alone
    public void What_falls_on_a_holiday_is_due_on_the_next_working_day(string filed, int year, string due) => AnnualFees.Due(Day(filed), year, s_workdays).ShouldBe(Day(due));

    [Theory]
    [InlineData(PatentKind.Invention, 1, 900)]
    [InlineData(PatentKind.Invention, 6, 1200)]
    [InlineData(PatentKind.Invention, 9, 2000)]
    [InlineData(PatentKind.Invention, 10, 4000)]
    [InlineData(PatentKind.Invention, 13, 6000)]
    [InlineData(PatentKind.Invention, 20, 8000)]
    [InlineData(PatentKind.Invention, 21, 8000)]
    [InlineData(PatentKind.UtilityModel, 5, 900)]
    [InlineData(PatentKind.UtilityModel, 6, 1200)]
    [InlineData(PatentKind.UtilityModel, 9, 2000)]
    [InlineData(PatentKind.UtilityModel, 11, null)]
    [InlineData(PatentKind.Design, 10, 2000)]
    [InlineData(PatentKind.Design, 11, 3000)]
    [InlineData(PatentKind.Design, 16, null)]
    public void Fees_are_those_of_the_table(PatentKind kind, int year, int? yuan) => s_fees.Amount(kind, year).ShouldBe(yuan);

    [Fact]
    public void There_is_a_fee_for_every_year_of_every_term()
    {
        foreach (var kind in Enum.GetValues<PatentKind>())
            foreach (var year in Enumerable.Range(1, AnnualFees.LastYear(kind, new(2022, 1, 5)))) s_fees.Amount(kind, year).ShouldNotBeNull($"{kind} {year}");
        AnnualFees.LastYear(PatentKind.Invention, s_filed).ShouldBe(20);
        AnnualFees.LastYear(PatentKind.Invention, s_filed, 100).ShouldBe(21);
    }
}
