using Marketplace.Web.Data;
using Marketplace.Web.Demo;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Obligations;

/// <summary>For the demonstration: of a licence by instalments the second is due and invoiced.</summary>
internal static class DemoFees
{
    public static async Task ApplyAsync(IServiceProvider services, AppDbContext db, string no, CancellationToken ct)
    {
        if (await db.Set<Licence>().AsNoTracking().SingleOrDefaultAsync(l => l.ApplicationNo == no && l.State == LicenceState.Effective, ct) is not { } licence) return;
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ObligationNight>().RunAsync(ct);
        var today = Dates.Today(services.GetRequiredService<TimeProvider>());
        await DemoPeople.AsAsync<object>(services, db, "林晓岚", async of =>
        {
            await of.GetRequiredService<ObligationDesk>().InvoiceAsync(licence.Id, 2, new(Guid.CreateVersion7(), "26650000000000000089", today, 200_000, null), DemoLicences.Voucher(), ct);
            return null;
        }, ct);
    }
}
