using System.Text.Json;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;
using H = Marketplace.Web.Catalogue.Listings.Declarations.DeclarationSheet;

namespace Marketplace.Web.Catalogue.Listings.Declarations;

/// <summary>Fills the declarations of one listing from what is known, and asks the guards about each of its patents. Nothing of the listing changes.</summary>
public sealed class DeclarationPreparer(AppDbContext db, ListingDesk desk, Guards guards, TimeProvider time)
{
    /// <summary>计费依据说明 may have so many characters (domain.md §2.2).</summary>
    public const int BasisMax = 2000;
    public const int PayeeMax = 500;

    /// <summary>Puts the rows into the item; the failures say why there are none.</summary>
    public async Task<IReadOnlyList<Failure>> PrepareAsync(ListingBatchItem item, BatchOrder order, CancellationToken ct)
    {
        if (await desk.FindAsync(item.ListingId!.Value, ct) is not { OwnerId: not null } listing) return [Failures.OfStatus(StatusCodes.Status404NotFound)];
        if (!listing.Forms.Contains(OfferForm.OpenLicence)) return [new("declaration_not_open", 409, DeclarationTexts.NotOpen)];
        if (listing.State is ListingState.Withdrawn or ListingState.Expired) return [new("declaration_not_offered", 409, DeclarationTexts.NotOffered.Fill(ListingWords.Name(listing.State)))];
        if (listing.AnnouncementNo is { } announced) return [new("declaration_announced", 409, DeclarationTexts.Announced.Fill(announced))];
        var draft = await ListingFacts.DraftAsync(db, listing, ct);
        var rows = await RowsAsync(listing, draft, order, ct);
        if (rows.Count == 0) return [new("listing_patent_missing", 409, ListingTexts.PatentMissing)];
        item.After = PreparedDeclaration.Write(rows);
        item.Faults = JsonSerializer.Serialize(rows.Select(Say), ListingWorker.Json);
        return [];
    }

    /// <summary>One row for each patent of the draft, in its order.</summary>
    public async Task<IReadOnlyList<PreparedDeclaration>> RowsAsync(Listing listing, ListingDraft draft, BatchOrder order, CancellationToken ct)
    {
        var patents = await ListingFacts.OfAsync(db, draft.Members, listing.OwnerId, ct);
        var ids = patents.SelectMany(patent => patent.Holders).Select(holder => holder.OrganisationId).OfType<Guid>().Distinct().ToArray();
        var codes = await db.Set<Organisation>().Where(o => ids.Contains(o.Id)).ToDictionaryAsync(o => o.Id, o => o.Uscc, ct);
        var kind = await db.Set<Organisation>().Where(o => o.Id == listing.OwnerId).Select(o => o.Kind).SingleAsync(ct);
        return [.. patents.Select(patent => Row(patent, draft, listing, kind, order, codes))];
    }

    private PreparedDeclaration Row(ListedPatent patent, ListingDraft draft, Listing listing, OrganisationKind kind, BatchOrder order, Dictionary<Guid, string> codes)
    {
        var toFill = new List<string>();
        string Known(string head, string? value)
        {
            if (!string.IsNullOrWhiteSpace(value)) return value;
            if (!toFill.Contains(head)) toFill.Add(head);
            return PreparedDeclaration.Missing;
        }
        var today = Dates.Today(time);
        var member = draft.Members.First(m => m.ApplicationNo == patent.ApplicationNo);
        var report = patent.Reports.Where(r => r.StruckAt is null).OrderByDescending(r => r.On).ThenByDescending(r => r.RecordedAt).FirstOrDefault();
        var needsReport = patent.Kind is not PatentKind.Invention;
        string Report(string head, string? value) => needsReport ? Known(head, value) : H.NotNeeded;
        var consents = draft.Consents.ToDictionary(c => NameFolding.Fold(c.Key), c => c.Value, StringComparer.Ordinal);
        var others = patent.Holders.Where(holder => holder.OrganisationId != listing.OwnerId).ToList();
        var until = draft.ExpiresOn;
        var basis = order.Basis ?? draft.Fee.Reason;
        var otherTerms = string.Join('\n', new[] { draft.KnowHow, draft.Support }.OfType<string>());
        var facts = patent.Facts(today) with
        {
            AttestsNoExclusiveLicence = order.Attests == true,
            Consents = patent.Holders.Count - others.Count(holder => !consents.ContainsKey(holder.FoldedName)),
        };
        return new()
        {
            ApplicationNo = patent.ApplicationNo,
            Number = patent.Number,
            Title = patent.Title,
            Kind = InChinese(() => patent.Kind.Name()),
            Patentees = Known(H.Patentees, string.Join('；', patent.Holders.Select(holder => holder.Name))),
            Codes = string.Join('；', patent.Holders.Select(holder => Known(H.Codes, holder.Uscc ?? (holder.OrganisationId is { } id ? codes.GetValueOrDefault(id) : null)))),
            Consents = others.Count == 0 ? H.NotNeeded : string.Join('；', others.Select(holder => $"{holder.Name}：{Known(H.Consents, consents.GetValueOrDefault(holder.FoldedName))}")),
            ReportNo = Report(H.ReportNo, report?.Number ?? member.ReportNo),
            ReportOn = Report(H.ReportOn, report is null ? null : Dates.InTable(report.On)),
            ReportConclusion = Report(H.ReportConclusion, report is null ? null : InChinese(() => report.Conclusion.Name())),
            FeeModel = Known(H.FeeModel, draft.FeeModel is { } model ? InChinese(() => FeeWords.Name(model)) : null),
            Fee = Known(H.Fee, draft.FeeModel is null ? null : InChinese(() => FeeWords.Sentence(draft.FeeModel, draft.Fee)) + (draft.Fee.Definition is { } definition ? "\n" + definition : "")),
            FeeBasis = Known(H.FeeBasis, basis),
            From = order.From ?? Empty(H.From),
            Until = until ?? Empty(H.Until),
            Payee = Known(H.Payee, order.Payee),
            ContactName = Known(H.ContactName, draft.ContactName),
            // One way to reach them is enough.
            ContactPhone = draft.ContactPhone ?? (draft.ContactMail is null ? Known(H.ContactPhone, null) : ""),
            ContactMail = draft.ContactMail,
            OtherTerms = otherTerms.Length > 0 ? otherTerms : null,
            Guards = [.. guards.ForDeclaration(facts), Terms(draft, basis, otherTerms), Period(patent, order.From, until, today)],
            Reminders = [.. Reminders(patent, listing, kind, order.From, until, facts)],
            ToFill = toFill,
        };

        DateOnly? Empty(string head)
        {
            Known(head, null);
            return null;
        }
    }

