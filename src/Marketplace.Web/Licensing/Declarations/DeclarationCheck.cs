using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Listings.Declarations;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Deals;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Pledges;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Declarations;

/// <summary>A declaration as it stands today: the form for the office, its terms, what every guard answers, and whose consent is there.</summary>
public sealed record DeclarationCheck
{
    public required Listing Listing { get; init; }
    public required Organisation Owner { get; init; }
    public required PreparedDeclaration Form { get; init; }
    public required FrozenTerms Terms { get; init; }
    public required IReadOnlyList<GuardAnswer> Guards { get; init; }

    /// <summary>Everybody who has the patent beside the owner.</summary>
    public required IReadOnlyList<PatentHolder> Others { get; init; }
    public required IReadOnlyList<DeclarationConsent> Consents { get; init; }
    public required string TermsHash { get; init; }

    /// <summary>Codes of what stands against it, with reason and way out.</summary>
    public IReadOnlyDictionary<string, string> Blocking => Guards.Where(guard => guard.Blocks).ToDictionary(guard => guard.Code, guard => $"{guard.Reason} {guard.WayOut}".TrimEnd(), StringComparer.Ordinal);

    /// <summary>What a consent was given to may have changed since.</summary>
    public bool Holds(DeclarationConsent consent) => consent.State == ConsentState.Agreed && (consent.To == ConsentTo.Withdraw || consent.TermsHash == TermsHash);

    public DeclarationConsent? ConsentOf(PatentHolder holder, ConsentTo to) => Consents.FirstOrDefault(consent => consent.To == to && consent.FoldedName == holder.FoldedName);
}

/// <summary>Asks all guards of a declaration: those of the law and the register, and G10 to G12 that only the declaration itself can answer.</summary>
public sealed class DeclarationChecks(AppDbContext db, DeclarationPreparer preparer, PledgeBook pledges, TimeProvider time)
{
    private static readonly LicenceState?[] s_live = [LicenceState.Effective, LicenceState.Performing, LicenceState.Breach, LicenceState.Disputed];

