using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Data;
using Marketplace.Web.Demo;
using Marketplace.Web.Licensing.Deals.Contracts;
using Marketplace.Web.Platform.Errors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Deals;

/// <summary>For the demonstration: an ordinary licence that is being negotiated, with two versions of its terms; and one whose contract is drafted.</summary>
internal static class DemoDeals
{
    private const string Taker = "努尔兰";

    private static readonly (string Operator, string Administrator)[] s_holders = [("周文博", "林晓岚"), ("高静", "赵明远")];

    public static async Task ApplyAsync(IServiceProvider services, AppDbContext db, CancellationToken ct)
    {
        if (await db.Set<Deal>().AnyAsync(ct)) return;
        foreach (var (index, (keeper, decider)) in s_holders.Index())
        {
            if (await DemoPeople.FindAsync(services, db, keeper, ct) is not (_, [var grant, ..])) continue;
            if (await (from l in db.Set<Listing>() join m in db.Set<ListingPatent>() on l.Id equals m.ListingId where l.OwnerId == grant.OrganisationId && l.State == ListingState.Public && l.Forms.Contains(OfferForm.OrdinaryLicence) orderby l.PublishedAt, m.ApplicationNo select m.ApplicationNo).FirstOrDefaultAsync(ct) is not { } no) continue;
            var asked = await DemoPeople.AsAsync<Outcome<Deal>>(services, db, Taker, async scope => await scope.GetRequiredService<DealDesk>().RequestAsync(new(Guid.CreateVersion7(), DealKind.Ordinary, [no], Message: "我社想在枸杞采后处理中使用这项技术，请报价。"), ct), ct);
            if (asked is not { Succeeded: true, Value: var deal }) continue;
            var terms = Terms(no, deal, 60_000);
            await ProposeAsync(services, db, keeper, deal, terms, "含一次现场技术指导。", 0, ct);
            await ProposeAsync(services, db, Taker, deal, terms with { Fee = new() { Amount = 48_000 }, Territory = "新疆维吾尔自治区", Sublicence = true }, "规模不大，希望降低一些。", 1, ct);
            if (index == 0) continue;
            var hash = await db.Set<DealProposal>().AsNoTracking().Where(p => p.DealId == deal.Id && p.Number == 2).Select(p => p.Sha256).SingleOrDefaultAsync(ct);
            await DemoPeople.AsAsync<Outcome<Deal>>(services, db, decider, async scope => await scope.GetRequiredService<DealProposals>().AcceptAsync(deal.Id, hash, ct), ct);
            await DemoPeople.AsAsync<Outcome<Deal>>(services, db, keeper, async scope => await scope.GetRequiredService<DealContracts>().DraftAsync(deal.Id, ct), ct);
        }
    }

    private static Task<Outcome<Deal>?> ProposeAsync(IServiceProvider services, AppDbContext db, string by, Deal deal, DealTerms terms, string message, int seen, CancellationToken ct) =>
        DemoPeople.AsAsync<Outcome<Deal>>(services, db, by, async scope => await scope.GetRequiredService<DealProposals>().ProposeAsync(deal.Id, terms, message, seen, ct), ct);

    private static DealTerms Terms(string no, Deal deal, decimal amount) => new()
    {
        Kind = DealKind.Ordinary,
        Patents = [no],
        Model = FeeModel.LumpSum,
        Fee = new() { Amount = amount },
        Until = deal.Since.AddYears(3),
        Field = "枸杞鲜果的采后处理",
        Territory = "中国境内（不含港澳台）",
        ConfidentialYears = 3,
        Penalty = "逾期付款超过三十日的，许可方可以解除合同。",
    };
}
