using System.Net;
using System.Text;
using Marketplace.Testing;
using Marketplace.Testing.Conversions;
using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Conversions.Import;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Spreadsheets;
using Microsoft.EntityFrameworkCore;
using static Marketplace.Testing.Conversions.FilingMaker;

namespace Marketplace.Web.Tests.Conversions;

/// <summary>Tables of outside deals: what is read, what is refused and why, what is added to what is known.</summary>
public sealed class ImportTests(ImportStage stage) : IClassFixture<ImportStage>
{
    private const string Head = "合同号,许可种类,专利申请号,许可方,许可方统一社会信用代码,许可方地区,被许可方,被许可方统一社会信用代码,被许可方地区,签订日期,合同金额（万元）,许可备案号,许可备案日期";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static string Line(string contract, string patents, int giver, int taker, string day = "2026-03-10", string sum = "5", string no = "", string on = "", string type = "普通许可") =>
        $"{contract},{type},{patents},{NameOf(giver)},{Code(giver)},650000,{NameOf(taker)},{Code(taker)},博乐市,{day},{sum},{no},{on}";

    private Task<List<Filing>> FilingsAsync(params string[] patents) => stage.App.WithDatabaseAsync(db => db.Set<Filing>().AsNoTracking().Include(f => f.Patents).Include(f => f.Parties).Include(f => f.Registers)
        .Where(f => f.Patents.Any(p => patents.Contains(p.ApplicationNo))).OrderBy(f => f.Number).ToListAsync(Ct));

    [Fact]
    public async Task A_row_becomes_a_filing_that_is_handed_in_by_the_clerk()
    {
        var (one, other) = (Patent(101), Patent(102));
        var import = await stage.ConfirmAsync(await stage.UploadAsync($"{Head}\n{Line("甲1", one + "；" + other, 101, 102, no: "XK101", on: "2026.4.1")}\n"));

        import.ShouldSatisfyAllConditions(i => i.State.ShouldBe(ConversionImportState.Done), i => i.Added.ShouldBe(1));
        var filing = (await FilingsAsync(one)).Single();
        filing.ShouldSatisfyAllConditions(
            f => f.State.ShouldBe(FilingState.Submitted), f => f.EnteredBy.ShouldBe(import.PersonId), f => f.RegionPath.ShouldBe(Bozhou), f => f.Amount.ShouldBe(50_000m),
            f => f.Patents.Select(p => p.ApplicationNo).ShouldBe([one, other], ignoreOrder: true), f => f.Parties.Select(p => p.RegionPath).ShouldBe([Xinjiang, Bole], ignoreOrder: true),
            f => f.RecordedOn.ShouldBe(new DateOnly(2026, 4, 1)), f => f.Registers.Single().Number.ShouldBe("XK101"), f => f.Fingerprint.Length.ShouldBe(64));
        (await stage.App.WithDatabaseAsync(db => db.Set<Conversion>().SingleAsync(c => c.Id == filing.ConversionId, Ct))).ShouldSatisfyAllConditions(c => c.Origin.ShouldBe(ConversionOrigin.Imported), c => c.Filings.ShouldBe(1));
    }

