using System.Text;
using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Data;
using Marketplace.Web.Demo;
using Marketplace.Web.Platform.Errors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Conversions.FollowUps;

/// <summary>For the demonstration: what became of older invented deals of 博州. The night asks; one answer was accepted and became a correction, one waits to be looked at, one question waits for its answer.</summary>
internal static class DemoFollowUps
{
    private const string BoleClerk = "谢婷", BoleReviewer = "范宏", JingheClerk = "沙吾列", JingheReviewer = "邱莹", Reviewer = "汪敏", Winery = "91652701MD00001122", Goji = "91652722MD0000120A", Outside = "演示江岸大学";

    public static async Task ApplyAsync(IServiceProvider services, AppDbContext db, CancellationToken ct)
    {
        if (await db.Set<FollowUp>().AnyAsync(ct)) return;
        var today = Platform.Face.Dates.Today(services.GetRequiredService<TimeProvider>());
        foreach (var (patent, taker, months, clerk, checker) in new[]
        {
            ("202119990097 一种葡萄酒澄清装置", Winery, 7, BoleClerk, BoleReviewer), ("202119990100 一种葡萄藤埋土机", Winery, 9, BoleClerk, BoleReviewer), ("202119990119 一种枸杞枝条粉碎机", Goji, 14, JingheClerk, JingheReviewer),
        })
        {
            var signed = today.AddMonths(-months).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
            var form = new FilingForm
            {
                Once = Guid.CreateVersion7(),
                Type = nameof(ConversionType.OrdinaryLicence),
                Patents = patent,
                Parties = [new() { Side = nameof(Platform.StateMachines.Side.Giver), Kind = nameof(PartyKind.Named), Name = Outside, Region = "610100" }, new() { Side = nameof(Platform.StateMachines.Side.Taker), Code = taker }],
                SignedOn = signed,
                EffectiveOn = signed,
                Amount = "30000",
                Note = "演示数据，不是真实交易",
                Proofs = [new() { Kind = nameof(ProofKind.Contract), File = Paper("许可合同") }, new() { Kind = nameof(ProofKind.Payment), File = Paper("付款凭证") }],
            };
            if (await AsAsync<Outcome<Conversion>>(clerk, of => of.GetRequiredService<FilingDesk>().WriteAsync(form, true, ct)) is not { Succeeded: true, Value: var entered }) return;
            foreach (var (who, cause) in new[] { (checker, FilingCause.Check), (Reviewer, FilingCause.Verify) })
            {
                var seen = await db.Set<Filing>().AsNoTracking().Where(f => f.ConversionId == entered.Id).Select(f => f.Steps).SingleAsync(ct);
                await AsAsync<Outcome<Conversion>>(who, of => of.GetRequiredService<FilingSteps>().TakeAsync(entered.Id, cause, seen, null, ct));
            }
        }
        await using (var scope = services.CreateAsyncScope()) await scope.ServiceProvider.GetRequiredService<FollowUpNight>().RunAsync(ct);
        var asked = await (from f in db.Set<FollowUp>().AsNoTracking()
                           from p in db.Set<FilingPatent>().AsNoTracking()
                           from c in db.Set<Conversion>().AsNoTracking()
                           where c.Id == f.ConversionId && p.FilingId == c.CountedId && (p.ApplicationNo == "202119990097" || p.ApplicationNo == "202119990100")
                           orderby p.ApplicationNo
                           select f.Id).ToListAsync(ct);
        var behalf = new FollowUpForm { Whom = "演示企业生产经理", WhomOn = today.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), WhomHow = nameof(AskedBy.Phone) };
        await AnswerAsync(asked.ElementAtOrDefault(0), behalf with { Use = nameof(Use.InUse), Product = "葡萄酒澄清机", Sales = "260000", Jobs = "6" }, new([Paper("产品照片", "%PDF-1.4\n")], [], []));
        await AnswerAsync(asked.ElementAtOrDefault(1), behalf with { Use = nameof(Use.NotYet), Why = [nameof(NotUsed.Equipment), nameof(NotUsed.Money)], Words = "明年春天买设备（演示）" }, new([], [], []));
        var look = asked.ElementAtOrDefault(0);
        foreach (var cause in (FollowUpCause[])[FollowUpCause.Look, FollowUpCause.Accept])
        {
            var seen = await db.Set<FollowUp>().AsNoTracking().Where(f => f.Id == look).Select(f => f.Steps).SingleOrDefaultAsync(ct);
            await AsAsync<Outcome<FollowUp>>(BoleReviewer, of => of.GetRequiredService<FollowUpReview>().TakeAsync(look, cause, seen, null, ct));
        }

        Task<T?> AsAsync<T>(string who, Func<IServiceProvider, Task<T>> act) where T : class => DemoPeople.AsAsync<T>(services, db, who, async of => await act(of), ct);
        Task<List<Failure>?> AnswerAsync(Guid id, FollowUpForm form, FollowUpPapers papers) => AsAsync<List<Failure>>(BoleClerk, async of =>
            await of.GetRequiredService<FollowUpDesk>().ByBureauAsync(id, ct) is { } found ? await of.GetRequiredService<FollowUpDesk>().AnswerAsync(found, form, found.FollowUp.Steps, papers, true, AnswerWay.Bureau, ct) : []);
    }

    private static FormFile Paper(string name, string content = "")
    {
        var bytes = Encoding.UTF8.GetBytes($"{content}演示用{name}，不是真实文件。\n");
        return new(new MemoryStream(bytes), 0, bytes.Length, "file", $"演示{name}.{(content.Length > 0 ? "pdf" : "txt")}");
    }
}
