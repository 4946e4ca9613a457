using Marketplace.Web.Data;
using Marketplace.Web.Demo;
using Marketplace.Web.Licensing.Obligations;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Platform.Errors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Disputes;

/// <summary>For the demonstration: a licensee disagrees over the second instalment and asks for mediation.</summary>
internal static class DemoDisputes
{
    private const string Taker = "努尔兰", Patent = "202519990089";

    public static async Task ApplyAsync(IServiceProvider services, AppDbContext db, CancellationToken ct)
    {
        if (await db.Set<Dispute>().AnyAsync(ct)) return;
        if (await (from l in db.Set<Licence>() join o in db.Set<FeeObligation>() on l.Id equals o.LicenceId where l.ApplicationNo == Patent && o.Ordinal == 2 select o).AsNoTracking().FirstOrDefaultAsync(ct) is not { } fee) return;
        var opened = await DemoPeople.AsAsync<Outcome<Dispute>>(services, db, Taker, async of =>
            await of.GetRequiredService<DisputeDesk>().OpenAsync(fee.LicenceId, new(Guid.CreateVersion7(), DisputeSubject.Fee, fee.Id, "提供的工艺参数缺少一页，试产推迟了两个月。", "第二期费用推迟两个月支付。"), ct), ct);
        if (opened is { Succeeded: true, Value: { } dispute }) await DemoPeople.AsAsync<Outcome<Dispute>>(services, db, Taker, async of => await of.GetRequiredService<DisputeDesk>().AskAsync(dispute.Id, ct), ct);
    }
}
