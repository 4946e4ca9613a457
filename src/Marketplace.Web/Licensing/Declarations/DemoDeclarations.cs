using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Data;
using Marketplace.Web.Demo;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Declarations;

/// <summary>For the demonstration: a declaration that is being drafted, and one whose price is in public with an objection.</summary>
internal static class DemoDeclarations
{
    private const string Draft = "202119990025", Public = "201919990086";

    private static readonly (string Operator, string Administrator) s_drafting = ("周文博", "林晓岚"), s_publicising = ("高静", "赵明远");

    public static async Task ApplyAsync(IServiceProvider services, AppDbContext db, CancellationToken ct)
    {
        await BeginAsync(services, db, s_drafting.Operator, Draft, ct);
        if (await BeginAsync(services, db, s_publicising.Operator, Public, ct) is not { State: DeclarationState.Draft } begun) return;
        var today = Dates.Today(services.GetRequiredService<TimeProvider>());
        await DemoPeople.AsAsync(services, db, s_publicising.Operator, async scope =>
        {
            await scope.GetRequiredService<DeclarationDesk>().SaveAsync(begun.Id, new("参照近三年同领域普通许可的成交价格，由本校与评估机构商定。", today, "户名：渭河大学；开户行：示范银行；收到款项后五个工作日内开具增值税发票。", PriceWay.Agreed, Attests: true), ct);
            return await scope.GetRequiredService<DeclarationSteps>().TakeAsync(begun.Id, DeclarationCause.Submit, new(), null, ct);
        }, ct);
        await DemoPeople.AsAsync(services, db, s_publicising.Administrator, scope => scope.GetRequiredService<DeclarationSteps>().TakeAsync(begun.Id, DeclarationCause.Publicise, new(), null, ct)!, ct);
        await using var stranger = services.CreateAsyncScope();
        await stranger.ServiceProvider.GetRequiredService<PublicityDesk>().ObjectAsync(begun.Id, new(Guid.CreateVersion7(), "教职工代表", "laoshi@example.cn", "同类技术去年的普通许可价格更高，请说明定价依据。"), null, ct);
    }

    private static async Task<Declaration?> BeginAsync(IServiceProvider services, AppDbContext db, string by, string no, CancellationToken ct)
    {
        if (await (from m in db.Set<ListingPatent>() join l in db.Set<Listing>() on m.ListingId equals l.Id where m.ApplicationNo == no && l.State == ListingState.Public && l.Forms.Contains(OfferForm.OpenLicence) select (Guid?)l.Id).FirstOrDefaultAsync(ct) is not { } listing) return null;
        return await DemoPeople.AsAsync<Outcome<Declaration>>(services, db, by, async scope => await scope.GetRequiredService<DeclarationDesk>().BeginAsync(listing, no, ct), ct) is { Succeeded: true } begun ? begun.Value : null;
    }
}
