using System.Text;
using Marketplace.Web.Catalogue.Classifications;
using Marketplace.Web.Catalogue.IndustryTables;
using Marketplace.Web.Platform.Spreadsheets;

namespace Marketplace.Web.Tests.Catalogue.IndustryTables;

/// <summary>The official table as it comes: levels, rows that go on, asterisks, two rows of heads; and everything that can be wrong in it.</summary>
public sealed class IndustryTableFileTests
{
    internal const string Odd = """
        国际专利分类与国民经济行业分类参照关系表（2018）,,
        国民经济行业分类,,国际专利分类
        代码,名称,IPC分类号
        A,农、林、牧、渔业,
        1,农业,
        11,谷物种植,
        111,稻谷种植,A01H5/10
        ,,A01G 22/22*
        ,,a01b33/02 (2006.01)
        C,制造业,
        27,医药制造业,
        271,化学药品原料药制造,
        2710,化学药品原料药制造,C07D
        ,,A61K*
        9999,没有的行业,A01C1/00
        ,,A01C3/00
        2720,化学药品制剂,A61K31/00；A61K 9
        ,,A61K31/00
        ,,不是号
        ,,A61K＊
        """;

    private static readonly Industries s_industries = new();

    private static IndustryTableRead Read(string csv) => IndustryTableFile.Read(Encoding.UTF8.GetBytes(csv), s_industries).Value;

    [Fact]
    public void Every_row_is_taken_or_told_why_not()
    {
        var read = Read(Odd);
        read.Pairs.ShouldBe(
        [
            // 111 in a number cell is 0111: 111 belongs to another section.
            new("A01H5/10", "0111"), new("A01G22/22", "0111", Partial: true), new("A01B33/02", "0111"),
            new("C07D", "2710"), new("A61K", "2710", Partial: true), new("A61K31/00", "2720"), new("A61K9/00", "2720"), new("A61K", "2720", Partial: true),
        ]);
        (read.Rows, read.Headings, read.Rejected).ShouldBe((17, 6, 4));
        read.Faults.Select(fault => (fault.Row, fault.Column, fault.Value, fault.Code, fault.More)).ShouldBe(
        [
            (15, "code", "9999", "CodeUnknown", null), (16, "ipc", "A01C3/00", "NoIndustry", null), (17, "name", "化学药品制剂", "NameDiffers", "2720 化学药品制剂制造"),
            (18, "ipc", "A61K31/00", "Twice", "17"), (19, "ipc", "不是号", "SymbolWrong", null),
        ]);
        read.Faults.ShouldAllBe(fault => fault.Say().Length > 5 && fault.ColumnTitle.Length > 0);
    }

    [Fact]
    public void Heads_that_nobody_knows_are_read_by_their_order()
    {
        var read = Read(Odd.Replace("国民经济行业分类,,国际专利分类", "甲,,乙", StringComparison.Ordinal).Replace("代码,名称,IPC分类号", "一,二,三", StringComparison.Ordinal));
        read.Pairs.ShouldBe(Read(Odd).Pairs);
        read.Rows.ShouldBe(17);
        IndustryTableFile.Read("这,不是,表\n完全,不,是"u8.ToArray(), s_industries).Failures[0].Code.ShouldBe("sheet_no_such_columns");
    }

    [Fact]
    public void A_wrong_weight_a_section_and_a_code_of_other_letters_are_refused()
    {
        var read = Read("行业代码,行业名称,IPC分类号,权重\nC,制造业,A01B\n357,,A01B,0.7\n358,,A01B,2\nC2710,,C07D\nA1B,,C07C\n");
        read.Pairs.ShouldBe([new("A01B", "357", 0.7), new("C07D", "2710")]);
        read.Faults.Select(fault => (fault.Row, fault.Code)).ShouldBe([(2, "SectionOnly"), (4, "WeightWrong"), (6, "CodeWrong")]);
        (read.Rows, read.Headings, read.Rejected).ShouldBe((5, 0, 3));
    }

    [Fact]
    public void What_is_written_out_can_be_brought_back()
    {
        var shipped = Industries.Shipped().ToList();
        var file = XlsxWriter.Write("表", [new SheetField<IndustryPair>("行业代码", p => p.Industry), new("IPC分类号", p => p.Ipc), new("权重", p => p.Weight?.ToString(System.Globalization.CultureInfo.InvariantCulture))], shipped);
        var read = IndustryTableFile.Read(file, s_industries).Value;
        read.Faults.ShouldBeEmpty();
        read.Pairs.ShouldBe(shipped);
        IndustryTableChange.Between(s_industries.Table, new(1, read.Pairs), new IpcTitles(), s_industries).Changed.ShouldBeEmpty();
    }

    [Fact]
    public void A_symbol_leads_by_itself_by_its_main_group_or_by_its_subclass()
    {
        var table = new IndustryTable(1, Read(Odd).Pairs);
        table.Of("A01B33/02").ShouldBe([("0111", 1.0)]);
        table.Of("A61K31/4045").ShouldBe([("2720", 1.0)]);
        table.Of("A61K47/00").ShouldBe([("2710", 0.5), ("2720", 0.5)]);
        // The table has one group of A01H only: what it leads to is the best guess for the others.
        table.Of("A01H1/00").ShouldBe([("0111", 1.0)]);
        table.Of("H01L31/00").ShouldBeEmpty();
    }
}
