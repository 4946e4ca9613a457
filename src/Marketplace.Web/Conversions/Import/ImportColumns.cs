using System.Collections.Frozen;
using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Platform.Spreadsheets;

namespace Marketplace.Web.Conversions.Import;

/// <summary>The table of outside deals. Its heads are Chinese in every language, as the offices' lists are; each goes by the names those give it.</summary>
public static class ImportColumns
{
    public const string Contract = "contract", Type = "type", Nature = "nature", Patents = "patents", Titles = "titles", Twins = "twins", Returned = "returned",
        Giver = "giver", GiverCode = "giverCode", GiverRegion = "giverRegion", Taker = "taker", TakerCode = "takerCode", TakerRegion = "takerRegion", Small = "small",
        SignedDay = "signed", Effective = "effective", PaidOn = "paidOn", Ended = "ended", Amount = "amount", NewAmount = "newAmount", Paid = "paid", Share = "share",
        PartOf = "partOf", Loan = "loan", FirstLoan = "firstLoan", Mixed = "mixed", Subsidy = "subsidy", Insurance = "insurance", Product = "product", Note = "note", TradeAmount = "tradeAmount";

    /// <summary>Of the same sum in 万元.</summary>
    public const string TenThousand = "10k";

    public static readonly IReadOnlyList<Register> Registers = Enum.GetValues<Register>();

    public static readonly SheetPlan Plan = new(
    [
        new(Contract, "合同编号", "合同号", "合同备案号"),
        new(Type, "转化类型", "类型", "许可种类", "许可方式", "转化方式") { Required = true },
        new(Nature, "交易性质", "性质"),
        new(Patents, "专利号", "专利申请号", "申请号", "专利号/申请号", "申请号/专利号") { Required = true },
        new(Titles, "专利名称", "发明名称", "名称"),
        new(Twins, "同日申请的发明", "同日发明申请号"),
        new(Returned, "反向许可的专利", "交叉许可专利"),
        new(Giver, "转让方", "许可方", "让与人", "许可人", "出质人", "转让方/许可方", "转让方（许可方、出质人）", "变更前权利人") { Required = true },
        new(GiverCode, "转让方统一社会信用代码", "许可方统一社会信用代码", "出质人统一社会信用代码", "转让方信用代码", "许可方信用代码"),
        new(GiverRegion, "转让方地区", "许可方地区", "出质人地区", "转让方所在地", "许可方所在地"),
        new(Taker, "受让方", "被许可方", "受让人", "被许可人", "质权人", "受让方/被许可方", "受让方（被许可方、质权人）", "变更后权利人"),
        new(TakerCode, "受让方统一社会信用代码", "被许可方统一社会信用代码", "质权人统一社会信用代码", "受让方信用代码", "被许可方信用代码"),
        new(TakerRegion, "受让方地区", "被许可方地区", "质权人地区", "受让方所在地", "被许可方所在地"),
        new(Small, "受让方为中小微企业", "是否中小微企业", "中小微企业"),
        new(SignedDay, "签订日期", "合同签订日期", "签约日期", "签订时间") { Required = true },
        new(Effective, "生效日期", "合同生效日期", "生效时间"),
        new(PaidOn, "支付日期", "到账日期", "付款日期"),
        new(Ended, "终止日期", "解除日期", "质权注销日期"),
        .. Sum(Amount, "合同金额", "合同额", "成交金额", "贷款金额"),
        .. Sum(NewAmount, "新增金额"),
        .. Sum(Paid, "到账金额", "到账额", "放款金额", "实付金额"),
        .. Sum(Share, "专利部分金额"),
        new(PartOf, "续签或变更的转化编号", "原转化编号"),
        new(Loan, "借款合同编号", "贷款合同编号", "主合同编号"),
        new(FirstLoan, "首贷"),
        new(Mixed, "混合质押"),
        .. Sum(Subsidy, "贴息金额", "贴息"),
        new(Insurance, "保险或担保", "保险", "担保"),
        .. Registers.SelectMany(OfRegister),
        .. Sum(TradeAmount, "技术交易额"),
        new(Product, "产品"),
        new(Note, "备注", "说明"),
    ])
    { MaxRows = 50_000 };

