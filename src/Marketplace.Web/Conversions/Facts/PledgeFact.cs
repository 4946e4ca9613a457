using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.Pledges;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Conversions.Facts;

/// <summary>A registered pledge: the loan counts, and of a renewal what is lent anew (D4, D12).</summary>
public sealed class PledgeFact(AppDbContext db)
{
    /// <summary>Null: there is nothing to file.</summary>
    public async Task<Fact?> OfAsync(Guid id, CancellationToken ct)
    {
        if (await db.Set<Pledge>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct) is not { RegistrationNo: { } number, RegisteredOn: { } registered, State: { } state } pledge || !state.WasRegistered()) return null;
        var filing = Fact.Blank(pledge.PledgorRegion, ConversionType.Pledge);
        (filing.ContractNo, filing.EffectiveOn, filing.EndedOn) = (pledge.Number, registered, pledge.EndedOn);
        filing.SignedOn = await db.Set<CaseStep>().Where(s => s.CaseId == id && s.To == nameof(PledgeState.Agreed)).MaxAsync(s => (DateOnly?)s.On, ct);
        (filing.Amount, filing.PatentShare) = (pledge.Amount, pledge.PatentShare);
        filing.LoanNo = pledge.MainContractNo is { Length: > 0 } loan ? loan.Cut(Filing.NumberMax) : null;
        (filing.FirstLoan, filing.Mixed) = (pledge.Tags.Contains(LoanTag.First), pledge.Tags.Contains(LoanTag.Mixed));
        filing.Insurance = pledge.Tags.Contains(LoanTag.Insured) ? Language.In(Language.Chinese.Tag, () => PledgeWords.Name(LoanTag.Insured)) : null;
        if (pledge.RenewsId is { } earlier)
        {
            filing.PartOfId = await db.Set<Conversion>().Where(c => c.OriginId == earlier).Select(c => (Guid?)c.Id).SingleOrDefaultAsync(ct);
            filing.NewAmount = Math.Max(0, (pledge.Amount ?? 0) - (await db.Set<Pledge>().Where(p => p.Id == earlier).Select(p => p.Amount).SingleAsync(ct) ?? 0));
        }
        var patents = await db.Set<PledgePatent>().AsNoTracking().Where(p => p.PledgeId == id).OrderBy(p => p.Place).Select(p => p.ApplicationNo).ToListAsync(ct);
        await db.AddPatentsAsync(filing, patents.ConvertAll(no => (no, false)), ct);
        await db.AddPartyAsync(filing, Side.Giver, pledge.PledgorId, pledge.PledgorName, null, ct);
        await db.AddPartyAsync(filing, Side.Taker, pledge.PledgeeId, pledge.PledgeeName, pledge.PledgeeCode, ct);
        filing.Registers.Add(new() { FilingId = filing.Id, Register = Register.Pledge, Number = number.ToUpperInvariant(), On = registered });
        filing.Show(ProofKind.Contract, pledge.Number);
        filing.Show(ProofKind.Registration);
        var drawn = await db.Set<PledgeDrawdown>().AsNoTracking().Where(d => d.PledgeId == id && d.StruckAt == null).ToListAsync(ct);
        if (drawn.Count > 0)
        {
            (filing.Paid, filing.PaidOn) = (drawn.Sum(d => d.Amount), drawn.Min(d => d.On));
            filing.Show(ProofKind.Loan);
        }
        return new(ConversionOrigin.Pledge, id, pledge.PledgorRegion, filing, Void: false);
    }
}
