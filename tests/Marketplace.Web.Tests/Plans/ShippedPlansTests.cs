using System.Globalization;
using Marketplace.Testing;
using Marketplace.Web.Plans;
using Marketplace.Web.Plans.Figures;
using Marketplace.Web.Plans.Tables;
using Marketplace.Web.Plans.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Tests.Plans;

/// <summary>The shipped plans against a transcription of the documents' tables made apart from them, to the digit.</summary>
public sealed class ShippedPlansTests(PostgresServer server)
{
    private const string Bozhou = """
        1,每万人口高价值发明专利拥有量,件,1.07,1.5,预期性
        2,知识产权质押融资金额,万元,4078,7000,预期性
        4,知识产权转让、许可增长率,%,,15,预期性
        5,企业专利授权量占比,%,48.1,55,预期性
        6,专利密集型产业增加值占GDP的比重,%,,1,预期性
        7,知识产权保护社会满意度,%,76.91,85,预期性
        8,每万户市场主体商标拥有量,件,559,750,预期性
        9,知识产权优势示范企业,家,1,3,预期性
        10,地理标志保护产品和商标,件,1,2,预期性
        12,地理标志合法用标企业数量,家,19,30,预期性
        13,建立地理标志保护示范区,个,,1,预期性
        """;

    private const string Bayannur = """
        1,每万人口高价值发明专利拥有量,件,0.44,0.56,0.62,0.70,0.78
        2,有效注册商标拥有量,万件,2.1,2.4,2.7,3.0,3.3
        3,地理标志数量,件,25,25,26,27,28
        4,版权登记数量,万件,0.01,0.03,0.05,0.08,0.1
        5,中小学知识产权教育试点示范基地,个,3,3,4,5,6
        6,知识产权质押融资金额,亿元,1.38,2.5,4,5.5,7
        7,区域公用品牌,个,1,1,2,3,4
        8,知识产权维权援助工作站,家,2,2,3,4,5
        9,内蒙古自治区知识产权强县工程试点县/传统知识知识产权保护试点县,个,,,1,1,2
        10,国家知识产权强国建设试点示范园区,个,,,,1,1
        11,国家知识产权示范企业,家,,,,1,1
        12,国家知识产权优势企业,家,1,2,2,3,3
        13,自治区知识产权优势企业,家,2,3,3,4,4
        14,商标品牌指导站,家,1,1,1,2,2
        15,地理标志工作站,家,1,1,1,2,2
        16,国家地理标志产品保护示范区,家,1,1,1,1,2
        17,自治区地理标志运用促进工程项目,,2,3,3,3,4
        18,高校知识产权信息服务中心,家,,,,,1
        19,知识产权信息公共服务网点,家,,,,,1
        20,知识产权社会服务组织,家,,,,1,2
        """;

    private const string Meixian = """
        MX01,每万人发明专利拥有量,>=,2,件,RATIO,创造
        MX02,新增地理标志保护产品或地理标志商标,>=,1,件,CUM_PLAN,创造
        MX03,知识产权质押融资总金额,>=,200,万元,CUM_PLAN,运用
        MX04,知识产权质押融资金额年均增幅,>=,10,%,GROWTH_AVG,运用
        MX05,质押项目数年均增幅,>=,10,%,GROWTH_AVG,运用
        MX06,成功转化高校院所和国有大型企业专利技术的中小企业数量,>=,3,家,CUM_PLAN,运用
        MX07,知识产权转化、许可数量年均增幅,>=,10,%,GROWTH_AVG,运用
        MX08,地理标志专用标志使用企业,>=,45,家,STOCK_END,运用
        MX09,专利产品备案数量,>=,10,个,CUM_PLAN,运用
        MX10,权利人知识产权保护满意度,>,85,%,SURVEY,保护
        MX11,知识产权维权援助服务创新主体,>=,5,家,CUM_PLAN,保护
        MX12,地标保护产品专项检查,>=,3,次,CUM_PLAN,保护
        MX13,贯标单位,>=,10,家,STOCK_END,管理
        MX14,国家及省级知识产权优势企业、示范企业,>=,3,家,CUM_ALL,管理
        MX15,全县维权援助工作站,>=,2,家,STOCK_END,服务
        MX16,为企业定点推送专利信息,>=,2000,条,CUM_PLAN,服务
        MX17,企业专利专题数据库,>=,2,个,STOCK_END,服务
        MX18,知识产权论坛、宣讲、对接会、展览及其他知识产权相关活动,>=,9,场,CUM_PLAN,人才
        MX19,培训人次,>=,900,人次,CUM_PLAN,人才
        MX20,支持中小企业成功转化专利技术,>=,3,家,CUM_PLAN,重点工作(三章二节1)
        """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_figure_of_bozhou_is_there_with_its_base_and_the_prose_beside_it()
    {
        var rows = Shipped("bozhou");

        rows.Where(r => !r.Code.StartsWith('P')).Select(r => $"{r.Code},{r.Name},{r.Unit},{Text(r.Base)},{Text(Value(r, 2025))},{r.Nature}").ShouldBe(Lines(Bozhou));
        rows.ShouldAllBe(r => r.Comparator == Comparator.AtLeast && r.Goals.Count == 1 && (r.Base == null || r.BaseYear == 2020));
        rows.Where(r => r.Code.StartsWith('P')).Select(r => (r.Name, Value(r, 2025))).ShouldBe([("每万人口有效发明专利拥有量", 1.5m), ("“两品一标”认证产品", 80m), ("州级农产品区域公用品牌", 1m), ("县级农产品区域公用品牌", 2m)]);
        // C1: two indicators, both saying so.
        rows.Where(r => r.Note?.Contains("C1：", StringComparison.Ordinal) == true).Select(r => r.Code).ShouldBe(["1", "P1"]);
        rows.Single(r => r.Code == "7").Type.ShouldBe(MeasureType.Survey);
    }

