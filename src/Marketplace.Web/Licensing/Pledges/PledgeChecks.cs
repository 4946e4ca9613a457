using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Deals;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Pledges;

/// <summary>A pledge as it stands today: its terms, whose consent is there, what was drawn, and what every guard answers.</summary>
public sealed record PledgeCheck
{
    public required Pledge Pledge { get; init; }
    public required Organisation Pledgor { get; init; }
    public Organisation? Pledgee { get; init; }

    /// <summary>The agreed version, else the latest.</summary>
    public required PledgeVersion Version { get; init; }
    public required PledgeTerms Terms { get; init; }
    public required IReadOnlyList<Patent> Patents { get; init; }

    /// <summary>Patentees beside the pledgor: all of them must agree (Art. 14(2)).</summary>
    public IReadOnlyList<PatentHolder> Others { get; init; } = [];
    public IReadOnlyList<PledgeConsent> Consents { get; init; } = [];
    public IReadOnlyList<GuardAnswer> Guards { get; init; } = [];

    public IReadOnlyDictionary<string, string> Blocking => Guards.Where(guard => guard.Blocks).ToDictionary(guard => guard.Code, guard => $"{guard.Reason} {guard.WayOut}".TrimEnd(), StringComparer.Ordinal);

    /// <summary>Agreed to exactly these terms.</summary>
    public bool Holds(PledgeConsent consent) => consent.State == ConsentState.Agreed && consent.TermsHash == Version.Sha256;

    public PledgeConsent? ConsentOf(PatentHolder holder) => Consents.FirstOrDefault(consent => consent.FoldedName == holder.FoldedName);
}

/// <summary>Asks what the office refuses a registration for (CNIPA 461 Art. 11, domain.md §3.3), each with its reason and a way out.</summary>
public sealed class PledgeChecks(AppDbContext db, Guards guards, PledgeBook pledges, TimeProvider time)
{
    private static readonly LicenceState?[] s_live = [LicenceState.Effective, LicenceState.Performing, LicenceState.Breach, LicenceState.Disputed];

    public async Task<PledgeCheck> OfAsync(Pledge pledge, CancellationToken ct)
    {
        var version = await db.Set<PledgeVersion>().AsNoTracking().SingleAsync(v => v.PledgeId == pledge.Id && v.Number == (pledge.AgreedVersion ?? pledge.Versions), ct);
        var terms = version.Read();
        var numbers = terms.Patents;
        var patents = await db.Set<Patent>().AsNoTracking().Where(p => numbers.Contains(p.ApplicationNo)).ToListAsync(ct);
        var holders = await db.Set<PatentHolder>().AsNoTracking().Where(h => numbers.Contains(h.ApplicationNo)).OrderBy(h => h.ApplicationNo).ThenBy(h => h.Place).ToListAsync(ct);
        var events = (await db.Set<PatentEvent>().AsNoTracking().Where(e => numbers.Contains(e.ApplicationNo) && e.StruckAt == null).ToListAsync(ct)).ToLookup(e => e.ApplicationNo, StringComparer.Ordinal);
        var check = new PledgeCheck
        {
            Pledge = pledge,
            Pledgor = await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.Id == pledge.PledgorId, ct),
            Pledgee = await db.Set<Organisation>().AsNoTracking().SingleOrDefaultAsync(o => o.Id == pledge.PledgeeId, ct),
            Version = version,
            Terms = terms,
            Patents = [.. numbers.Select(no => patents.Single(p => p.ApplicationNo == no))],
            Others = [.. holders.Where(h => h.OrganisationId != pledge.PledgorId).DistinctBy(h => h.FoldedName, StringComparer.Ordinal)],
            Consents = await db.Set<PledgeConsent>().AsNoTracking().Where(c => c.PledgeId == pledge.Id).ToListAsync(ct),
        };
        return check with
        {
            Guards =
            [
                Complete(check), Parties(check), Owner(check, holders),
                First(check, PledgeMachine.InForce, InForce), First(check, PledgeMachine.Granted, patent => Guards.NotGranted(Facts(patent))),
                First(check, PledgeMachine.FeePaid, patent => guards.FeeUnpaid(Facts(patent))), First(check, PledgeMachine.Suspended, patent => Guards.Suspended(Facts(patent))),
                Term(check), Consented(check), await TwiceAsync(check, ct), await PairAsync(check, holders, ct), Invalidity(terms),
                await KnownAsync(check, ct), await FirstLoanAsync(check, ct),
            ],
        };

