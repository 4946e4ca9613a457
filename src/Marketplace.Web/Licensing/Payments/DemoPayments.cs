using System.Globalization;
using System.Text;
using Marketplace.Web.Data;
using Marketplace.Web.Demo;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Payments.Refunds;
using Marketplace.Web.Licensing.Payments.Statements;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Payments;

/// <summary>For the demonstration: a licence that was paid twice, and the holder's statement with the row that shows it, waiting to be looked at.</summary>
internal static class DemoPayments
{
    private const string Taker = "马晓东", Giver = "赵明远", Patent = "201519990201", Account = "6228480000000004096";

    public static async Task ApplyAsync(IServiceProvider services, AppDbContext db, CancellationToken ct)
    {
        if (await db.Set<Refund>().AnyAsync(ct) || await db.Set<Licence>().AsNoTracking().SingleOrDefaultAsync(l => l.ApplicationNo == Patent && l.State == LicenceState.Effective, ct) is not { } licence) return;
        var today = Dates.Today(services.GetRequiredService<TimeProvider>());
        await DemoPeople.AsAsync<object>(services, db, Taker, async scope =>
        {
            await scope.GetRequiredService<PaymentDesk>().ShowAsync(licence.Id, new(Guid.CreateVersion7(), licence.FirstFee, today, licence.LicenseeName, null, "DEMO-AGAIN"), DemoLicences.Voucher(), ct);
            return null;
        }, ct);
        await DemoPeople.AsAsync<object>(services, db, Giver, async scope =>
        {
            await scope.GetRequiredService<StatementDesk>().TakeAsync(Account, File(licence, today), ct);
            return null;
        }, ct);
    }

    private static FormFile File(Licence licence, DateOnly today)
    {
        var (day, fee) = (today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), licence.FirstFee.ToString("0.00", CultureInfo.InvariantCulture));
        var bytes = Encoding.UTF8.GetBytes($"""
            交易日期,对方户名,贷方发生额,借方发生额,摘要,交易流水号
            {day},{licence.LicenseeName},{fee},,专利许可费{licence.Reference},DEMO0001
            {day},{licence.LicenseeName},{fee},,{licence.Reference},DEMO0002
            {day},眉县渭滨纺织有限公司,8000.00,,XK77AACC,DEMO0003
            {day},某试剂供应商,,1260.00,货款,DEMO0004
            """);
        return new(new MemoryStream(bytes), 0, bytes.Length, "file", "十一月交易明细.csv") { Headers = new HeaderDictionary(), ContentType = "text/csv" };
    }
}