    [Fact]
    public void Every_figure_of_bayannur_is_there_for_five_years_and_the_trademarks_of_the_prose()
    {
        var rows = Shipped("bayannur");

        rows.Where(r => r.Code != "P1").Select(r => $"{r.Code},{r.Name},{r.Unit},{string.Join(',', Enumerable.Range(2021, 5).Select(year => Text(Value(r, year))))}").ShouldBe(Lines(Bayannur).Select(Trimmed));
        rows.Single(r => r.Code == "P1").ShouldSatisfyAllConditions(r => r.Name.ShouldBe("集体商标"), r => Value(r, 2025).ShouldBe(120), r => r.Note!.ShouldStartWith("C5："));
        rows.Single(r => r.Code == "6").Type.ShouldBe(MeasureType.CumPlan);
        foreach (var (code, conflict) in (ReadOnlySpan<(string, string)>)[("6", "C6"), ("9", "C10"), ("19", "C4"), ("20", "C4")]) rows.Single(r => r.Code == code).Note!.ShouldStartWith(conflict);
    }

    [Fact]
    public void Every_figure_of_meixian_is_there_with_its_comparator_and_measure() =>
        Shipped("meixian").Select(r => $"{r.Code},{r.Name},{(r.Comparator == Comparator.MoreThan ? ">" : ">=")},{Text(Value(r, 2025))},{r.Unit},{Measure(r.Type)}").ShouldBe(Lines(Meixian).Select(line => line[..line.LastIndexOf(',')]));

    [Fact]
    public void Xinjiang_has_one_number_and_it_is_a_range_without_a_year()
    {
        var row = Shipped("xinjiang").ShouldHaveSingleItem();

        (row.Name, row.Unit, row.Goals.ShouldHaveSingleItem()).ShouldBe(("知识产权服务品牌机构", "家", KeyValuePair.Create(Yardstick.Undated, new Goal(3, 5))));
    }

    [Fact]
    public async Task All_five_come_with_the_tables_once_and_none_is_brought_twice()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());

        var plans = await app.WithDatabaseAsync(async db =>
        {
            await PlanSeed.ApplyAsync(db, TimeProvider.System, Ct);
            return await db.Set<Plan>().OrderBy(p => p.Key).Select(p => new { p.Key, p.RegionPath, p.EndsOn, p.OtherEndsOn, Indicators = db.Set<Indicator>().Count(i => i.PlanId == p.Id), Tasks = db.Set<PlanTask>().Count(t => t.PlanId == p.Id) }).ToListAsync(Ct);
        });

        plans.Select(p => (p.Key, p.Indicators, p.Tasks)).ShouldBe([("bayannur", 21, 17), ("bozhou", 15, 19), ("kezhou", 0, 13), ("meixian", 20, 15), ("xinjiang", 1, 43)]);
        plans.Select(p => p.EndsOn).ShouldBe([new DateOnly(2025, 12, 31), new DateOnly(2025, 12, 31), new DateOnly(2028, 4, 17), new DateOnly(2025, 12, 31), null]);
        plans.Single(p => p.Key == "meixian").OtherEndsOn.ShouldBe(new DateOnly(2025, 7, 31));
        plans.Single(p => p.Key == "bozhou").RegionPath.ShouldBe("/650000/652700/");
    }

    [Fact]
    public async Task Tasks_come_with_who_leads_and_who_joins()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());

        var tasks = await app.WithDatabaseAsync(db => db.Set<PlanTask>().Where(t => db.Set<Plan>().Any(p => p.Id == t.PlanId && p.Key == "kezhou")).OrderBy(t => t.Ordinal).ToListAsync(Ct));

        tasks.ShouldAllBe(t => t.JointUnits.Contains("各县（市）人民政府"));
        tasks[3].ShouldSatisfyAllConditions(t => t.Code.ShouldBe("4"), t => t.LeadUnits.ShouldBe(["自治州发展改革委"]), t => t.JointUnits[..4].ShouldBe(["自治州市场监管局", "农业农村局", "科技局", "工信局"]));
        tasks[10].Text!.ShouldContain("深入推进专利开放许可试点工作");
    }

    private static IReadOnlyList<IndicatorRow> Shipped(string key)
    {
        var read = IndicatorSheet.Read(PlanSeed.File("indicators", key)!).Value;
        read.Faults.ShouldBeEmpty();
        return read.Rows;
    }

    private static string[] Lines(string table) => table.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>0.70 and 0.7 are one figure.</summary>
    private static string Trimmed(string line) => string.Join(',', line.Split(',').Select((cell, i) => i > 2 && decimal.TryParse(cell, CultureInfo.InvariantCulture, out var value) ? Text(value) : cell));

    private static decimal? Value(IndicatorRow row, int year) => row.Goals.GetValueOrDefault(year)?.Value;

    private static string Text(decimal? value) => value is { } known ? FigureText.Exact(known) : "";

    private static string Measure(MeasureType type) => type switch
    {
        MeasureType.Ratio => "RATIO",
        MeasureType.CumPlan => "CUM_PLAN",
        MeasureType.CumAll => "CUM_ALL",
        MeasureType.GrowthAvg => "GROWTH_AVG",
        MeasureType.StockEnd => "STOCK_END",
        _ => "SURVEY",
    };
}
