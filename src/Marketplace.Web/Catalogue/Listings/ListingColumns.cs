using Marketplace.Web.Platform.Spreadsheets;

namespace Marketplace.Web.Catalogue.Listings;

/// <summary>The fields of listings as columns, to be sent out, filled in by the hundred and read again.</summary>
public static class ListingColumns
{
    public const string Id = "id";
    public const string No = "no";
    public const string Forms = "forms";
    public const string Model = "model";
    public const string Amount = "amount";
    public const string Upfront = "upfront";
    public const string Base = "base";
    public const string Rate = "rate";
    public const string Definition = "definition";
    public const string UnitAmount = "unitAmount";
    public const string Unit = "unit";
    public const string Period = "period";
    public const string Min = "min";
    public const string Cap = "cap";
    public const string LateRate = "lateRate";
    public const string Reason = "reason";
    public const string Maturity = "maturity";
    public const string Scenes = "scenes";
    public const string Industries = "industries";
    public const string Chains = "chains";
    public const string KnowHow = "knowHow";
    public const string Support = "support";
    public const string ContactName = "contactName";
    public const string ContactPhone = "contactPhone";
    public const string ContactMail = "contactMail";
    public const string ExpiresOn = "expiresOn";
    public const string Report = "report";

    /// <summary>An empty cell leaves a field as it is; this word empties it.</summary>
    public const string Nothing = "清空";

    /// <summary>Words of the sheet are Chinese in every language: it goes from hand to hand in offices here.</summary>
    public static readonly IReadOnlyDictionary<string, OfferForm> FormWords = new Dictionary<string, OfferForm>(StringComparer.Ordinal)
    {
        ["开放许可"] = OfferForm.OpenLicence,
        ["普通许可"] = OfferForm.OrdinaryLicence,
        ["排他许可"] = OfferForm.SoleLicence,
        ["独占许可"] = OfferForm.ExclusiveLicence,
        ["转让"] = OfferForm.Assignment,
        ["作价入股"] = OfferForm.Equity,
        ["合作开发"] = OfferForm.JointDevelopment,
    };

    public static readonly IReadOnlyDictionary<string, FeeModel> ModelWords = new Dictionary<string, FeeModel>(StringComparer.Ordinal)
    {
        ["一次性付费"] = FeeModel.LumpSum,
        ["提成（按比例）"] = FeeModel.RunningRate,
        ["提成（按件）"] = FeeModel.RunningUnit,
        ["入门费加提成"] = FeeModel.UpfrontRunning,
        ["免费"] = FeeModel.Free,
        ["面议"] = FeeModel.Negotiable,
        // Kept when written out and read again; their terms are too many for columns and are changed on the page.
        ["分期付费"] = FeeModel.Instalment,
        ["先使用后付费"] = FeeModel.Deferred,
    };

    public static readonly IReadOnlyDictionary<string, FeeBase> BaseWords = new Dictionary<string, FeeBase>(StringComparer.Ordinal) { ["净销售额"] = FeeBase.NetSales, ["利润"] = FeeBase.Profit };

    public static readonly IReadOnlyDictionary<string, FeePeriod> PeriodWords = new Dictionary<string, FeePeriod>(StringComparer.Ordinal) { ["月"] = FeePeriod.Month, ["季度"] = FeePeriod.Quarter, ["半年"] = FeePeriod.HalfYear, ["年"] = FeePeriod.Year };

    public static readonly SheetPlan Plan = new(
    [
        new(Id, "挂牌编号", "编号", "listing id"),
        new(No, "申请号", "专利号", "申请号/专利号", "专利号/申请号", "application no") { Required = true },
        new("title", "名称", "专利名称", "发明名称"),
        new("state", "状态"),
        new(Forms, "供给方式", "许可方式", "转化方式"),
        new(Model, "收费方式", "费用方式"),
        new(Amount, "一次性金额(元)", "金额(元)", "许可费(元)"),
        new(Upfront, "入门费(元)"),
        new(Base, "提成基数"),
        new(Rate, "提成比例(%)"),
        new(Definition, "基数说明", "基数计算说明"),
        new(UnitAmount, "每件金额(元)"),
        new(Unit, "计费单位"),
        new(Period, "结算周期"),
        new(Min, "每期最低(元)"),
        new(Cap, "每期最高(元)"),
        new(LateRate, "逾期年利率(%)"),
        new(Reason, "超过一般水平的理由"),
        new(Maturity, "技术成熟度", "成熟度", "TRL"),
        new(Scenes, "应用场景"),
        new(Industries, "行业代码", "行业"),
        new(Chains, "产业链"),
        new(KnowHow, "配套技术秘密", "技术秘密"),
        new(Support, "提供的支持", "支持"),
        new(ContactName, "联系人"),
        new(ContactPhone, "联系电话"),
        new(ContactMail, "联系邮箱"),
        new(ExpiresOn, "有效期至", "有效期"),
        new(Report, "评价报告编号"),
    ])
    { MaxRows = BatchDesk.Most };

    /// <summary>What an input of a row means by one of these words, separated as people separate.</summary>
    public static IReadOnlyList<string> Split(string cell) => cell.Split(['、', '，', ',', ';', '；', '/', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
