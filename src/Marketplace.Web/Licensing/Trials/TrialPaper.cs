using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Papers;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Documents;

namespace Marketplace.Web.Licensing.Trials;

/// <summary>专利技术试用协议: as docx, pdf or page to print. Its clauses are ours and no lawyer signed them off; it says so.</summary>
internal static class TrialPaper
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/trials/{id:guid}/agreement.{format:regex(^(docx|pdf|html)$)}", async (Guid id, string format, TrialReach reach, PaperPdf pdf, AppDbContext db, HttpContext http, CancellationToken ct) =>
        {
            if (await reach.FindAsync(id, ct) is not var (trial, side)) return Results.StatusCode(StatusCodes.Status404NotFound);
            var paper = Of(await TrialView.OfAsync(db, trial, side, ct));
            return PaperFile.Of(paper, format, $"{paper.Title} {trial.Number}", pdf, http);
        }).ExcludeFromDescription().For(Act.ReadLicences);

    public static Paper Of(TrialView view)
    {
        var (trial, version, terms) = (view.Trial, view.Bound, view.Bound.Read());
        var (offerer, other) = version.By == Platform.StateMachines.Side.Taker ? (trial.TakerName, trial.HolderName) : (trial.HolderName, trial.TakerName);
        return new("专利技术试用协议", trial.Number,
        [
            new PaperText(version.AgreedAt is null ? "本文本为一方提出的条款，对方尚未接受，不具有约束力。" : "双方以数据电文方式订立本协议。"),
            new PaperText("本协议只约定试用，不是专利实施许可合同，不构成专利许可或者转让；试用期满后继续实施的，应当另行取得许可。", Small: true),
            new PaperHeading("一、双方"),
            new PaperFields([new("提供方（专利权人）", trial.HolderName), new("试用方", trial.TakerName), new("试用方统一社会信用代码", trial.TakerCode)]),
            new PaperHeading("二、专利和试用"),
            new PaperFields([new("专利号", view.Number), new("发明创造名称", view.Title), new("试用的产品、方法和范围", terms.Use), new("试用开始日", PaperWords.Day(terms.StartsOn)), new("免费试用至", PaperWords.Day(terms.FreeUntil))]),
            new PaperHeading("三、评价指标"),
            new PaperTable(["指标", "测量方法", "达标值", "结果"], [.. terms.Criteria.Select(one => (IReadOnlyList<string>)[one.Name, one.Measure, one.Target, Result(view.Results, one.Name)])]),
            new PaperHeading("四、转化"),
            new PaperFields([new("转化条件", terms.Trigger), new("转化后的费用", terms.FeeSentence)]),
            new PaperHeading("五、数据报告"),
            new PaperFields([new("报告内容", terms.ReportWhat), new("报告日", string.Join('、', terms.ReportOn.Select(day => PaperWords.Day(day))))]),
            new PaperHeading("六、退出和返还"),
            new PaperFields([new("退出", terms.ExitRight), new("材料", terms.Materials ?? "未交付材料"), .. terms.Materials is null ? Array.Empty<PaperField>() : [new("返还期限", $"试用结束后 {terms.ReturnDays} 日内")]]),
            new PaperHeading("七、担保"),
            new PaperFields([new("担保", terms.Guarantee is null ? "无" : terms.GuaranteeYuan is { } yuan ? $"{terms.Guarantee}；{PaperWords.Amount(yuan)}" : terms.Guarantee)]),
            new PaperHeading("八、其他"),
            new PaperText("1．试用方不得超出约定的范围使用，不得许可他人使用。\n2．试用方无正当理由逾期十五日不提交数据报告，或者超出约定使用的，提供方可以中断试用。\n3．试用期间不收取使用费；试用方退出的，不因退出支付费用。"),
            new PaperText("本文本条款未经律师审核，签署前请自行评估。", Small: true),
            new PaperHeading("九、确认"),
            new PaperFields(
            [
                new("条款（SHA-256）", Convert.ToHexString(version.Sha256)),
                new($"{offerer} 确认人", $"{version.SignedBy}，{PaperWords.Moment(version.At)}"),
                .. version.AgreedAt is { } at ? [new PaperField($"{other} 确认人", $"{version.AgreedBy}，{PaperWords.Moment(at)}")] : Array.Empty<PaperField>(),
            ]),
            new PaperSignatures([trial.HolderName, trial.TakerName]),
        ]);
    }

    private static string Result(IReadOnlyList<TrialResult>? results, string name) =>
        results?.FirstOrDefault(result => string.Equals(result.Name, name, StringComparison.Ordinal)) is { } result ? $"{result.Found}（{(result.Met ? "达标" : "未达标")}）" : "待试用后填写";
}
