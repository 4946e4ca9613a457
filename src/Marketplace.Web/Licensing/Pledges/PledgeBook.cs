using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Pledges;

/// <summary>A patent is pledged.</summary>
/// <param name="ApplicationNo">Which.</param>
/// <param name="RegistrationNo">Null: the register's event has none.</param>
/// <param name="On">Since when.</param>
/// <param name="Pledgee">Null: only the register knows.</param>
/// <param name="PledgeId">The case here; null: registered elsewhere.</param>
/// <param name="Agrees">The register has it that the pledgee agreed to an open licence (G4).</param>
public sealed record PledgeHold(string ApplicationNo, string? RegistrationNo, DateOnly On, string? Pledgee, Guid? PledgeId, bool Agrees)
{
    public string Words => PledgeTexts.Hold.Fill(PatentNumber.Show(ApplicationNo), RegistrationNo ?? FaceTexts.NotRecorded, Dates.InWords(On), Pledgee ?? PledgeTexts.PledgeeUnknown);
}

/// <summary>The one place that knows which patents are pledged: by a case here, or by what the register says.</summary>
public sealed class PledgeBook(AppDbContext db, TimeProvider time)
{
    public async Task<IReadOnlyList<PledgeHold>> HeldAsync(IReadOnlyCollection<string> numbers, CancellationToken ct)
    {
        var own = await (from m in db.Set<PledgePatent>()
                         join p in db.Set<Pledge>() on m.PledgeId equals p.Id
                         where numbers.Contains(m.ApplicationNo) && p.State == PledgeState.Registered
                         orderby p.RegisteredOn, p.Id
                         select new { m.ApplicationNo, p.Id, p.RegistrationNo, p.RegisteredOn, p.PledgeeName }).AsNoTracking().ToListAsync(ct);
        var events = (await db.Set<PatentEvent>().AsNoTracking().Where(e => numbers.Contains(e.ApplicationNo) && e.StruckAt == null).ToListAsync(ct)).ToLookup(e => e.ApplicationNo, StringComparer.Ordinal);
        var recorded = numbers.ToDictionary(no => no, no => Encumbrances.Of(events[no], Dates.Today(time)).Pledges.ToList(), StringComparer.Ordinal);
        var holds = new List<PledgeHold>();
        foreach (var one in own)
        {
            var mirrored = recorded[one.ApplicationNo].Find(e => e.Reference == one.RegistrationNo);
            if (mirrored is not null) recorded[one.ApplicationNo].Remove(mirrored);
            holds.Add(new(one.ApplicationNo, one.RegistrationNo, one.RegisteredOn!.Value, one.PledgeeName, one.Id, mirrored?.PledgeeAgrees == true));
        }
        holds.AddRange(recorded.SelectMany(pair => pair.Value.Select(e => new PledgeHold(pair.Key, e.Reference, e.On, null, null, e.PledgeeAgrees))));
        return holds;
    }

    /// <summary>Pledges whose pledgee agreed here to exactly these terms of a deal.</summary>
    public async Task<IReadOnlyList<Guid>> AgreedAsync(Guid dealId, string termsHash, CancellationToken ct) =>
        await db.Set<PledgeeConsent>().Where(c => c.DealId == dealId && c.State == ConsentState.Agreed && c.TermsHash == termsHash).Select(c => c.PledgeId).ToListAsync(ct);
}
