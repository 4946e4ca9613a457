using System.Text;
using Marketplace.Web.Data;
using Marketplace.Web.Demo;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Conversions.Facts;

/// <summary>For the demonstration: invented outside deals of 博州, in every state a filing can be in. What is done on the platform comes by itself.</summary>
internal static class DemoConversions
{
    private const string Clerk = "叶尔肯", Reviewer = "汪敏", BoleClerk = "谢婷", BoleReviewer = "范宏", JingheClerk = "沙吾列", JingheReviewer = "邱莹";
    private const string Winery = "91652701MD00001122", Goji = "91652722MD0000120A", Cooperative = "93652722MD0000294D";

    public static async Task ApplyAsync(IServiceProvider services, AppDbContext db, CancellationToken ct)
    {
        if (await db.Set<Conversion>().AnyAsync(c => c.Origin == ConversionOrigin.Entered, ct)) return;
        var sold = await EnterAsync(BoleClerk, Deal(ConversionType.Assignment, "202119990011 一种酿酒葡萄分选装置", "演示西部农机研究院", Winery, "2026-04-08", 180_000), true, (ProofKind.Contract, "转让合同"), (ProofKind.Payment, "付款凭证"), (ProofKind.Registration, "手续合格通知书"));
        await StepAsync(BoleReviewer, sold, FilingCause.Check);
        await StepAsync(Reviewer, sold, FilingCause.Verify);
        var used = await EnterAsync(BoleClerk, Deal(ConversionType.OrdinaryLicence, "202119990038 一种葡萄皮渣回收方法", "演示江岸大学", Winery, "2026-06-17", 60_000), true, (ProofKind.Contract, "许可合同"));
        await StepAsync(BoleReviewer, used, FilingCause.Check);
        await EnterAsync(JingheClerk, Loan("202119990046 一种枸杞低温烘干房", Goji, "2026-07-02", 2_000_000), true, (ProofKind.Contract, "质押合同"), (ProofKind.Registration, "质押登记通知书"), (ProofKind.Loan, "放款凭证"));
        var back = await EnterAsync(JingheClerk, Deal(ConversionType.ExclusiveLicence, "202119990054 一种枸杞采摘机", "演示江岸大学", Cooperative, "2026-08-20", null), true, (ProofKind.Contract, "许可合同"));
        await StepAsync(JingheReviewer, back, FilingCause.Return, "合同第二页看不清，请重新扫描；提成比例请写在备注里。");
        var broken = await EnterAsync(BoleClerk, Deal(ConversionType.SoleLicence, "202119990062 一种橡木桶清洗装置", "演示西部农机研究院", Winery, "2025-11-12", 40_000), true, (ProofKind.Contract, "许可合同"), (ProofKind.Payment, "付款凭证"));
        await StepAsync(BoleReviewer, broken, FilingCause.Check);
        await StepAsync(Reviewer, broken, FilingCause.Verify);
        if (broken is not null) await DemoPeople.AsAsync<Outcome<Conversion>>(services, db, BoleClerk, async of => await of.GetRequiredService<CorrectionDesk>().ReverseAsync(broken.Id, Guid.CreateVersion7(), "双方解除合同并退款（演示）", new(2026, 2, 3), Paper("解除协议"), ct), ct);
        var twice = await EnterAsync(JingheClerk, Deal(ConversionType.OrdinaryLicence, "202119990070 一种枸杞分级筛", "演示江岸大学", Goji, "2026-05-06", 20_000), false, (ProofKind.Contract, "许可合同"));
        await StepAsync(JingheClerk, twice, FilingCause.Drop);
        var own = Deal(ConversionType.OwnUse, "202119990089 一种边境口岸保温箱", "阿拉山口演示物流企业", null, null, null);
        (own.EffectiveOn, own.Product) = ("2026-03-01", "保温箱");
        await EnterAsync(Clerk, own, false, (ProofKind.Product, "产品照片"));

        async Task<Conversion?> EnterAsync(string who, FilingForm form, bool submit, params (ProofKind Kind, string Name)[] papers)
        {
            form.Proofs = [.. papers.Select(p => new ProofRow { Kind = p.Kind.ToString(), File = Paper(p.Name) })];
            if (form.Type == nameof(ConversionType.Assignment)) form.Registers.Add(new() { Register = nameof(Register.Assignment), Number = "演示-转让-0408", On = "2026-05-11" });
            if (form.Type == nameof(ConversionType.Pledge)) form.Registers.Add(new() { Register = nameof(Register.Pledge), Number = "演示-质押-0702", On = "2026-07-09" });
            return await DemoPeople.AsAsync<Outcome<Conversion>>(services, db, who, async of => await of.GetRequiredService<FilingDesk>().WriteAsync(form, submit, ct), ct) is { Succeeded: true, Value: var entered } ? entered : null;
        }
        async Task StepAsync(string who, Conversion? conversion, FilingCause cause, string? reason = null)
        {
            if (conversion is null) return;
            var seen = await db.Set<Filing>().AsNoTracking().Where(f => f.ConversionId == conversion.Id).OrderByDescending(f => f.Number).Select(f => f.Steps).FirstAsync(ct);
            await DemoPeople.AsAsync<Outcome<Conversion>>(services, db, who, async of => await of.GetRequiredService<FilingSteps>().TakeAsync(conversion.Id, cause, seen, reason, ct), ct);
        }
    }

    private static FilingForm Deal(ConversionType type, string patent, string giver, string? taker, string? signed, decimal? amount) => new()
    {
        Once = Guid.CreateVersion7(),
        Type = type.ToString(),
        Patents = patent,
        Parties = [new() { Side = nameof(Side.Giver), Kind = nameof(PartyKind.Named), Name = giver, Region = type == ConversionType.OwnUse ? "652702" : "610100" }, new() { Side = nameof(Side.Taker), Code = taker }],
        SignedOn = signed,
        EffectiveOn = signed,
        Amount = Licensing.Fees.Typed.Plain(amount),
        Note = "演示数据，不是真实交易",
    };

    private static FilingForm Loan(string patent, string pledgor, string signed, decimal amount) => new()
    {
        Once = Guid.CreateVersion7(),
        Type = nameof(ConversionType.Pledge),
        Patents = patent,
        Parties = [new() { Side = nameof(Side.Giver), Code = pledgor }, new() { Side = nameof(Side.Taker), Kind = nameof(PartyKind.Named), Name = "博州演示农村商业银行", Region = "652701" }],
        SignedOn = signed,
        PaidOn = "2026-07-10",
        Amount = Licensing.Fees.Typed.Plain(amount),
        Paid = Licensing.Fees.Typed.Plain(amount),
        LoanNo = "演示-流贷-2026-07",
        FirstLoan = true,
        Note = "演示数据，不是真实贷款",
    };

    private static FormFile Paper(string name)
    {
        var bytes = Encoding.UTF8.GetBytes($"演示用{name}，不是真实文件。\n");
        return new(new MemoryStream(bytes), 0, bytes.Length, "file", $"演示{name}.txt");
    }
}