    [Fact]
    public async Task Every_mistake_is_said_by_row_and_column_and_comes_back_as_a_table()
    {
        var wrong = $"{Head}\n"
            + Line("", "2023199991018", 111, 112).Replace("普通许可", "赠送", StringComparison.Ordinal) + "\n"
            + Line("", "abc", 111, 112, day: "2026-13-40", sum: "很多") + "\n"
            + Line("", Patent(111), 111, 112, day: "2099-01-01", no: "X").Replace(Code(112), "91652701MA7DEM061K", StringComparison.Ordinal).Replace("博乐市", "蓬莱岛", StringComparison.Ordinal) + "\n"
            + Line("", Patent(111), 111, 112).Replace(Code(112), "11010519491231002X", StringComparison.Ordinal) + "\n"
            + Line("", Patent(111), 111, 112).Replace(NameOf(112) + "," + Code(112), ",", StringComparison.Ordinal) + "\n"
            + "一,转让,,,,,,,,,,,\n";
        var address = await stage.UploadAsync(wrong);
        var import = await stage.ImportAsync(address);

        (import.Read, import.Refused).ShouldBe((6, 6));
        var said = (await stage.RowsAsync(import)).ConvertAll(r => ImportFault.Of(r).Select(f => f.Code + ":" + f.Column).ToList());
        said[0].ShouldContain("choice:type");
        said[1].ShouldBe(["date_wrong:signed", "money_wrong:amount10k", "patent_unreadable:patents"], ignoreOrder: true);
        said[2].ShouldBe(["date_ahead:signed", "code_check:takerCode", "register_day:onLicence"], ignoreOrder: true);
        said[3].ShouldBe(["person_by_page:takerCode"]);
        said[4].ShouldBe(["declaration:type"]);
        said[5].ShouldBe(["missing:signed", "missing:patents", "missing:giver", "missing:taker"], ignoreOrder: true);
        (await stage.RowsAsync(import))[3].ShouldSatisfyAllConditions(r => r.Cells.ShouldNotContain("11010519491231002X"), r => r.Faults.ShouldNotContain("11010519491231002X"));
        var page = await stage.Clerk.GetStringAsync(address + "?show=Refused", Ct);
        foreach (var word in (string[])["D16", "赠送", "只能填"]) page.ShouldContain(word);
        page.ShouldNotContain("value=\"confirm\"");
        var rejects = Encoding.UTF8.GetString(await stage.Clerk.GetByteArrayAsync($"{address}/rejects.csv", Ct));
        foreach (var word in (string[])["合同金额（万元）", "很多", "2026-13-40", "行号"]) rejects.ShouldContain(word);
        // As it comes back it can be sent again: nothing of it was lost on the way.
        (await stage.ImportAsync(await stage.UploadAsync(rejects))).Refused.ShouldBe(6);
    }

    [Fact]
    public async Task Rows_of_one_contract_are_filed_whole_or_not_at_all()
    {
        var patents = Enumerable.Range(121, 4).Select(n => Patent(n)).ToArray();
        var import = await stage.ConfirmAsync(await stage.UploadAsync($"{Head}\n{Line("乙1", patents[0], 121, 122)}\n{Line("乙1", patents[1], 121, 122)}\n{Line("乙2", patents[2], 121, 122)}\n{Line("乙2", patents[3], 121, 122, sum: "6")}\n{Line("乙1", patents[1], 121, 122)}\n"));

        (import.Added, import.Same, import.Refused).ShouldBe((2, 1, 2));
        (await FilingsAsync(patents)).Single().Patents.Count.ShouldBe(2);
        (await stage.RowsAsync(import)).Select(r => (r.Fate, ImportFault.Of(r).Select(f => f.Code).SingleOrDefault())).ShouldBe(
            [(RowFate.New, null), (RowFate.New, null), (RowFate.Refused, "contract_row"), (RowFate.Refused, "contract_differs"), (RowFate.Same, null)]);
    }

    [Fact]
    public async Task A_further_register_is_a_correction_of_what_was_verified_and_a_question_where_somebody_is_at_it()
    {
        var (verified, waiting) = (New(ConversionType.OrdinaryLicence, 131, 132, new(2026, 3, 10), Bole, Patent(131)), New(ConversionType.OrdinaryLicence, 133, 134, new(2026, 3, 10), Bole, Patent(133)));
        await stage.App.PutAsync([verified], FilingState.Verified);
        await stage.App.PutAsync([waiting]);
        var csv = $"{Head}\n{Line("", Patent(131), 131, 132, sum: "", no: "XK131", on: "2026-04-01")}\n{Line("", Patent(133), 133, 134, sum: "", no: "XK133", on: "2026-04-01")}\n";

        var import = await stage.ConfirmAsync(await stage.UploadAsync(csv));

        (import.Attached, import.Queued).ShouldBe((1, 1));
        var filings = await FilingsAsync(Patent(131));
        filings.Select(f => (f.Number, f.Kind, f.State)).ShouldBe([(1, FilingKind.First, FilingState.Verified), (2, FilingKind.Correction, FilingState.Submitted)]);
        filings[1].Registers.Single().Number.ShouldBe("XK131");
        (await FilingsAsync(Patent(133))).Select(f => f.ConversionId).Distinct().Count().ShouldBe(2);
        // The same again is known now.
        (await stage.ImportAsync(await stage.UploadAsync(csv))).Same.ShouldBe(2);
    }

