using System.Globalization;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Face;

namespace Marketplace.Web.Catalogue.Listings;

/// <summary>A fee in sentences anybody understands, in the reader's language.</summary>
public static class FeeWords
{
    public static string Name(FeeModel model) => FeeTexts.ResourceManager.GetString("Model" + model, FeeTexts.Culture)!;

    public static string Name(FeePeriod period) => FeeTexts.ResourceManager.GetString("Period" + period, FeeTexts.Culture)!;

    public static string Name(FeeBase of) => of == FeeBase.NetSales ? FeeTexts.BaseNetSales : FeeTexts.BaseProfit;

    /// <summary>一次性支付 5 万元。</summary>
    public static string Sentence(FeeModel? model, FeeTerms terms) => Fee(model, terms) + (terms.LateRate is { } late ? Gap + FeeTexts.SayLate.Fill(late.ToString("0.####", CultureInfo.InvariantCulture)) : "");

    private static string Fee(FeeModel? model, FeeTerms terms) => model switch
    {
        null => terms.Announced is { } words ? FeeTexts.SayAnnounced.Fill(words) : FaceTexts.NotRecorded,
        FeeModel.LumpSum => FeeTexts.SayLumpSum.Fill(Yuan(terms.Amount)),
        FeeModel.Instalment => FeeTexts.SayInstalment.Fill(terms.Parts?.Count ?? 0, Yuan(terms.Headline(model)),
            string.Join(FeeTexts.Separator + Gap, (terms.Parts ?? []).Select((part, i) => part.Due is { } day ? FeeTexts.SayPartOn.Fill(i + 1, Yuan(part.Amount), Dates.InWords(day))
                : part.Days is null or 0 ? FeeTexts.SayPartAtOnce.Fill(i + 1, Yuan(part.Amount)) : FeeTexts.SayPartAfter.Fill(i + 1, Yuan(part.Amount), part.Days)))),
        FeeModel.RunningRate or FeeModel.RunningUnit => Running(terms),
        FeeModel.UpfrontRunning => FeeTexts.SayUpfront.Fill(Yuan(terms.Upfront), Running(terms)),
        FeeModel.Free => FeeTexts.SayFree,
        FeeModel.Deferred => (terms.FreeUntil is { } until ? FeeTexts.SayFreeUntil.Fill(Dates.InWords(until)) : FeeTexts.SayFreeTill.Fill(terms.Trigger))
            + Gap + FeeTexts.SayThen.Fill(terms.Then is null or FeeModel.Deferred ? FaceTexts.NotRecorded : Fee(terms.Then, terms)),
        _ => FeeTexts.SayNegotiable,
    };

    /// <summary>Between two sentences; Chinese has none.</summary>
    private static string Gap => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh" ? "" : " ";

    private static string Running(FeeTerms terms)
    {
        var period = terms.Period is { } p ? Name(p) : "";
        var say = terms.UnitAmount is { } each && terms.Rate is null
            ? FeeTexts.SayUnit.Fill(terms.Unit, Yuan(each), period)
            : FeeTexts.SayRate.Fill(terms.Base is { } of ? Name(of) : "", (terms.Rate ?? 0).ToString("0.####", CultureInfo.InvariantCulture), period);
        if (terms.Min is { } min) say += Gap + FeeTexts.SayMin.Fill(period, Yuan(min));
        if (terms.Cap is { } cap) say += Gap + FeeTexts.SayCap.Fill(period, Yuan(cap));
        return say;
    }

    /// <summary>A sentence people act on says the amount itself: no rounding that hides yuan.</summary>
    private static string Yuan(decimal? yuan) => yuan is not { } amount ? FaceTexts.NotRecorded
        : amount % 100 == 0 ? Money.Rounded(amount) : Money.Exact(amount);
}
