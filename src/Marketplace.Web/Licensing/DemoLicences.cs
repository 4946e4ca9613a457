using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Data;
using Marketplace.Web.Demo;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Payments;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing;

/// <summary>For the demonstration: what the gazette announced of the invented holders, and licences taken under it, through the desks.</summary>
internal static class DemoLicences
{
    private const string Free = "201719990220", Lump = "202029990100", OtherLump = "201519990201";

    public static async Task ApplyAsync(IServiceProvider services, AppDbContext db, CancellationToken ct)
    {
        if (await db.Set<Declaration>().AnyAsync(ct)) return;
        var book = services.GetRequiredService<DeclarationBook>();
        foreach (var row in await (from l in db.Set<Listing>() join m in db.Set<ListingPatent>() on l.Id equals m.ListingId where l.AnnouncementNo != null orderby l.AnnouncementNo, m.Place select new { l, m.ApplicationNo }).ToListAsync(ct))
            await book.AnnouncedAsync(row.l, row.ApplicationNo, ct);
        await db.SaveChangesAsync(ct);
        await TakeAsync(services, db, "努尔兰", Free, "枸杞鲜果冷藏运输", paid: true, ct);
        await TakeAsync(services, db, "努尔兰", Lump, "自有养殖小区奶牛监测", paid: false, ct);
        await TakeAsync(services, db, "马晓东", OtherLump, "酿酒用含麻滤布", paid: true, ct);
    }

    private static async Task TakeAsync(IServiceProvider services, AppDbContext db, string name, string no, string products, bool paid, CancellationToken ct)
    {
        if (await DemoPeople.FindAsync(services, db, name, ct) is not (var person, [var grant, ..] grants)) return;
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Actor>().Become(person.Id, grants);
        var own = await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.Id == grant.OrganisationId, ct);
        var today = Dates.Today(services.GetRequiredService<TimeProvider>());
        var sent = await scope.ServiceProvider.GetRequiredService<OpenLicenceDesk>().NotifyAsync(no, new()
        {
            Once = Guid.CreateVersion7(),
            Products = products,
            StartsOn = today,
            EndsOn = today.AddYears(1),
            ContactName = name,
            ContactPhone = person.PhoneNumber,
            Address = "工业园区 1 号",
            InvoiceTitle = own.Name,
            InvoiceCode = own.Uscc,
            SignedBy = name,
            Confirmed = own.Name,
        }, null, ct);
        if (!sent.Succeeded || sent.Value.FirstFee == 0 || !paid) return;
        await scope.ServiceProvider.GetRequiredService<PaymentDesk>().ShowAsync(sent.Value.Id, new(Guid.CreateVersion7(), sent.Value.FirstFee, today, own.Name, null, "DEMO" + no), Voucher(), ct);
    }

    private static FormFile Voucher()
    {
        var bytes = "%PDF-1.4\n%%EOF"u8.ToArray();
        return new(new MemoryStream(bytes), 0, bytes.Length, "voucher", "转账凭证.pdf") { Headers = new HeaderDictionary(), ContentType = "application/pdf" };
    }
}
