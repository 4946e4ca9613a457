using Marketplace.Web.Platform.Spreadsheets;

namespace Marketplace.Web.Organisations.Directory;

/// <summary>The columns of the list of enterprises, as they are read, offered as a template and given back with rejected rows.</summary>
public static class DirectoryColumns
{
    public const string Uscc = "uscc";
    public const string Name = "name";
    public const string Contact = "contact";
    public const string Phone = "phone";
    public const string Mail = "mail";
    public const string Industry = "industry";
    public const string Staff = "staff";
    public const string Revenue = "revenue";
    public const string Assets = "assets";
    public const string Size = "size";
    public const string Labels = "labels";
    public const string Place = "place";
    public const string County = "county";
    public const string Reason = "reason";

    /// <summary>The heads are Chinese in every language: the lists come from Chinese offices, and what is given back must be readable again.</summary>
    public static readonly SheetPlan Plan = new(
    [
        new(Uscc, "统一社会信用代码", "信用代码", "社会信用代码", "统一信用代码", "统一社会信用代码(18位)", "USCC") { Required = true },
        new(Name, "名称", "企业名称", "单位名称", "公司名称", "机构名称", "主体名称", "name") { Required = true },
        new(Contact, "联系人", "联系人姓名", "负责人", "企业联系人", "contact"),
        new(Phone, "联系电话", "电话", "手机", "手机号", "手机号码", "联系人电话", "联系方式", "联系人手机", "phone", "mobile"),
        new(Mail, "邮箱", "电子邮箱", "联系邮箱", "电子邮件", "E-mail", "email", "mail"),
        new(Industry, "行业(GB/T 4754)", "行业", "行业代码", "国民经济行业", "国民经济行业代码", "所属行业", "industry"),
        new(Staff, "从业人数", "从业人员", "从业人员数", "职工人数", "员工人数", "从业人数(人)", "从业人员(人)", "staff"),
        new(Revenue, "营业收入(万元)", "营收(万元)", "年营业收入(万元)", "主营业务收入(万元)"),
        new(Assets, "资产总额(万元)", "总资产(万元)", "资产总计(万元)"),
        new(Size, "规模", "企业规模", "企业规模类型", "size"),
        new(Labels, "标签", "企业标签", "资质", "企业资质", "资质荣誉", "labels"),
        new(Place, "园区/乡镇", "园区", "乡镇", "所属园区", "所在园区", "园区、乡镇", "乡镇街道", "zone"),
        new(County, "县", "县市", "县(市)", "县市区", "县(市、区)", "所属县区", "所在县市", "区县", "行政区划", "county"),
    ])
    { MaxRows = 50_000 };   // Ten times the largest of the four plan regions.

    private static readonly Dictionary<string, int> s_widths = new(StringComparer.Ordinal)
    {
        [Uscc] = 22,
        [Name] = 36,
        [Mail] = 26,
        [Labels] = 48,
        [Place] = 24,
        [Industry] = 18,
    };

    /// <summary>The same columns for writing; cells come by key.</summary>
    public static IReadOnlyList<SheetField<IReadOnlyDictionary<string, string>>> Fields { get; } =
    [
        .. Plan.Columns.Select(c => new SheetField<IReadOnlyDictionary<string, string>>(c.Title, row => row.GetValueOrDefault(c.Key))
        {
            Width = s_widths.GetValueOrDefault(c.Key, 16),
            Choices = c.Key == Size ? ["大型", "中型", "小型", "微型"] : [],
        }),
    ];

    /// <summary>Heads, lists to choose from and one row that shows how; its code fails its check digit, so that a row left in is refused.</summary>
    public static byte[] Template(IReadOnlyList<string> counties, IReadOnlyList<string> zones) => XlsxWriter.Write("名录",
        [.. Fields.Select((f, i) => Plan.Columns[i].Key switch
        {
            County => f with { Choices = counties },
            // Offered, not demanded: townships are not in our list.
            Place => f with { Choices = zones, OnlyChoices = false },
            _ => f,
        })],
        [new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [Uscc] = "91652701MA7DEM061K", [Name] = "（示例，请删除本行）博河农机制造有限公司", [Contact] = "张三", [Phone] = "19900000000", [Mail] = "contact@example.cn",
            [Industry] = "C3572", [Staff] = "46", [Revenue] = "1280.5", [Assets] = "960", [Size] = "小型",
            [Labels] = "专精特新中小企业(2024-01-01至2026-12-31)、高新技术企业(2023-11-15至2026-11-14)", [County] = counties.Count > 0 ? counties[0] : "",
        }]);
}