    [Fact]
    public async Task What_others_filed_meanwhile_is_looked_at_again_before_anything_is_filed()
    {
        var address = await stage.UploadAsync($"{Head}\n{Line("", Patent(141), 141, 142, sum: "")}\n");
        await stage.App.PutAsync([New(ConversionType.OrdinaryLicence, 141, 142, new(2026, 3, 10), Bole, Patent(141))]);

        var import = await stage.ConfirmAsync(address);

        import.ShouldSatisfyAllConditions(i => i.State.ShouldBe(ConversionImportState.Compared), i => i.Anew.ShouldBeTrue(), i => i.Same.ShouldBe(1));
        (await FilingsAsync(Patent(141))).Count.ShouldBe(1);
        (await stage.Clerk.GetStringAsync(address, Ct)).ShouldContain("请再看一遍");
    }

    [Fact]
    public async Task Pressed_twice_is_filed_once_and_what_was_dropped_is_gone()
    {
        var address = await stage.UploadAsync($"{Head}\n{Line("", Patent(151), 151, 152)}\n");
        var print = (await stage.ImportAsync(address)).Fingerprint!;
        (await stage.Clerk.PostFormAsync(address, null, ("decision", "confirm"), ("fingerprint", "other"))).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        await stage.ConfirmAsync(address);
        (await stage.Clerk.PostFormAsync("/conversions/import", address, ("decision", "confirm"), ("fingerprint", print))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await stage.Clerk.PostFormAsync("/conversions/import", address, ("decision", "drop"))).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await FilingsAsync(Patent(151))).Count.ShouldBe(1);

        var second = await stage.UploadAsync($"{Head}\n{Line("", Patent(153), 151, 152)}\n");
        (await stage.Clerk.PostFormAsync(second, null, ("decision", "drop"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await stage.ImportAsync(second)).ShouldSatisfyAllConditions(i => i.State.ShouldBe(ConversionImportState.Dropped), i => i.File.ShouldBeNull());
    }

    [Fact]
    public async Task The_template_is_read_back_and_its_example_is_not()
    {
        var template = await stage.Clerk.GetByteArrayAsync("/conversions/import/template.xlsx", Ct);
        var sheets = SheetReader.OpenAll(template, ImportColumns.Plan).Value.Sheets;

        sheets.Select(s => s.Name).ShouldBe(["填写", "示例"]);
        sheets[1].Rows().Count().ShouldBe(1);
        sheets[0].Keys.Order(StringComparer.Ordinal).ShouldBe(ImportColumns.Plan.Columns.Select(c => c.Key).Where(k => !k.EndsWith(ImportColumns.TenThousand, StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        (await stage.ImportAsync(await stage.UploadAsync(template))).State.ShouldBe(ConversionImportState.Failed);
    }

    [Fact]
    public async Task Another_bureau_neither_sees_nor_confirms_it_and_a_reviewer_brings_none()
    {
        var address = await stage.UploadAsync($"{Head}\n{Line("", Patent(161), 161, 162)}\n");
        var elsewhere = (await stage.App.NewMemberAsync(await stage.App.NewOrganisationAsync(OrganisationKind.Bureau, Inhabitants.Meixian), Role.BureauClerk)).Http;

        (await elsewhere.GetAsync(address, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await elsewhere.GetAsync(address + "/rejects.csv", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await elsewhere.PostFormAsync("/conversions/import", address, ("decision", "drop"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await stage.Reviewer.GetAsync("/conversions/import", Ct)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }
}
