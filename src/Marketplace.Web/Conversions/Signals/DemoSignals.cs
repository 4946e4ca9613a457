using System.Globalization;
using System.Text;
using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Data;
using Marketplace.Web.Demo;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Conversions.Signals;

/// <summary>For the demonstration: three free licences to one workshop, and a patent that went out and came back. All wait for a reviewer, so that no figure has them.</summary>
internal static class DemoSignals
{
    private const string Clerk = "谢婷", College = "演示艾比湖学院", Workshop = "演示河谷农具合作社", Maker = "演示赛里木机械厂", Trader = "演示阿拉套贸易公司";

    public static async Task ApplyAsync(IServiceProvider services, AppDbContext db, CancellationToken ct)
    {
        if (await db.Set<FilingPatent>().AnyAsync(p => p.ApplicationNo == "202119990127", ct)) return;
        var today = Dates.Today(services.GetRequiredService<TimeProvider>());
        await EnterAsync(ConversionType.OrdinaryLicence, "202119990127 一种苗床喷雾架", College, Workshop, 60, "0");
        await EnterAsync(ConversionType.OrdinaryLicence, "202119990135 一种手推除草器", College, Workshop, 45, "0");
        await EnterAsync(ConversionType.OrdinaryLicence, "202119990143 一种种子晾晒盘", College, Workshop, 30, "100");
        await EnterAsync(ConversionType.Assignment, "202119990151 一种地膜回收辊", Maker, Trader, 200, "90000");
        await EnterAsync(ConversionType.Assignment, "202119990151 一种地膜回收辊", Trader, Maker, 100, "88000");
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<SignalNight>().RunAsync(ct);

        Task EnterAsync(ConversionType type, string patent, string giver, string taker, int days, string amount)
        {
            var signed = today.AddDays(-days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            var form = new FilingForm
            {
                Once = Guid.CreateVersion7(),
                Type = type.ToString(),
                Patents = patent,
                Parties = [Party(Side.Giver, giver), Party(Side.Taker, taker)],
                SignedOn = signed,
                EffectiveOn = signed,
                Amount = amount,
                Note = "演示数据，不是真实交易",
                Proofs = [new() { Kind = nameof(ProofKind.Contract), File = Paper() }],
            };
            if (type == ConversionType.Assignment) form.Registers.Add(new() { Register = nameof(Register.Assignment), Number = "演示-转让-" + signed, On = signed });
            return DemoPeople.AsAsync<Outcome<Conversion>>(services, db, Clerk, async of => await of.GetRequiredService<FilingDesk>().WriteAsync(form, true, ct), ct);
        }
    }

    private static PartyRow Party(Side side, string name) => new() { Side = side.ToString(), Kind = nameof(PartyKind.Named), Name = name, Region = "652701" };

    private static FormFile Paper()
    {
        var bytes = Encoding.UTF8.GetBytes("演示用合同，不是真实文件。\n");
        return new(new MemoryStream(bytes), 0, bytes.Length, "file", "演示合同.txt");
    }
}
