using Marketplace.Web.Data;
using Marketplace.Web.Demo;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Payments;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Units;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Income;

/// <summary>For the demonstration: a university received what a licence brought, proposed who gets what, and one who helped sees her share.</summary>
internal static class DemoIncome
{
    private const string Keeper = "赵明远", Helper = "高静";

    public static async Task ApplyAsync(IServiceProvider services, AppDbContext db, CancellationToken ct)
    {
        if (await db.Set<Sharing>().AnyAsync(ct)) return;
        if (await DemoPeople.FindAsync(services, db, Keeper, ct) is not var (_, grants) || await DemoPeople.FindAsync(services, db, Helper, ct) is not var (helper, _)) return;
        var holder = await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.Id == grants[0].OrganisationId, ct);
        var paid = await (from p in db.Set<Payment>().AsNoTracking() join l in db.Set<Licence>() on p.LicenceId equals l.Id where l.HolderId == holder.Id && p.State == PaymentState.Paid orderby p.Id select p).FirstOrDefaultAsync(ct);
        if (paid is null) return;
        var college = new OrganisationUnit { OrganisationId = holder.Id, Name = "纺织与材料学院" };
        db.Add(college);
        await db.SaveChangesAsync(ct);
        await DemoPeople.AsAsync<Sharing>(services, db, Keeper, async own =>
        {
            await own.GetRequiredService<IncomeRuleDesk>().DefaultAsync(holder, college.Id, 70, 10, 20, ct);
            await own.GetRequiredService<PaymentDesk>().ConfirmAsync(paid.Id, ct);
            var desk = own.GetRequiredService<SharingDesk>();
            var begun = await desk.BeginAsync(paid.Id, ct);
            if (!begun.Succeeded) return null;
            var filled = (await desk.DefaultsAsync(begun.Value.Id, college.Id, ct)).Value;
            // Those who made it, and one who brought it to the firm.
            var draft = new SharingDraft(ShareBasis.Percent, college.Id, [new(CostKind.Registration, 200, "备案资料快递和公证")],
                [.. filled.Shares.OrderBy(share => share.Ordinal).Select(share => new Split(share.Kind, share.Name, share.Kind == ShareKind.Unit ? share.Percent!.Value - 5 : share.Percent!.Value)), new(ShareKind.Contributor, Helper, 5)]);
            if (!(await desk.SaveAsync(filled.Id, filled.Revision, draft, ct)).Succeeded || (await desk.FindAsync(filled.Id, ct))?.Shares.Find(share => share.Name == Helper) is not { } share) return null;
            await own.GetRequiredService<InventorLinkDesk>().LinkAsync(filled.Id, share.Id, helper.Id, null, ct);
            return (await desk.StepAsync(filled.Id, SharingCause.Propose, null, null, ct)).Value;
        }, ct);
    }
}
