using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Platform.SignIn;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Deals;

/// <summary>One version of the terms, with who said it.</summary>
public sealed record ProposalLine(DealProposal Proposal, string? Person);

/// <summary>A deal with all that its page shows to one of its two sides.</summary>
public sealed record DealView
{
    public required Deal Deal { get; init; }
    public required DealCheck Check { get; init; }

    /// <summary>The newest first.</summary>
    public required IReadOnlyList<ProposalLine> Proposals { get; init; }
    public required IReadOnlyList<DealContract> Contracts { get; init; }
    public required IReadOnlyList<CaseStep> Steps { get; init; }
    public required IReadOnlyList<DealObjection> Objections { get; init; }

    /// <summary>Made by its effect.</summary>
    public required IReadOnlyList<Licence> Made { get; init; }
    public required IReadOnlyDictionary<string, string> Titles { get; init; }

    public DealState State => Deal.State!.Value;
    public DealContract? Contract => Contracts.FirstOrDefault(contract => contract.Id == Deal.ContractId);

    public string Patent(string no) => Titles.TryGetValue(no, out var title) ? $"{PatentNumber.Show(no)} {title}" : PatentNumber.Show(no);

    public static async Task<DealView> OfAsync(AppDbContext db, Deal deal, DealChecks checks, CancellationToken ct)
    {
        var proposals = await (from p in db.Set<DealProposal>().AsNoTracking()
                               join o in db.Set<Person>() on p.PersonId equals o.Id into people
                               from o in people.DefaultIfEmpty()
                               where p.DealId == deal.Id
                               orderby p.Number descending
                               select new { p, Name = (string?)o.DisplayName }).ToListAsync(ct);
        var numbers = proposals.SelectMany(row => row.p.Read() is var terms ? terms.Patents.Concat(terms.Returned) : []).Concat(await db.Set<DealPatent>().Where(m => m.DealId == deal.Id).Select(m => m.ApplicationNo).ToListAsync(ct)).Distinct(StringComparer.Ordinal).ToList();
        return new()
        {
            Deal = deal,
            Check = await checks.OfAsync(deal, ct),
            Proposals = [.. proposals.Select(row => new ProposalLine(row.p, row.Name))],
            Contracts = await db.Set<DealContract>().AsNoTracking().Where(c => c.DealId == deal.Id).OrderByDescending(c => c.Number).ToListAsync(ct),
            Steps = await db.Set<CaseStep>().AsNoTracking().Where(s => s.CaseId == deal.Id).OrderBy(s => s.Number).ToListAsync(ct),
            Objections = await db.Set<DealObjection>().AsNoTracking().Where(o => o.DealId == deal.Id).OrderByDescending(o => o.Id).ToListAsync(ct),
            Made = await db.Set<Licence>().AsNoTracking().Where(l => l.DealId == deal.Id).OrderBy(l => l.Id).ToListAsync(ct),
            Titles = await db.Set<Patent>().Where(p => numbers.Contains(p.ApplicationNo) && p.RemovedAt == null).ToDictionaryAsync(p => p.ApplicationNo, p => p.Title, StringComparer.Ordinal, ct),
        };
    }
}
