using System.Globalization;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Units;
using Marketplace.Web.Platform.Documents;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Spreadsheets;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Income.Year;

public enum YearSection
{
    /// <summary>总体</summary>
    Whole,

    /// <summary>按学院、部门</summary>
    College,

    /// <summary>按贡献人</summary>
    Inventor,
}

/// <param name="Section">Of the whole, of a college, of one who contributed.</param>
/// <param name="Name">Which college, who.</param>
/// <param name="Key">What its rows are found by.</param>
/// <param name="Figure">Which figure.</param>
/// <param name="This">In the year.</param>
/// <param name="Before">In the year before.</param>
public sealed record YearLine(YearSection Section, string Name, string Key, YearFigure Figure, decimal This, decimal Before);

/// <summary>The year of a holder with the one before it, as lines; page, sheet and report print these.</summary>
public sealed class YearReport(AppDbContext db, YearBook book)
{
    /// <summary>What has no college.</summary>
    public const string NoUnit = "none";

    private static readonly YearFigure[] s_ofCollege = [YearFigure.Licences, YearFigure.Agreed, YearFigure.Received, YearFigure.SharesPaid];

    public async Task<IReadOnlyList<YearLine>> LinesAsync(Organisation holder, int year, CancellationToken ct)
    {
        var (rows, before) = (await book.ReadAsync(holder.Id, year, ct), await book.ReadAsync(holder.Id, year - 1, ct));
        var names = await db.Set<OrganisationUnit>().AsNoTracking().Where(u => u.OrganisationId == holder.Id).ToDictionaryAsync(u => u.Id, u => u.Name, ct);
        var units = rows.Concat(before).Where(row => s_ofCollege.Contains(row.Figure)).Select(row => row.UnitId).Distinct().OrderBy(id => id is null).ThenBy(id => id is { } u ? names[u] : "", StringComparer.Ordinal).ThenBy(id => id);
        var people = rows.Concat(before).Where(row => row.Figure == YearFigure.SharesPaid).DistinctBy(row => row.Key, StringComparer.Ordinal).OrderByDescending(row => Paid(rows, row.Key)).ThenBy(row => row.Who, StringComparer.Ordinal).ThenBy(row => row.Key, StringComparer.Ordinal);
        return
        [
            .. Enum.GetValues<YearFigure>().Select(figure => new YearLine(YearSection.Whole, "", "", figure, YearFigures.Of(figure, rows), YearFigures.Of(figure, before))),
            .. units.SelectMany(id => s_ofCollege.Select(figure => new YearLine(YearSection.College, id is { } u ? names[u] : "", id?.ToString() ?? NoUnit, figure,
                YearFigures.Of(figure, rows.Where(row => row.UnitId == id)), YearFigures.Of(figure, before.Where(row => row.UnitId == id))))),
            .. people.Select(row => new YearLine(YearSection.Inventor, row.Who!, row.Key!, YearFigure.SharesPaid, Paid(rows, row.Key), Paid(before, row.Key))),
        ];
    }

    /// <summary>The rows behind one line.</summary>
    public async Task<IReadOnlyList<YearRow>> RowsAsync(Organisation holder, int year, YearFigure figure, string? unit, string? who, CancellationToken ct) =>
        [.. (await book.ReadAsync(holder.Id, year, ct)).Where(row => row.Figure == figure && (string.IsNullOrEmpty(unit) || (row.UnitId?.ToString() ?? NoUnit) == unit) && (string.IsNullOrEmpty(who) || row.Key == who))
            .OrderBy(row => row.On).ThenBy(row => row.Link, StringComparer.Ordinal).ThenBy(row => row.Who, StringComparer.Ordinal)];

    public static IReadOnlyList<SheetField<YearLine>> Fields(int year) =>
    [
        new(IncomeTexts.YearSection, line => SectionName(line.Section)) { Width = 18 },
        new(IncomeTexts.YearOf, NameOf) { Width = 24 },
        new(IncomeTexts.YearItem, line => IncomeWords.Name(line.Figure)) { Width = 30 },
        new(IncomeTexts.YearUnitHead, line => line.Figure.IsMoney() ? IncomeTexts.UnitYuan : IncomeTexts.UnitNumber),
        new(year.ToString(CultureInfo.InvariantCulture), line => line.This) { Form = SheetForm.Amount },
        new((year - 1).ToString(CultureInfo.InvariantCulture), line => line.Before) { Form = SheetForm.Amount },
    ];

    /// <summary>科技成果转化年度报告 (Conversion Law Art. 21). What figures cannot say is left for people to write.</summary>
    public static Paper PaperOf(Organisation holder, int year, IReadOnlyList<YearLine> lines) => Language.In(Language.Chinese.Tag, () =>
    {
        var heads = (string[])["项目", "单位", $"{year}年", $"{year - 1}年"];
        return new Paper($"{year}年度科技成果转化年度报告", null,
        [
            new PaperFields([new("单位名称", holder.Name), new("统一社会信用代码", holder.Uscc), new("统计期间", $"{year}年1月1日至{year}年12月31日"), new("统计范围", "在本平台办理的专利开放许可")]),
            new PaperHeading("一、总体情况"),
            new PaperTable(heads, [.. lines.Where(line => line.Section == YearSection.Whole).Select(line => Cells(IncomeWords.Name(line.Figure), line))]),
            new PaperText("合同项数、专利件数和企业家数分别统计，不相加。合同额按许可生效日计入，到账额按付款日计入，备案和登记按办结日计入；自始无效的许可不计入。尚未确认收款的付款单列，不计入到账额。", Small: true),
            new PaperHeading("二、各学院、部门"),
            Of(lines, YearSection.College, ["学院、部门", .. heads], line => [NameOf(line), .. Cells(IncomeWords.Name(line.Figure), line)]),
            new PaperHeading("三、对完成、转化科技成果作出重要贡献人员的奖励和报酬"),
            Of(lines, YearSection.Inventor, ["姓名", "单位", $"{year}年", $"{year - 1}年"], line => Cells(line.Name, line)),
            new PaperHeading("四、主要做法和成效"),
            new PaperText(Paper.Blank),
            new PaperHeading("五、存在的问题和建议"),
            new PaperText(Paper.Blank),
            new PaperSignatures([holder.Name]),
        ]);
    });

    private static PaperPart Of(IReadOnlyList<YearLine> lines, YearSection section, IReadOnlyList<string> heads, Func<YearLine, IReadOnlyList<string>> row)
    {
        var own = lines.Where(line => line.Section == section).ToList();
        return own.Count == 0 ? new PaperText("本年度和上年度没有。") : new PaperTable(heads, [.. own.Select(row)]);
    }

    private static string[] Cells(string name, YearLine line) => [name, line.Figure.IsMoney() ? "元" : IncomeTexts.UnitNumber, Shown(line.Figure, line.This), Shown(line.Figure, line.Before)];

    public static string NameOf(YearLine line) => line is { Section: YearSection.College, Key: NoUnit } ? IncomeTexts.NoUnit : line.Name;

    public static string Shown(YearFigure figure, decimal value) => value.ToString(figure.IsMoney() ? "#,0.00" : "#,0", CultureInfo.InvariantCulture);

    public static string SectionName(YearSection section) => section switch { YearSection.Whole => IncomeTexts.YearWhole, YearSection.College => IncomeTexts.YearCollege, _ => IncomeTexts.YearInventor };

    private static decimal Paid(IEnumerable<YearRow> rows, string? key) => rows.Where(row => row.Figure == YearFigure.SharesPaid && row.Key == key).Sum(row => row.Amount);
}
