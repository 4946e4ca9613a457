using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Pledges;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Links;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Deals;

/// <summary>A deal as it stands today: its terms, whose consent is there, what else is licensed, and what every guard answers.</summary>
public sealed record DealCheck
{
    public required Deal Deal { get; init; }
    public required Organisation Holder { get; init; }
    public required Organisation Taker { get; init; }

    /// <summary>The agreed version, else the latest; null: nobody has proposed anything.</summary>
    public DealProposal? Proposal { get; init; }
    public DealTerms? Terms { get; init; }
    public required IReadOnlyList<Patent> Patents { get; init; }

    /// <summary>Patentees beside the two sides whose consent this kind needs.</summary>
    public IReadOnlyList<PatentHolder> Others { get; init; } = [];
    public IReadOnlyList<DealConsent> Consents { get; init; } = [];
    public IReadOnlyDictionary<string, DealPaper> Papers { get; init; } = new Dictionary<string, DealPaper>(StringComparer.Ordinal);

    /// <summary>In force on these patents, by whatever contract: to be known before one is shut out or sold.</summary>
    public IReadOnlyList<Licence> Licences { get; init; } = [];

    /// <summary>Notices of open licences on these patents that may take effect yet: a transfer made in time is often seen late.</summary>
    public int Notices { get; init; }
    public bool Related { get; init; }
    public IReadOnlyList<GuardAnswer> Guards { get; init; } = [];

    public IReadOnlyDictionary<string, string> Blocking => Guards.Where(guard => guard.Blocks).ToDictionary(guard => guard.Code, guard => $"{guard.Reason} {guard.WayOut}".TrimEnd(), StringComparer.Ordinal);

    /// <summary>Agreed to exactly these terms.</summary>
    public bool Holds(DealConsent consent) => consent.State == ConsentState.Agreed && consent.TermsHash == Proposal?.Sha256;

    public DealConsent? ConsentOf(PatentHolder holder) => Consents.FirstOrDefault(consent => consent.FoldedName == holder.FoldedName);

    /// <summary>Art. 18: a university or institute that agreed on a price says it in public.</summary>
    public bool IsPublicised => DeclarationChecks.IsPublicUnit(Holder) && Deal.PriceBy == PriceWay.Agreed;
}

/// <summary>Asks all guards of a deal, each with its reason and a way out.</summary>
public sealed class DealChecks(AppDbContext db, Guards guards, PledgeBook pledges, TimeProvider time)
{
    private static readonly LicenceState?[] s_live = [LicenceState.Effective, LicenceState.Performing, LicenceState.Breach, LicenceState.Disputed];

    private static readonly LicenceState?[] s_coming = [LicenceState.NoticeSent, LicenceState.NoticeReceived, LicenceState.Paid];

    public Task<DealCheck> OfAsync(Deal deal, CancellationToken ct) => OfAsync(deal, Dates.Today(time), ct);

