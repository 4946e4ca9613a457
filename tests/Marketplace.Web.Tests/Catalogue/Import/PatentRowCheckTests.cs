using System.Text;
using Marketplace.Web.Catalogue.Import;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.Spreadsheets;

namespace Marketplace.Web.Tests.Catalogue.Import;

public sealed class PatentRowCheckTests
{
    private static readonly DateOnly s_today = new(2026, 11, 21);

    public static TheoryData<string> Kinds => [.. Dirt.All.Where(d => d.Codes is not ["number_twice"]).Select(d => d.Name)];

    [Theory, MemberData(nameof(Kinds))]
    public void Each_kind_of_dirt_is_understood_or_told(string kind)
    {
        var dirt = Dirt.All.Single(d => d.Name == kind);
        var row = Check(Dirt.Table([dirt.Cells])).Single();
        row.Faults.Select(f => f.Code).ShouldBe(dirt.InDatabase ? [] : dirt.Codes);
        row.Derive(s_today, new Workdays());
        if (dirt.Holds is { } holds) holds(row).ShouldBeTrue($"{row.ApplicationNo} {row.Title} {row.FilingDate} {row.Standing} {row.Event}");
    }

    [Theory]
    [InlineData("申请号,发明名称,申请（专利权）人,申请日,主分类号", ',')]
    [InlineData("专利号\t专利名称\t专利权人\t申请日期\t分类号", '\t')]
    [InlineData("主分类号,申请日,名称,申请号/专利号,申请人", ',')]
    public void Heads_of_real_exports_are_known_in_any_order(string heads, char separator)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var cells = new Dictionary<string, string>(StringComparer.Ordinal) { ["申"] = "202319999001.8", ["专"] = "202319999001.8" };
        var line = string.Join(separator, heads.Split(separator).Select(h => h switch
        {
            "申请号" or "专利号" or "申请号/专利号" => cells["申"],
            "申请日" or "申请日期" => "2023.1.2",
            "主分类号" or "分类号" => "A01B33/00",
            "申请（专利权）人" or "专利权人" or "申请人" => "测试大学",
            _ => "一种装置",
        }));
        var row = Check(Encoding.GetEncoding("GB18030").GetBytes($"专利清单\r\n{heads}\r\n{line}\r\n")).Single();
        row.Faults.ShouldBeEmpty();
        (row.ApplicationNo, row.Title, row.Holders!.Single(), row.Ipc!.Single(), row.FilingDate).ShouldBe(("202319999001", "一种装置", "测试大学", "A01B33/00", new DateOnly(2023, 1, 2)));
    }

    [Fact]
    public void A_head_nobody_knows_is_explained_by_a_person()
    {
        var file = Encoding.UTF8.GetBytes("案件编号,名称,申请号\r\n202319999001.8,一种装置,内部7号\r\n");
        SheetReader.Look(file, PatentColumns.Plan).Value.Sheets.Single().KeyAt(0).ShouldBeNull();
        var plan = PatentColumns.Plan.With(new Dictionary<string, string?>(StringComparer.Ordinal) { ["案件编号"] = PatentColumns.Number });
        SheetReader.OpenAll(file, plan).Value.Sheets.Single().Rows().Single()[PatentColumns.Number].ShouldBe("202319999001.8");
    }

    private static List<PatentRow> Check(byte[] file)
    {
        var check = new PatentRowCheck(s_today);
        return [.. SheetReader.OpenAll(file, PatentColumns.Plan).Value.Sheets.SelectMany(sheet => sheet.Rows().Select(row => check.Check(sheet.Name, row)))];
    }
}