    public static readonly FrozenDictionary<string, ConversionType> Types = new Dictionary<string, ConversionType>(StringComparer.Ordinal)
    {
        ["开放许可"] = ConversionType.OpenLicence,
        ["普通许可"] = ConversionType.OrdinaryLicence,
        ["许可"] = ConversionType.OrdinaryLicence,
        ["排他许可"] = ConversionType.SoleLicence,
        ["独占许可"] = ConversionType.ExclusiveLicence,
        ["分许可"] = ConversionType.SubLicence,
        ["交叉许可"] = ConversionType.CrossLicence,
        ["转让"] = ConversionType.Assignment,
        ["专利权转让"] = ConversionType.Assignment,
        ["专利申请权转让"] = ConversionType.ApplicationAssignment,
        ["申请权转让"] = ConversionType.ApplicationAssignment,
        ["作价入股"] = ConversionType.Equity,
        ["作价投资"] = ConversionType.Equity,
        ["质押"] = ConversionType.Pledge,
        ["质押融资"] = ConversionType.Pledge,
        ["自行实施"] = ConversionType.OwnUse,
        ["合作实施"] = ConversionType.JointUse,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static readonly FrozenDictionary<string, MarketNature> NatureNames = new Dictionary<string, MarketNature>(StringComparer.Ordinal)
    {
        ["市场交易"] = MarketNature.Market,
        ["关联方"] = MarketNature.Related,
        ["集团内部"] = MarketNature.Related,
        ["更名"] = MarketNature.NameChange,
        ["合并分立继承"] = MarketNature.Succession,
        ["其他"] = MarketNature.OtherTransfer,
        ["其他转移"] = MarketNature.OtherTransfer,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static readonly FrozenDictionary<string, bool> YesNo = new Dictionary<string, bool>(StringComparer.Ordinal) { ["是"] = true, ["否"] = false, ["√"] = true, ["有"] = true, ["无"] = false }.ToFrozenDictionary(StringComparer.Ordinal);

    public static string NumberOf(Register register) => "no" + register;

    public static string DayOf(Register register) => "on" + register;

    /// <summary>As the file is written: what comes back is what went out.</summary>
    public static readonly IReadOnlyList<SheetField<IReadOnlyDictionary<string, string>>> Fields =
        [.. Plan.Columns.Where(c => !c.Key.EndsWith(TenThousand, StringComparison.Ordinal)).Select(c => Field(c.Key, c.Title))];

    /// <summary>For the rejects: with the sums as they were sent, in whichever unit.</summary>
    public static IReadOnlyList<SheetField<IReadOnlyDictionary<string, string>>> FieldsOf(IEnumerable<string> keys)
    {
        var sent = keys.ToHashSet(StringComparer.Ordinal);
        return [.. Plan.Columns.Where(c => sent.Contains(c.Key)).Select(c => Field(c.Key, c.Title))];
    }

    private static SheetField<IReadOnlyDictionary<string, string>> Field(string key, string title) => new(title, row => row.GetValueOrDefault(key))
    {
        Width = Math.Clamp(title.Length * 2 + 4, 14, 40),
        Choices = key switch { Type => [.. Types.Keys.Order(StringComparer.Ordinal)], Nature => [.. NatureNames.Keys.Order(StringComparer.Ordinal)], Small or FirstLoan or Mixed => ["是", "否"], _ => [] },
    };

    private static SheetColumn[] Sum(string key, params string[] names) => [new(key, [.. names.Select(n => n + "（元）"), .. names]), new(key + TenThousand, [.. names.Select(n => n + "（万元）")])];

    private static SheetColumn[] OfRegister(Register register)
    {
        var names = register switch
        {
            Register.Assignment => (string[])["转让登记号", "转让登记文号", "手续合格通知书文号"],
            Register.Licence => ["许可备案号", "备案号", "许可合同备案号"],
            Register.Pledge => ["质押登记号", "质押登记编号"],
            Register.TechnicalContract => ["技术合同登记号", "技术合同登记编号", "技术合同认定登记号"],
            Register.Company => ["公司登记号", "工商变更登记号"],
            _ => ["专利产品备案号"],
        };
        return [new(NumberOf(register), names), new(DayOf(register), [.. names.Select(n => n.Replace("编号", "", StringComparison.Ordinal).Replace("文号", "", StringComparison.Ordinal).TrimEnd('号') + "日期")])];
    }

    /// <summary>A head for each column and, on a sheet of its own that is not read, an example.</summary>
    public static byte[] Template() => XlsxWriter.Write("填写", Fields, [], (ExampleSheet, [s_example]));

    public const string ExampleSheet = "示例";

    private static readonly IReadOnlyDictionary<string, string> s_example = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [Contract] = "示例-2026-001",
        [Type] = "普通许可",
        [Nature] = "市场交易",
        [Patents] = "201710601862.3",
        [Titles] = "示例专利（本行请删除）",
        [Giver] = "示例大学",
        [GiverCode] = "12650000457600014M",
        [GiverRegion] = "650000",
        [Taker] = "示例企业",
        [TakerCode] = "91652701MA7DEM016K",
        [TakerRegion] = "博乐市",
        [Small] = "是",
        [SignedDay] = "2026-03-01",
        [Effective] = "2026-03-10",
        [Amount] = "50000",
        [NumberOf(Register.Licence)] = "示例备案号",
        [DayOf(Register.Licence)] = "2026-04-01",
    };
}
