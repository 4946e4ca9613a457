using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Licensing.Obligations;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Disputes;

/// <summary>A frozen pack without its bytes.</summary>
public sealed record PackLine(int Number, string Code, int Files, DateTimeOffset At);

/// <summary>One dispute with all that its page and paper show.</summary>
/// <param name="Where">Of what it is about.</param>
public sealed record DisputeView(
    Dispute Dispute, Side Side, Licence Licence, FrozenTerms Terms, string Taker, string Giver, string? Bureau, string Where, IReadOnlyList<DisputeSession> Sessions, IReadOnlyList<DisputeEvidence> Evidence,
    IReadOnlyList<PackLine> Packs, IReadOnlyList<CaseStep> Steps)
{
    public DisputeState State => Dispute.State!.Value;

    public bool Opener => Side == Dispute.By;

    public string? OwnName => Side == Side.Taker ? Taker : Side == Side.Giver ? Giver : Bureau;

    public CaseWay Way => CaseWay.Of(DisputeTexts.Way, DisputeMachine.Machine, Dispute, Steps, DisputeWords.Name, DisputeWords.Name, DisputeWords.Look, row => row.Cause switch
    {
        DisputeCause.Accept or DisputeCause.Decline => Dispute.AcceptUntil,
        DisputeCause.Propose or DisputeCause.Fail or DisputeCause.RunOut or DisputeCause.Conclude => Dispute.EndsOn,
        DisputeCause.Ask => DisputeMachine.NegotiationTerm.LastDay(Dispute.Since),
        _ => null,
    });

    public static async Task<DisputeView> OfAsync(AppDbContext db, Dispute dispute, Side side, CancellationToken ct)
    {
        var licence = await db.Set<Licence>().AsNoTracking().SingleAsync(l => l.Id == dispute.LicenceId, ct);
        var terms = (await db.Set<TermsSnapshot>().AsNoTracking().SingleAsync(s => s.Id == licence.SnapshotId, ct)).Read();
        var names = await db.Set<Organisation>().AsNoTracking().Where(o => o.Id == dispute.TakerId || o.Id == dispute.GiverId || o.Id == dispute.BureauId).ToDictionaryAsync(o => o.Id, o => o.Name, ct);
        var ordinal = dispute.Subject == DisputeSubject.Fee ? await db.Set<FeeObligation>().Where(o => o.Id == dispute.SubjectId).Select(o => (int?)o.Ordinal).SingleOrDefaultAsync(ct) : null;
        var where = dispute.Subject switch
        {
            DisputeSubject.Fee => $"/licences/{licence.Id}/fees/{ordinal}",
            DisputeSubject.Refund => $"/payments/refunds/{dispute.SubjectId}",
            DisputeSubject.Condition => $"/licences/{licence.Id}/condition",
            DisputeSubject.Payment => $"/licences/{licence.Id}#payments",
            _ => $"/licences/{licence.Id}",
        };
        return new(dispute, side, licence, terms, names[dispute.TakerId], names[dispute.GiverId], dispute.BureauId is { } bureau ? names[bureau] : null, where,
            await db.Set<DisputeSession>().AsNoTracking().Where(s => s.DisputeId == dispute.Id).OrderBy(s => s.On).ThenBy(s => s.Id).ToListAsync(ct),
            await db.Set<DisputeEvidence>().AsNoTracking().Where(e => e.DisputeId == dispute.Id).OrderBy(e => e.Id).ToListAsync(ct),
            await db.Set<EvidencePack>().AsNoTracking().Where(p => p.DisputeId == dispute.Id).OrderByDescending(p => p.Number).Select(p => new PackLine(p.Number, p.Code, p.Files, p.At)).ToListAsync(ct),
            await db.Set<CaseStep>().AsNoTracking().Where(s => s.CaseId == dispute.Id).OrderBy(s => s.Number).ToListAsync(ct));
    }
}