    /// <summary>Whoever wants a licence must be able to work out its price without asking, and nothing may advertise (G12).</summary>
    private static GuardAnswer Terms(ListingDraft draft, string? basis, string otherTerms)
    {
        GuardAnswer Blocked(string reason) => new(PreparedDeclaration.Terms, true, reason, DeclarationTexts.TermsWayOut);
        if (draft.FeeModel is not { } model) return Blocked(ListingTexts.FeeMissing);
        if (model == FeeModel.Negotiable) return Blocked(ListingTexts.OpenNegotiable);
        if (model == FeeModel.Deferred) return Blocked(ListingTexts.OpenDeferred);
        if (draft.Fee.Check(model) is [var wrong, ..]) return Blocked(wrong.Message);
        var words = new[] { basis, otherTerms, draft.Fee.Definition }.SelectMany(text => PromotionalWords.Find(text)).Select(hit => hit.Word).Distinct(StringComparer.Ordinal).ToList();
        return words.Count > 0 ? Blocked(ListingTexts.Promotional.Fill(string.Join('、', words))) : new(PreparedDeclaration.Terms, false);
    }

    /// <summary>The licence ends with the right at the latest.</summary>
    private static GuardAnswer Period(ListedPatent patent, DateOnly? from, DateOnly? until, DateOnly today)
    {
        var wrong = until > patent.LastDay ? ListingTexts.ExpiryAfterPatent.Fill(Dates.InWords(patent.LastDay)) : until < today ? ListingTexts.ExpiryPast : until < from ? DeclarationTexts.PeriodBackwards : null;
        return wrong is null ? new(H.Period, false) : new(H.Period, true, wrong, DeclarationTexts.PeriodWayOut);
    }

    private static IEnumerable<string> Reminders(ListedPatent patent, Listing listing, OrganisationKind kind, DateOnly? from, DateOnly? until, GuardFacts facts)
    {
        if (listing.State is not ListingState.Public) yield return DeclarationTexts.NotReviewed.Fill(ListingWords.Name(listing.State));
        if (from is { } first && until is { } last && last < first.AddYears(1).AddDays(-1)) yield return DeclarationTexts.ShorterThanAYear;
        if (kind is OrganisationKind.University or OrganisationKind.Institute) yield return DeclarationTexts.PublicisePrice;
        if (kind is OrganisationKind.StateEnterprise) yield return DeclarationTexts.ValuationNeeded;
        if (patent.State is PatentState.PartlyInvalid) yield return ListingTexts.PartlyInvalid.Fill(patent.Number);
        if (Guards.Report(facts) is { Blocks: false, Reason: { } partly }) yield return partly;
    }

    /// <summary>What the page of the batch says of one patent.</summary>
    private static string Say(PreparedDeclaration row) => row.Verdict switch
    {
        DeclarationVerdict.Ready => DeclarationTexts.SayReady.Fill(row.Number),
        DeclarationVerdict.Incomplete => DeclarationTexts.SayIncomplete.Fill(row.Number, string.Join('、', row.ToFill)),
        _ => DeclarationTexts.SayBlocked.Fill(row.Number, string.Join(' ', row.Obstacles.Select(guard => $"{guard.Reason} {guard.WayOut}".TrimEnd()))),
    };

    /// <summary>The declaration goes to the office, whatever the language of who prepares it.</summary>
    private static string InChinese(Func<string> words) => Language.In(Language.Chinese.Tag, words);
}
