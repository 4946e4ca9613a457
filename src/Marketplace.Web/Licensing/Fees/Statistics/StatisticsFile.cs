using System.Globalization;
using System.Text;
using Marketplace.Web.Catalogue.Classifications;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Spreadsheets;

namespace Marketplace.Web.Licensing.Fees.Statistics;

/// <summary>A row as it was understood; amounts in yuan, rates in percent.</summary>
public sealed record StatisticRow(string Industry, FeeModel Model, int Year, decimal Mean, decimal? Median, int Count, string Source);

/// <summary>All rows of a file, none of them wrong.</summary>
public sealed record StatisticRows(IReadOnlyList<StatisticRow> All);

/// <summary>
/// Reads a table of licence statistics, all of it or nothing: half an edition would be a false mean. The unit stands in each row (元, 万元, 亿元, %), because tables here come in
/// all of them and a wrong one is off by ten thousand. Also reads back what the platform writes out.
/// </summary>
public static class StatisticsFile
{
    /// <summary>Of a file that is wrong altogether the first faults say enough.</summary>
    public const int MostFaults = 20;
    public const int SourceMax = 200;

    public static readonly SheetPlan Plan = new(
    [
        new("industry", "行业代码", "国民经济行业代码", "代码", "industry code") { Required = true },
        new("name", "行业名称", "国民经济行业名称", "行业", "industry name"),
        new("model", "付费方式", "许可费支付方式", "支付方式", "fee model") { Required = true },
        new("year", "年份", "年度", "year") { Required = true },
        new("mean", "平均值", "均值", "平均数", "mean") { Required = true },
        new("median", "中位数", "median"),
        new("unit", "单位", "unit") { Required = true },
        new("count", "合同数", "合同数量", "许可合同数", "count") { Required = true },
        new("source", "来源", "数据来源", "source") { Required = true },
    ])
    { MaxRows = 20_000 };

    private static readonly Dictionary<string, FeeModel> s_models = new(StringComparer.OrdinalIgnoreCase)
    {
        ["一次性付费"] = FeeModel.LumpSum,
        ["固定费用"] = FeeModel.LumpSum,
        ["固定"] = FeeModel.LumpSum,
        ["一次总付"] = FeeModel.LumpSum,
        ["lump sum"] = FeeModel.LumpSum,
        ["提成"] = FeeModel.RunningRate,
        ["提成(按比例)"] = FeeModel.RunningRate,
        ["提成支付"] = FeeModel.RunningRate,
        ["royalty"] = FeeModel.RunningRate,
    };

    private static readonly Dictionary<string, decimal> s_yuan = new(StringComparer.Ordinal) { ["元"] = 1m, ["万元"] = 10_000m, ["亿元"] = 100_000_000m };

    public static Outcome<StatisticRows> Read(byte[] file, Industries industries)
    {
        var opened = SheetReader.Open(file, Plan);
        if (!opened.Succeeded) return opened.Failures.ToList();
        var sheet = opened.Value.ReadAll();
        if (!sheet.Succeeded) return sheet.Failures.ToList();
        var (rows, faults, seen) = (new List<StatisticRow>(), new List<Failure>(), new Dictionary<(string, FeeModel, int), int>());
        foreach (var row in sheet.Value.All)
        {
            if (One(row, industries, faults) is not { } read) continue;
            if (!seen.TryAdd((read.Industry, read.Model, read.Year), row.Number)) faults.Add(Fault(row, "industry", StatisticsTexts.Twice.Fill(seen[(read.Industry, read.Model, read.Year)])));
            else rows.Add(read);
        }
        if (rows.Count == 0 && faults.Count == 0) return new Failure("statistics_empty", 400, StatisticsTexts.NoRows, "file");
        if (faults.Count > MostFaults) faults = [.. faults.Take(MostFaults), new("statistics_more_faults", 400, StatisticsTexts.MoreFaults.Fill(faults.Count - MostFaults), "file")];
        return faults.Count > 0 ? faults : new StatisticRows(rows);
    }

    private static StatisticRow? One(SheetRow row, Industries industries, List<Failure> faults)
    {
        var before = faults.Count;
        T Wrong<T>(string column, string why, T instead)
        {
            faults.Add(Fault(row, column, why));
            return instead;
        }
        decimal? Figure(string column, decimal most)
        {
            if (row[column].Length == 0) return null;
            return decimal.TryParse(row[column].TrimEnd('%'), NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var value) && value <= most ? value : Wrong<decimal?>(column, StatisticsTexts.NotAFigure, 0m);
        }
        var industry = Industry(row, industries) ?? Wrong("industry", StatisticsTexts.IndustryUnknown, "");
        var model = s_models.TryGetValue(row["model"].Normalize(NormalizationForm.FormKC), out var found) ? found : Wrong("model", StatisticsTexts.ModelUnknown, FeeModel.LumpSum);
        var unit = row["unit"].Normalize(NormalizationForm.FormKC);
        var times = model == FeeModel.RunningRate ? (unit == "%" ? 1m : Wrong("unit", StatisticsTexts.UnitOfRate, 1m)) : s_yuan.TryGetValue(unit, out var yuan) ? yuan : Wrong("unit", StatisticsTexts.UnitOfAmount, 1m);
        var most = model == FeeModel.RunningRate ? 100m : FeeTerms.Largest / times;
        var mean = Figure("mean", most) ?? (row["mean"].Length == 0 ? Wrong("mean", StatisticsTexts.NotAFigure, 0m) : 0m);
        var median = Figure("median", most);
        var year = int.TryParse(row["year"].TrimEnd('年'), NumberStyles.None, CultureInfo.InvariantCulture, out var y) && y is >= 1985 and <= 2100 ? y : Wrong("year", StatisticsTexts.YearWrong, 0);
        var count = int.TryParse(row["count"], NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var c) && c > 0 ? c : Wrong("count", StatisticsTexts.CountWrong, 0);
        if (row["source"].Length is 0 or > SourceMax) Wrong("source", StatisticsTexts.SourceWrong.Fill(SourceMax), 0);
        return faults.Count > before ? null : new(industry, model, year, mean * times, median * times, count, row["source"]);
    }

    /// <summary>A number cell has lost the zero before it (01 is 1, 011 is 11, which is another industry): the name says which is meant.</summary>
    private static string? Industry(SheetRow row, Industries industries)
    {
        var code = row["industry"].Normalize(NormalizationForm.FormKC).ToUpperInvariant();
        var name = row["name"];
        var candidates = new[] { industries.Find(code), industries.Find("0" + code) }.OfType<Industry>().ToList();
        return (name.Length == 0 ? candidates.FirstOrDefault() : candidates.Find(industry => Letters(industry.Name) == Letters(name)))?.Code;
    }

    private static string Letters(string name) => string.Concat(name.Normalize(NormalizationForm.FormKC).Where(char.IsLetterOrDigit));

    private static Failure Fault(SheetRow row, string column, string why) =>
        new("statistics_row_wrong", 400, StatisticsTexts.RowFault.Fill(row.Number, Plan.Columns.First(c => c.Key == column).Title, row[column], why), "file");
}
