using System.Globalization;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Licensing.Fees.Statistics;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Face;

namespace Marketplace.Web.Licensing.Fees.Estimates;

public static class EstimateWords
{
    public static string Name(EstimateMethod method) => Word("Method" + method);

    public static string What(EstimateMethod method) => Word("Method" + method + "What");

    public static string Name(EstimateFactor factor) => Word("Factor" + factor);

    public static string Name(Nearness near) => Word("Near" + near);

    /// <summary>15 万元, or 净销售额的 5%</summary>
    public static string Fee(FeeModel model, FeeBase? of, decimal fee) => model == FeeModel.RunningRate ? EstimateTexts.RateOf.Fill(FeeWords.Name(of ?? FeeBase.NetSales), Number(fee)) : Money.Exact(fee);

    public static string Figure(LicenceStatistic figure, decimal? value) => value is not { } number ? FaceTexts.NotRecorded : figure.IsRate ? Number(number) + " %" : Money.Rounded(number);

    public static string Number(decimal value) => value.ToString("#,0.######", CultureInfo.InvariantCulture);

    /// <summary>What the base was made of, as a line that can be checked by hand.</summary>
    public static string Basis(EstimateInputs given) => given.Method switch
    {
        EstimateMethod.OwnUse => EstimateTexts.BasisOwnUse.Fill(Money.Exact(given.Income ?? 0), Number(given.Share ?? 0), given.Years),
        EstimateMethod.EarlierLicences => EstimateTexts.BasisEarlier.Fill(string.Join(FeeTexts.Separator + " ", (given.Earlier ?? []).Select(one => EstimateTexts.BasisOneEarlier.Fill(Money.Exact(one.Yuan), one.Years))), given.Years),
        EstimateMethod.IndustryStatistics when given.Statistic is { } used => EstimateTexts.BasisStatistic.Fill(used.Edition, used.Industry, used.Year, given.Median == true ? EstimateTexts.MedianWord : EstimateTexts.MeanWord, used.Count),
        EstimateMethod.InternationalRates => EstimateTexts.BasisRate.Fill(Number(given.Rate ?? 0)),
        _ => EstimateTexts.BasisValuation.Fill(Money.Exact(given.Value ?? 0), given.Years, given.YearsLeft, given.Licensees),
    };

    private static string Word(string key) => EstimateTexts.ResourceManager.GetString(key, EstimateTexts.Culture)!;
}