    /// <param name="deal">Whose.</param>
    /// <param name="on">The day it would take effect: on paper that of the signature, which may be an earlier one.</param>
    /// <param name="ct">The caller left.</param>
    public async Task<DealCheck> OfAsync(Deal deal, DateOnly on, CancellationToken ct)
    {
        var proposal = deal.Versions == 0 ? null : await db.Set<DealProposal>().AsNoTracking().SingleAsync(p => p.DealId == deal.Id && p.Number == (deal.AgreedVersion ?? deal.Versions), ct);
        var terms = proposal?.Read();
        var numbers = terms is null ? await db.Set<DealPatent>().Where(p => p.DealId == deal.Id).OrderBy(p => p.Place).Select(p => p.ApplicationNo).ToListAsync(ct) : [.. terms.Patents, .. terms.Returned];
        var patents = await db.Set<Patent>().AsNoTracking().Where(p => numbers.Contains(p.ApplicationNo)).ToListAsync(ct);
        var check = new DealCheck
        {
            Deal = deal,
            Holder = await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.Id == deal.HolderId, ct),
            Taker = await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.Id == deal.TakerId, ct),
            Proposal = proposal,
            Terms = terms,
            Patents = [.. numbers.Select(no => patents.Single(p => p.ApplicationNo == no))],
            Consents = await db.Set<DealConsent>().AsNoTracking().Where(c => c.DealId == deal.Id).ToListAsync(ct),
            Papers = await db.Set<DealPaper>().AsNoTracking().Where(p => p.DealId == deal.Id).ToDictionaryAsync(p => p.Code, StringComparer.Ordinal, ct),
            // Made from this very contract, they stand against nothing in it.
            Licences = await db.Set<Licence>().AsNoTracking().Where(l => numbers.Contains(l.ApplicationNo) && s_live.Contains(l.State) && l.DealId != deal.Id).OrderBy(l => l.Id).ToListAsync(ct),
            Notices = await db.Set<Licence>().CountAsync(l => numbers.Contains(l.ApplicationNo) && s_coming.Contains(l.State), ct),
            Related = await db.Set<OrganisationLink>().AnyAsync(k => k.State == LinkState.Confirmed && k.Until == null && ((k.UpperId == deal.HolderId && k.LowerId == deal.TakerId) || (k.UpperId == deal.TakerId && k.LowerId == deal.HolderId)), ct),
        };
        if (terms is null) return check;
        var holders = await db.Set<PatentHolder>().AsNoTracking().Where(h => numbers.Contains(h.ApplicationNo)).OrderBy(h => h.ApplicationNo).ThenBy(h => h.Place).ToListAsync(ct);
        var events = (await db.Set<PatentEvent>().AsNoTracking().Where(e => numbers.Contains(e.ApplicationNo) && e.StruckAt == null).ToListAsync(ct)).ToLookup(e => e.ApplicationNo, StringComparer.Ordinal);
        var parent = deal.ParentId is { } id ? await db.Set<Licence>().AsNoTracking().SingleAsync(l => l.Id == id, ct) : null;
        var others = Others(deal, terms, holders);
        check = check with { Others = others };
        var objections = await db.Set<DealObjection>().CountAsync(o => o.DealId == deal.Id && o.State == ObjectionState.Open, ct);
        return check with
        {
            Guards =
            [
                Complete(check), InForce(check, events), Owner(check, holders), Parties(check), await ParentAsync(check, parent, ct), await DeclaredAsync(check, on, ct), ShutOut(check, events), Consented(check),
                await PledgedAsync(check, ct), Export(check), Priced(check), Valued(check), Open(objections),
                new("KNOWN", false, check.Licences.Count > 0 && (terms.Kind.IsTransfer() || terms.Kind.IsExclusive()) ? DealTexts.LicencesKnown.Fill(check.Licences.Count) : null),
                new("RELATED", false, check.Related ? DealTexts.RelatedFlag : null),
            ],
        };
    }

    /// <summary>Who must agree beside the two: of a licence that anybody may grant alone nobody, of a sub-licence the parent contract has said it already.</summary>
    private static List<PatentHolder> Others(Deal deal, DealTerms terms, List<PatentHolder> holders) => terms.Kind.IsGrantedAlone() || terms.Kind == DealKind.Sub ? []
        : [.. holders.Where(h => h.OrganisationId != deal.HolderId && h.OrganisationId != deal.TakerId).DistinctBy(h => h.FoldedName, StringComparer.Ordinal)];

    private static GuardAnswer Complete(DealCheck check)
    {
        var failures = check.Terms!.Check(check.Patents.Min(p => p.LastDay));
        return failures.Count == 0 ? new(DealMachine.Complete, false) : new(DealMachine.Complete, true, string.Join(' ', failures.Select(f => f.Message).Distinct(StringComparer.Ordinal)), DealTexts.TermsWayOut);
    }

    private GuardAnswer InForce(DealCheck check, ILookup<string, PatentEvent> events)
    {
        var today = Dates.Today(time);
        foreach (var patent in check.Patents)
        {
            var pending = patent.State == PatentState.Pending;
            var fit = check.Terms!.Kind == DealKind.ApplicationAssignment ? pending : DeclarationBook.IsFit(patent) && patent.LastDay >= today;
            if (patent.RemovedAt is not null || !fit) return new(DealMachine.InForce, true, DealTexts.NotInForce.Fill(patent.Number, patent.State.Name()), check.Terms.Kind == DealKind.ApplicationAssignment ? DealTexts.NotPendingWayOut : DealTexts.NotInForceWayOut);
            if (!pending && guards.FeeUnpaid(new(patent, [.. events[patent.ApplicationNo]], [], 1, today)) is { Blocks: true } unpaid) return new(DealMachine.InForce, true, $"{patent.Number}：{unpaid.Reason}", unpaid.WayOut);
        }
        return new(DealMachine.InForce, false);
    }

    private static GuardAnswer Owner(DealCheck check, List<PatentHolder> holders)
    {
        if (check.Terms!.Kind == DealKind.Sub) return new(DealMachine.Owner, false);
        var wrong = check.Terms.Patents.Where(no => !Holds(no, check.Deal.HolderId)).Concat(check.Terms.Returned.Where(no => !Holds(no, check.Deal.TakerId))).ToList();
        return wrong.Count == 0 ? new(DealMachine.Owner, false) : new(DealMachine.Owner, true, DealTexts.NotOwner.Fill(string.Join('、', wrong.Select(no => PatentNumber.Show(no)))), DealTexts.NotOwnerWayOut);

        bool Holds(string no, Guid organisation) => holders.Exists(h => h.ApplicationNo == no && h.OrganisationId == organisation);
    }

    private static GuardAnswer Parties(DealCheck check) => check.Holder.State == OrganisationState.Active && check.Taker.State == OrganisationState.Active
        ? new(DealMachine.Parties, false) : new(DealMachine.Parties, true, DealTexts.PartyInactive.Fill(check.Holder.State == OrganisationState.Active ? check.Taker.Name : check.Holder.Name), DealTexts.PartyInactiveWayOut);

    private async Task<GuardAnswer> ParentAsync(DealCheck check, Licence? parent, CancellationToken ct)
    {
        if (check.Terms!.Kind != DealKind.Sub) return new(DealMachine.Parent, false);
        var allowed = parent is { DealId: { } main } && await db.Set<Deal>().AsNoTracking().SingleAsync(d => d.Id == main, ct) is { AgreedVersion: { } version }
            && (await db.Set<DealProposal>().AsNoTracking().SingleAsync(p => p.DealId == main && p.Number == version, ct)).Read().Sublicence;
        if (parent is null || !allowed || parent.LicenseeId != check.Deal.HolderId || !check.Terms.Patents.All(no => no == parent.ApplicationNo)) return new(DealMachine.Parent, true, DealTexts.ParentForbids, DealTexts.ParentForbidsWayOut);
        if (parent.State?.IsLive() != true) return new(DealMachine.Parent, true, DealTexts.ParentOver, DealTexts.ParentForbidsWayOut);
        return check.Terms.Until > parent.EndsOn ? new(DealMachine.Parent, true, DealTexts.ParentShorter.Fill(Dates.InWords(parent.EndsOn)), DealTexts.TermsWayOut) : new(DealMachine.Parent, false);
    }

    /// <summary>Art. 51(3): while an open declaration stands, or lies with the office, nobody is shut out. A right that is sold takes its declaration along.</summary>
    private async Task<GuardAnswer> DeclaredAsync(DealCheck check, DateOnly on, CancellationToken ct)
    {
        if (!check.Terms!.Kind.IsExclusive()) return new(DealMachine.Declared, false);
        var open = await db.Set<Declaration>().AsNoTracking().Where(d => check.Terms.Patents.Contains(d.ApplicationNo) && d.State != null).ToListAsync(ct);
        return open.Exists(d => DeclarationBook.Stands(d.State!.Value) || DeclarationBook.StoodOn(d, on) || d.State is DeclarationState.Filed or DeclarationState.Defect)
            ? new(DealMachine.Declared, true, DealTexts.DeclaredOpen, DealTexts.DeclaredOpenWayOut) : new(DealMachine.Declared, false);
    }

    /// <summary>One exclusive licence shuts out every other; beside a licence that stands nobody can be promised to be alone.</summary>
    private GuardAnswer ShutOut(DealCheck check, ILookup<string, PatentEvent> events)
    {
        var kind = check.Terms!.Kind;
        // A buyer takes the right as it is, and whoever has an exclusive licence sublicenses under it.
        if (kind.IsTransfer() || kind == DealKind.Sub) return new(DealMachine.ShutOut, false);
        if (check.Licences.FirstOrDefault(l => l.Kind.IsExclusive()) is { } alone) return new(DealMachine.ShutOut, true, DealTexts.ShutOutBy.Fill(alone.CertificateNo, Dates.InWords(alone.EndsOn)), DealTexts.ShutOutWayOut);
        var today = Dates.Today(time);
        if (check.Patents.SelectMany(p => Encumbrances.Of(events[p.ApplicationNo], today).ExclusiveLicences).FirstOrDefault() is { } recorded)
            return new(DealMachine.ShutOut, true, DealTexts.ShutOutByRecord.Fill(recorded.Reference ?? FaceTexts.NotRecorded, Dates.InWords(recorded.On)), DealTexts.ShutOutWayOut);
        if (!kind.IsExclusive()) return new(DealMachine.ShutOut, false);
        if (check.Licences.Count > 0) return new(DealMachine.ShutOut, true, DealTexts.NotAlone.Fill(check.Licences.Count), DealTexts.NotAloneWayOut);
        return check.Notices > 0 ? new(DealMachine.ShutOut, true, DealTexts.NoticesOnTheWay.Fill(check.Notices), DealTexts.NoticesOnTheWayWayOut) : new(DealMachine.ShutOut, false);
    }

    private static GuardAnswer Consented(DealCheck check)
    {
        var missing = check.Others.Where(holder => check.ConsentOf(holder) is not { } consent || !check.Holds(consent)).Select(holder => holder.Name).ToList();
        return missing.Count == 0 ? new(DealMachine.CoOwners, false) : new(DealMachine.CoOwners, true, DealTexts.ConsentsMissing.Fill(string.Join('、', missing)), DealTexts.ConsentsWayOut);
    }

    /// <summary>Civil Code Art. 444(2): each pledgee agrees here to exactly these terms, or on a paper.</summary>
    private async Task<GuardAnswer> PledgedAsync(DealCheck check, CancellationToken ct)
    {
        if (check.Papers.ContainsKey(DealPaper.Pledgee)) return new(DealMachine.Pledged, false);
        var agreed = await pledges.AgreedAsync(check.Deal.Id, check.Proposal!.Sha256, ct);
        var hold = (await pledges.HeldAsync([.. check.Patents.Select(p => p.ApplicationNo)], ct)).FirstOrDefault(hold => hold.PledgeId is not { } here || !agreed.Contains(here));
        return hold is null ? new(DealMachine.Pledged, false) : new(DealMachine.Pledged, true, hold.Words, DealTexts.PledgedWayOut);
    }

    private static GuardAnswer Export(DealCheck check) => check.Terms!.Foreign && !check.Papers.ContainsKey(DealPaper.Export)
        ? new(DealMachine.Export, true, DealTexts.ExportMissing, DealTexts.ExportWayOut) : new(DealMachine.Export, false);

    private GuardAnswer Priced(DealCheck check)
    {
        if (!DeclarationChecks.IsPublicUnit(check.Holder)) return new(DealMachine.Priced, false);
        return check.Deal.PriceBy switch
        {
            null => new(DealMachine.Priced, true, DealTexts.PriceByMissing, DealTexts.PriceByWayOut),
            PriceWay.Agreed => check.Deal.PublicUntil < Dates.Today(time) ? new(DealMachine.Priced, false) : new(DealMachine.Priced, true, DealTexts.NotPublicised, DealTexts.NotPublicisedWayOut),
            _ => check.Papers.ContainsKey(DealPaper.PriceRecord) ? new(DealMachine.Priced, false) : new(DealMachine.Priced, true, DealTexts.PriceRecordMissing, DealTexts.PaperWayOut),
        };
    }

    private static GuardAnswer Valued(DealCheck check) => DeclarationChecks.IsStateAsset(check.Holder) && !(check.Papers.ContainsKey(DealPaper.Valuation) && check.Papers.ContainsKey(DealPaper.Approval))
        ? new(DealMachine.Valued, true, DealTexts.NotValued, DealTexts.PaperWayOut) : new(DealMachine.Valued, false);

    private static GuardAnswer Open(int objections) => objections > 0 ? new(DealMachine.Objections, true, DealTexts.ObjectionsOpen.Fill(objections), DealTexts.ObjectionsWayOut) : new(DealMachine.Objections, false);
}