        GuardFacts Facts(Patent patent) => new(patent, [.. events[patent.ApplicationNo]], [], 1, Dates.Today(time));
    }

    /// <summary>What of all its patents one guard says first, as an answer of this list.</summary>
    private static GuardAnswer First(PledgeCheck check, string code, Func<Patent, GuardAnswer> ask) =>
        check.Patents.Select(patent => (patent, answer: ask(patent))).FirstOrDefault(one => one.answer.Blocks) is { patent: { } wrong } found
            ? new(code, true, $"{wrong.Number}：{found.answer.Reason}", found.answer.WayOut) : new(code, false);

    private GuardAnswer InForce(Patent patent) => patent.RemovedAt is not null || patent.State.Ended() || patent.LastDay < Dates.Today(time)
        ? new(PledgeMachine.InForce, true, PledgeTexts.Ended.Fill(patent.State.Ended() ? patent.State.Name() : PatentState.Expired.Name()), PledgeTexts.EndedWayOut) : new(PledgeMachine.InForce, false);

    private static GuardAnswer Complete(PledgeCheck check) => check.Terms.Missing() is { Count: > 0 } missing
        ? new(PledgeMachine.Complete, true, PledgeTexts.Missing.Fill(string.Join('、', missing)), PledgeTexts.MissingWayOut) : new(PledgeMachine.Complete, false);

    private static GuardAnswer Parties(PledgeCheck check)
    {
        var gone = check.Pledgor.State != OrganisationState.Active ? check.Pledgor : check.Pledgee is { State: not OrganisationState.Active } pledgee ? pledgee : null;
        return gone is null ? new(PledgeMachine.Parties, false) : new(PledgeMachine.Parties, true, DealTexts.PartyInactive.Fill(gone.Name), DealTexts.PartyInactiveWayOut);
    }

    private static GuardAnswer Owner(PledgeCheck check, List<PatentHolder> holders)
    {
        var wrong = check.Terms.Patents.Where(no => !holders.Exists(h => h.ApplicationNo == no && h.OrganisationId == check.Pledge.PledgorId)).ToList();
        return wrong.Count == 0 ? new(PledgeMachine.Owner, false) : new(PledgeMachine.Owner, true, PledgeTexts.NotOwner.Fill(string.Join('、', wrong.Select(no => PatentNumber.Show(no)))), PledgeTexts.NotOwnerWayOut);
    }

    internal static GuardAnswer Term(PledgeCheck check) => check.Patents.MinBy(p => p.LastDay) is { } first && check.Terms.Until > first.LastDay
        ? new(PledgeMachine.Term, true, PledgeTexts.TermTooLong.Fill(Dates.InWords(check.Terms.Until), first.Number, Dates.InWords(first.LastDay)), PledgeTexts.TermWayOut) : new(PledgeMachine.Term, false);

    private static GuardAnswer Consented(PledgeCheck check)
    {
        var missing = check.Others.Where(holder => check.ConsentOf(holder) is not { } consent || !check.Holds(consent)).Select(holder => holder.Name).ToList();
        return missing.Count == 0 ? new(PledgeMachine.CoOwners, false) : new(PledgeMachine.CoOwners, true, DealTexts.ConsentsMissing.Fill(string.Join('、', missing)), DealTexts.ConsentsWayOut);
    }

    /// <summary>By what the register says, by a pledge registered here, or by one that lies with the office.</summary>
    private async Task<GuardAnswer> TwiceAsync(PledgeCheck check, CancellationToken ct)
    {
        var pledge = check.Pledge;
        if ((await pledges.HeldAsync(check.Terms.Patents, ct)).FirstOrDefault(hold => hold.PledgeId != pledge.Id) is { } held)
            return new(PledgeMachine.Twice, true, held.Words, held.PledgeId is not null && held.PledgeId == pledge.RenewsId ? PledgeTexts.RenewWayOut : PledgeTexts.TwiceWayOut);
        var filed = await (from m in db.Set<PledgePatent>() join p in db.Set<Pledge>() on m.PledgeId equals p.Id where check.Terms.Patents.Contains(m.ApplicationNo) && m.Held && p.Id != pledge.Id orderby p.Id select m.ApplicationNo).FirstOrDefaultAsync(ct);
        return filed is null ? new(PledgeMachine.Twice, false) : new(PledgeMachine.Twice, true, PledgeTexts.FiledTwice.Fill(PatentNumber.Show(filed)), PledgeTexts.TwiceWayOut);
    }

    /// <summary>同日申请的发明和实用新型: the office grants one and lets the other go, and the pledge with it.</summary>
    private async Task<GuardAnswer> PairAsync(PledgeCheck check, List<PatentHolder> holders, CancellationToken ct)
    {
        if (check.Terms.Pair == Told.Untold) return new(PledgeMachine.Pair, true, PledgeTexts.PairUntold, PledgeTexts.ToldWayOut);
        if (check.Terms.Pair == Told.Known) return new(PledgeMachine.Pair, false);
        foreach (var patent in check.Patents.Where(p => p.Kind is PatentKind.Invention or PatentKind.UtilityModel))
        {
            var (other, names) = (patent.Kind == PatentKind.Invention ? PatentKind.UtilityModel : PatentKind.Invention, holders.Where(h => h.ApplicationNo == patent.ApplicationNo).Select(h => h.FoldedName).ToList());
            var twin = await db.Set<Patent>().AsNoTracking().Where(p => p.Kind == other && p.FilingDate == patent.FilingDate && p.Title == patent.Title && p.RemovedAt == null && !PatentStates.AllEnded.Contains(p.State)
                && db.Set<PatentHolder>().Any(h => h.ApplicationNo == p.ApplicationNo && names.Contains(h.FoldedName))).OrderBy(p => p.ApplicationNo).FirstOrDefaultAsync(ct);
            if (twin is not null) return new(PledgeMachine.Pair, true, PledgeTexts.PairFound.Fill(patent.Number, twin.Number), PledgeTexts.ToldWayOut);
        }
        return check.Terms.Pair is null ? new(PledgeMachine.Pair, true, PledgeTexts.PairUnsaid, PledgeTexts.MissingWayOut) : new(PledgeMachine.Pair, false);
    }

    /// <summary>No register says that a request lies with the office: only the pledgor does.</summary>
    private static GuardAnswer Invalidity(PledgeTerms terms) => terms.Invalidity switch
    {
        null => new(PledgeMachine.Invalidity, true, PledgeTexts.InvalidityUnsaid, PledgeTexts.MissingWayOut),
        Told.Untold => new(PledgeMachine.Invalidity, true, PledgeTexts.InvalidityUntold, PledgeTexts.ToldWayOut),
        _ => new(PledgeMachine.Invalidity, false),
    };

    private async Task<GuardAnswer> KnownAsync(PledgeCheck check, CancellationToken ct)
    {
        var declared = await db.Set<Declaration>().AsNoTracking().CountAsync(d => check.Terms.Patents.Contains(d.ApplicationNo) && d.State != null && DeclarationBook.Standing.Contains(d.State.Value), ct);
        var licences = await db.Set<Licence>().AsNoTracking().CountAsync(l => check.Terms.Patents.Contains(l.ApplicationNo) && s_live.Contains(l.State), ct);
        return new(PledgeMachine.Known, false, declared + licences > 0 ? PledgeTexts.Known.Fill(licences, declared) : null);
    }

    private async Task<GuardAnswer> FirstLoanAsync(PledgeCheck check, CancellationToken ct) =>
        check.Terms.Tags.Contains(LoanTag.First) && await db.Set<Pledge>().AnyAsync(p => p.PledgorId == check.Pledge.PledgorId && p.Id != check.Pledge.Id && p.RegisteredOn != null, ct)
            ? new(PledgeMachine.First, false, PledgeTexts.NotFirst) : new(PledgeMachine.First, false);
}
