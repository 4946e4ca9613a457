using System.Globalization;
using Marketplace.Web.Catalogue.Patents;

namespace Marketplace.Web.Tests.Catalogue.Patents;

public sealed class PatentNumberTests
{
    [Theory]
    [InlineData("201710601862.3", "201710601862")]
    [InlineData("ZL95115608.X", "95115608")]
    [InlineData("zl 97101765.4", "97101765")]
    [InlineData("CN201710710472X", "201710710472")]
    [InlineData("２０２３１９９９９００１．８", "202319999001")]
    [InlineData("ZL 2023 2 9999002。8", "202329999002")]
    [InlineData("202389990001X", "202389990001")]
    [InlineData("202419999004", "202419999004")]
    [InlineData("85102475", "85102475")]
    [InlineData("202229999006.1.", "202229999006")]
    public void All_ways_of_writing_lead_to_the_body(string written, string body) => PatentNumber.Parse(written, out _).ShouldNotBeNull().Body.ShouldBe(body);

    [Theory]
    [InlineData("201710601862.4", NumberFault.CheckDigit)]
    [InlineData("ZL95115608.1", NumberFault.CheckDigit)]
    [InlineData("20171060186", NumberFault.Unreadable)]
    [InlineData("201740601862.3", NumberFault.Unreadable)]
    [InlineData("85102475.1", NumberFault.Unreadable)]
    [InlineData("CN109000001A", NumberFault.Unreadable)]
    [InlineData("", NumberFault.Unreadable)]
    public void What_is_wrong_is_said(string written, NumberFault fault)
    {
        PatentNumber.Parse(written, out var found);

        found.ShouldBe(fault);
    }

    [Theory]
    [InlineData("202319999001", "202319999001.8", PatentKind.Invention, 2023)]
    [InlineData("202329999002", "202329999002.8", PatentKind.UtilityModel, 2023)]
    [InlineData("202339999003", "202339999003.8", PatentKind.Design, 2023)]
    [InlineData("202389990001", "202389990001.X", PatentKind.Invention, 2023)]
    [InlineData("85102475", "85102475", PatentKind.Invention, 1985)]
    [InlineData("03123456", "03123456.9", PatentKind.Invention, 2003)]
    public void The_body_tells_kind_year_and_check_digit(string body, string shown, PatentKind kind, int year) =>
        (PatentNumber.Show(body), PatentNumber.KindOf(body), PatentNumber.YearOf(body)).ShouldBe((shown, kind, year));

    [Fact]
    public void Only_a_right_in_force_bears_ZL() =>
        (PatentNumber.Show("202319999001", inForce: true), PatentNumber.Show("202319999001", inForce: false)).ShouldBe(("ZL202319999001.8", "202319999001.8"));

    [Theory]
    [InlineData("A01B 33/00", "A01B33/00")]
    [InlineData("H04L12/28", "H04L12/28")]
    [InlineData("G06F 17/30 (2006.01)", "G06F17/30")]
    [InlineData("E01B3/32(2006.01)I", "E01B3/32")]
    [InlineData("a61k　36/8998", "A61K36/8998")]
    [InlineData("A01B0033/00", "A01B33/00")]
    [InlineData("I01B 33/00", null)]
    [InlineData("A1B 33/00", null)]
    [InlineData("A01B 33", null)]
    public void Ipc_symbols_have_one_form(string written, string? stored) => PatentClass.Ipc(written).ShouldBe(stored);

    [Theory]
    [InlineData("09-03", "09-03")]
    [InlineData("LOC(14)CL.09-03", "09-03")]
    [InlineData("9-3", null)]
    public void So_do_Locarno_classes(string written, string? stored) => PatentClass.Locarno(written).ShouldBe(stored);

    [Theory]
    [InlineData(PatentKind.Invention, "2010-03-15", "2030-03-14")]
    [InlineData(PatentKind.Design, "2021-06-01", "2036-05-31")]
    [InlineData(PatentKind.Design, "2021-05-31", "2031-05-30")]
    [InlineData(PatentKind.UtilityModel, "2020-02-29", "2030-02-27")]
    public void The_term_ends_on_the_day_before_the_anniversary(PatentKind kind, string filed, string last) =>
        PatentTerm.LastDay(kind, DateOnly.Parse(filed, CultureInfo.InvariantCulture)).ShouldBe(DateOnly.Parse(last, CultureInfo.InvariantCulture));
}
