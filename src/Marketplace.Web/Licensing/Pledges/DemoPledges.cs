using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Demo;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Pledges;

/// <summary>For the demonstration: a loan of a bank that is not here, registered and half paid out; and a draft towards an organisation that is.</summary>
internal static class DemoPledges
{
    private const string Keeper = "林晓岚", Pledgee = "努尔兰", Bank = "博乐农商银行（演示）";

    /// <summary>Invented; only its check digit is right.</summary>
    private const string BankCode = "91652701MA99YDK00";

    public static async Task ApplyAsync(IServiceProvider services, AppDbContext db, CancellationToken ct)
    {
        if (await db.Set<Pledge>().AnyAsync(ct) || await DemoPeople.FindAsync(services, db, Keeper, ct) is not (_, [var grant, ..]) || await DemoPeople.FindAsync(services, db, Pledgee, ct) is not (_, [var other, ..])) return;
        var today = Dates.Today(services.GetRequiredService<TimeProvider>());
        var alone = await (from p in db.Set<Patent>()
                           where p.RemovedAt == null && p.State == PatentState.InForce && p.GrantDate != null && (p.NextFeeDue == null || p.NextFeeDue >= today) && p.LastDay > today.AddYears(4)
                               && db.Set<PatentHolder>().Any(h => h.ApplicationNo == p.ApplicationNo && h.OrganisationId == grant.OrganisationId) && db.Set<PatentHolder>().Count(h => h.ApplicationNo == p.ApplicationNo) == 1
                           orderby p.ApplicationNo descending
                           select p.ApplicationNo).Take(3).ToListAsync(ct);
        if (alone.Count < 3) return;
        var pledgee = await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.Id == other.OrganisationId, ct);
        var loan = Terms([alone[0], alone[1]], Bank, Code(BankCode), "2026-流贷-018", 3_000_000, today) with { Tags = [LoanTag.RiskShared, LoanTag.Subsidised, LoanTag.First], Valuation = 5_600_000, Valuer = "评报字〔2026〕第 31 号" };
        var begun = await DoAsync(scope => scope.GetRequiredService<PledgeDesk>().BeginAsync(Guid.CreateVersion7(), loan, new(DemoLicences.Voucher(), DemoLicences.Voucher()), null, ct));
        if (begun is { Succeeded: true, Value: var pledge })
        {
            await DoAsync(scope => scope.GetRequiredService<PledgeDesk>().ShowAgreedAsync(pledge.Id, DemoLicences.Voucher(), ct));
            await DoAsync(scope => scope.GetRequiredService<PledgeOffice>().StepAsync(pledge.Id, PledgeCause.File, new(today, "SL20260001"), DemoLicences.Voucher(), ct));
            await DoAsync(scope => scope.GetRequiredService<PledgeOffice>().StepAsync(pledge.Id, PledgeCause.Register, new(today, "Y2026980000123"), DemoLicences.Voucher(), ct));
            foreach (var amount in (decimal[])[1_000_000, 800_000]) await DoAsync(scope => scope.GetRequiredService<PledgeDrawdowns>().AddAsync(pledge.Id, Guid.CreateVersion7(), today, amount, DemoLicences.Voucher(), ct));
        }
        await DoAsync(scope => scope.GetRequiredService<PledgeDesk>().BeginAsync(Guid.CreateVersion7(), Terms([alone[2]], pledgee.Name, pledgee.Uscc, "2026-反担保-02", 500_000, today) with { DebtKind = "反担保", Contract = null, Invalidity = null }, new(), null, ct));

        Task<Outcome<Pledge>?> DoAsync(Func<IServiceProvider, Task<Outcome<Pledge>>> act) => DemoPeople.AsAsync<Outcome<Pledge>>(services, db, Keeper, async scope => await act(scope), ct);
    }

    /// <summary>With its check digit.</summary>
    private static string Code(string body) => "0123456789ABCDEFGHJKLMNPQRTUWXY".Select(last => body + last).First(code => Uscc.Check(code) == UsccVerdict.Right);

    private static PledgeTerms Terms(IReadOnlyList<string> patents, string pledgee, string code, string contract, decimal amount, DateOnly today) => new()
    {
        Patents = patents,
        Pledgee = pledgee,
        PledgeeCode = code,
        PledgeeAddress = "博乐市北京路 1 号",
        MainContractNo = contract,
        DebtKind = "流动资金贷款",
        Amount = amount,
        From = today,
        Until = today.AddYears(1),
        Scope = "主债权及其利息、违约金、损害赔偿金和实现质权的费用",
        Pair = Told.None,
        Invalidity = Told.None,
    };
}