    /// <param name="declaration">Which.</param>
    /// <param name="ct">The caller left.</param>
    /// <returns>Null: the patent is not to be shown any more.</returns>
    public async Task<DeclarationCheck?> OfAsync(Declaration declaration, CancellationToken ct)
    {
        var listing = await db.Set<Listing>().AsNoTracking().SingleAsync(l => l.Id == declaration.ListingId, ct);
        var owner = await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.Id == declaration.OwnerId, ct);
        var holders = await db.Set<PatentHolder>().AsNoTracking().Where(h => h.ApplicationNo == declaration.ApplicationNo).OrderBy(h => h.Place).ToListAsync(ct);
        var others = holders.Where(holder => holder.OrganisationId != owner.Id).ToList();
        var consents = await db.Set<DeclarationConsent>().AsNoTracking().Where(c => c.DeclarationId == declaration.Id).ToListAsync(ct);
        var patent = await db.Set<Patent>().AsNoTracking().SingleAsync(p => p.ApplicationNo == declaration.ApplicationNo, ct);
        var terms = FrozenTerms.Of(listing, patent, [.. holders.Select(holder => holder.Name)]) with { From = declaration.StartsOn };
        var check = new DeclarationCheck { Listing = listing, Owner = owner, Form = null!, Terms = terms, TermsHash = terms.Hash(), Guards = [], Others = others, Consents = consents };
        var draft = await ListingFacts.DraftAsync(db, listing, ct);
        var rows = await preparer.RowsAsync(listing, draft with
        {
            Members = [.. draft.Members.Where(member => member.ApplicationNo == declaration.ApplicationNo)],
            Consents = others.Select(holder => check.ConsentOf(holder, ConsentTo.Declare)).OfType<DeclarationConsent>().Where(check.Holds).ToDictionary(consent => consent.Name, Say, StringComparer.Ordinal),
        }, new() { Attests = declaration.AttestedBy is not null || DeclarationBook.Stands(declaration.State!.Value), From = declaration.StartsOn, Basis = declaration.FeeBasis, Payee = declaration.Payee }, ct);
        if (rows is not [var form]) return null;
        var objections = await db.Set<DeclarationObjection>().CountAsync(o => o.DeclarationId == declaration.Id && o.State == ObjectionState.Open, ct);
        var alone = await AloneAsync(db, declaration.ApplicationNo, ct);
        var held = (await pledges.HeldAsync([declaration.ApplicationNo], ct)).FirstOrDefault(hold => hold is { PledgeId: not null, Agrees: false });
        IEnumerable<GuardAnswer> here = [.. alone is null ? Array.Empty<GuardAnswer>() : [ShutOut(alone)], .. held is null ? Array.Empty<GuardAnswer>() : [Held(held)]];
        return check with { Form = form, Guards = [.. here.Concat(form.Guards).DistinctBy(guard => guard.Code, StringComparer.Ordinal), Fields(form, declaration, owner), Publicised(declaration, owner), Valued(declaration, owner), Open(objections), Offered(listing)] };
    }

    /// <summary>The exclusive or sole licence in force by a contract made here; null: there is none.</summary>
    internal static Task<Licence?> AloneAsync(AppDbContext db, string no, CancellationToken ct) =>
        db.Set<Licence>().AsNoTracking().Where(l => l.ApplicationNo == no && s_live.Contains(l.State) && (l.Kind == DealKind.Exclusive || l.Kind == DealKind.Sole)).OrderBy(l => l.Id).FirstOrDefaultAsync(ct);

    /// <summary>G1 knows what the register says; this contract was made here and may not be recorded yet.</summary>
    internal static GuardAnswer ShutOut(Licence alone) => new("G1", true, DealTexts.ShutOutBy.Fill(alone.CertificateNo, Dates.InWords(alone.EndsOn)), DealTexts.ShutOutWayOut);

    /// <summary>G4 knows what the register says; a pledge of ours names its pledgee too.</summary>
    private static GuardAnswer Held(PledgeHold hold) => new("G4", true, hold.Words, GuardTexts.G4WayOut);

    /// <summary>Of a unit that must say its price in public when it was agreed on.</summary>
    public static bool IsPublicUnit(Organisation owner) => owner.Kind is OrganisationKind.University or OrganisationKind.Institute;

    public static bool IsStateAsset(Organisation owner) => owner.Kind is OrganisationKind.StateEnterprise || owner is { Kind: OrganisationKind.Enterprise, StateOwned: true };

    /// <summary>Whether it has been in public for its time.</summary>
    public static bool WasPublic(Declaration declaration, DateOnly today) => declaration.PublicUntil is { } until && until < today;

    private static string Say(DeclarationConsent consent) => DeclareTexts.ConsentGiven.Fill(Dates.InWords(Dates.Day(consent.At)));

    private static GuardAnswer Fields(PreparedDeclaration form, Declaration declaration, Organisation owner)
    {
        // Consents are a guard of their own.
        var missing = form.ToFill.Where(head => head != DeclarationSheet.Consents).ToList();
        if (IsPublicUnit(owner) && declaration.PriceBy is null) missing.Add(DeclareTexts.PriceBy);
        return missing.Count > 0 ? new(DeclarationMachine.Fields, true, DeclareTexts.FieldsMissing.Fill(string.Join('、', missing)), DeclareTexts.FieldsWayOut) : new(DeclarationMachine.Fields, false);
    }

    private GuardAnswer Publicised(Declaration declaration, Organisation owner)
    {
        if (!IsPublicUnit(owner)) return new(DeclarationMachine.Publicised, false);
        if (declaration.PriceBy is PriceWay.Listed or PriceWay.Auctioned) return declaration.PriceRecordId is null ? new(DeclarationMachine.Publicised, true, DeclareTexts.PriceRecordMissing, DeclareTexts.PriceRecordWayOut) : new(DeclarationMachine.Publicised, false);
        return WasPublic(declaration, Dates.Today(time)) ? new(DeclarationMachine.Publicised, false) : new(DeclarationMachine.Publicised, true, DeclareTexts.NotPublicised, DeclareTexts.NotPublicisedWayOut);
    }

    private static GuardAnswer Valued(Declaration declaration, Organisation owner) => IsStateAsset(owner) && declaration.ValuationId is null
        ? new(DeclarationMachine.Valued, true, DeclareTexts.NotValued, DeclareTexts.NotValuedWayOut) : new(DeclarationMachine.Valued, false);

    private static GuardAnswer Open(int objections) => objections > 0
        ? new(DeclarationMachine.Objections, true, DeclareTexts.ObjectionsOpen.Fill(objections), DeclareTexts.ObjectionsWayOut) : new(DeclarationMachine.Objections, false);

    private static GuardAnswer Offered(Listing listing) => listing.State == ListingState.Public
        ? new(DeclarationMachine.Offered, false) : new(DeclarationMachine.Offered, true, DeclareTexts.NotOffered.Fill(ListingWords.Name(listing.State)), DeclareTexts.NotOfferedWayOut);
}
