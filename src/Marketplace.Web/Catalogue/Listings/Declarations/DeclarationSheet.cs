using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Spreadsheets;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.Listings.Declarations;

/// <summary>The workbook of a batch: one row a patent. What goes to the office stands first, under Chinese heads; what the platform found behind it.</summary>
public static class DeclarationSheet
{
    public const string Patentees = "专利权人（按登记簿顺序）";
    public const string Codes = "统一社会信用代码（顺序同左）";
    public const string Consents = "其他专利权人的同意文件";
    public const string ReportNo = "专利权评价报告编号";
    public const string ReportOn = "评价报告日期";
    public const string ReportConclusion = "评价报告结论";
    public const string FeeModel = "许可使用费支付方式";
    public const string Fee = "许可使用费标准";
    public const string FeeBasis = "许可使用费计算依据";
    public const string From = "许可期限起";
    public const string Until = "许可期限止";
    public const string Payee = "收款与开票";
    public const string ContactName = "联系人";
    public const string ContactPhone = "联系电话";
    public const string NotNeeded = "不需要";

    /// <summary>The licence period against the term of the patent; stands beside the guards.</summary>
    public const string Period = "PERIOD";

    /// <summary>Heads of the columns that say what each guard answered.</summary>
    private static readonly string[] s_guards = ["G1", "G2", "G3", "G4", "G5", "G6", "G7", "G8", "G9", PreparedDeclaration.Terms, Period, LegalStatus.Guards.Stale];

    /// <param name="Twice">The number of the earlier row with this patent: one declaration is enough.</param>
    private sealed record Line(int Number, PreparedDeclaration Row, int? Twice);

    public static async Task<byte[]> WriteAsync(AppDbContext db, Guid batch, CancellationToken ct)
    {
        var lines = new List<Line>();
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var json in await db.Set<ListingBatchItem>().Where(i => i.BatchId == batch && i.After != null).OrderBy(i => i.Number).Select(i => i.After!).ToListAsync(ct))
        {
            foreach (var row in PreparedDeclaration.Read(json))
            {
                var number = lines.Count + 1;
                lines.Add(new(number, row, first.TryAdd(row.ApplicationNo, number) ? null : first[row.ApplicationNo]));
            }
        }
        return XlsxWriter.Write("开放许可声明", Fields, lines);
    }

    private static IReadOnlyList<SheetField<Line>> Fields =>
    [
        new("序号", line => line.Number) { Form = SheetForm.Whole, Width = 6 },
        Text("专利号", row => row.Number, 22),
        Text("发明创造名称", row => row.Title, 48),
        Text("专利类型", row => row.Kind, 12),
        Text(Patentees, row => row.Patentees, 40),
        Text(Codes, row => row.Codes, 40),
        Text(Consents, row => row.Consents, 32),
        Text(ReportNo, row => row.ReportNo, 20),
        Text(ReportOn, row => row.ReportOn, 14),
        Text(ReportConclusion, row => row.ReportConclusion, 24),
        Text(FeeModel, row => row.FeeModel, 18),
        Text(Fee, row => row.Fee, 40),
        Text(FeeBasis, row => row.FeeBasis, 40),
        Day(From, row => row.From),
        Day(Until, row => row.Until),
        Text(Payee, row => row.Payee, 32),
        Text(ContactName, row => row.ContactName, 14),
        Text(ContactPhone, row => row.ContactPhone, 18),
        Text("联系邮箱", row => row.ContactMail, 24),
        Text("其他约定", row => row.OtherTerms, 40),
        new(DeclarationTexts.Verdict, line => Name(line.Row.Verdict)) { Width = 24 },
        Text(DeclarationTexts.ToFill, row => string.Join('、', row.ToFill), 32),
        Text(DeclarationTexts.InTheWay, row => string.Join('\n', row.Obstacles.Select(guard => guard.Reason)), 56),
        Text(DeclarationTexts.WayOut, row => string.Join('\n', row.Obstacles.Select(guard => guard.WayOut)), 56),
        new(DeclarationTexts.Reminders, line => string.Join('\n', [.. line.Row.Reminders, .. line.Twice is { } row ? [DeclarationTexts.Twice.Fill(row)] : Array.Empty<string>()])) { Width = 56 },
        .. s_guards.Select(code => Text(GuardName(code), row => Answer(row, code), 18)),
    ];

    public static string Name(DeclarationVerdict verdict) => DeclarationTexts.ResourceManager.GetString("Verdict" + verdict, DeclarationTexts.Culture)!;

    private static string GuardName(string code) => DeclarationTexts.ResourceManager.GetString("Guard" + code, DeclarationTexts.Culture)!;

    private static string? Answer(PreparedDeclaration row, string code) => row.Guards.FirstOrDefault(guard => guard.Code == code) is not { } answer ? null : answer.Blocks ? DeclarationTexts.Blocks : DeclarationTexts.Passes;

    private static SheetField<Line> Text(string head, Func<PreparedDeclaration, string?> value, int width) => new(head, line => value(line.Row)) { Width = width };

    private static SheetField<Line> Day(string head, Func<PreparedDeclaration, DateOnly?> value) => new(head, line => value(line.Row) ?? (object)PreparedDeclaration.Missing) { Form = SheetForm.Date, Width = 14 };
}
