using System.Globalization;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.Face;

namespace Marketplace.Web.Catalogue.LegalStatus;

/// <param name="Code">G1 to G9 of domain.md §2.3; <see cref="Guards.Stale"/>.</param>
/// <param name="Blocks">It stands in the way; else <paramref name="Reason"/> is a warning, or null: nothing found.</param>
/// <param name="WayOut">What the holder can do.</param>
public sealed record GuardAnswer(string Code, bool Blocks, string? Reason = null, string? WayOut = null);

/// <summary>What the guards look at.</summary>
public sealed record GuardFacts(Patent Patent, IReadOnlyList<PatentEvent> Events, IReadOnlyList<EvaluationReport> Reports, int Holders, DateOnly Today)
{
    /// <summary>Holders whose consent to an open licence was shown.</summary>
    public int Consents { get; init; }

    /// <summary>The patentees attest that no exclusive licence is in force, recorded or not: nothing else can tell an unrecorded one (G1).</summary>
    public bool AttestsNoExclusiveLicence { get; init; }

    /// <summary>国防、保密专利</summary>
    public bool Secret { get; init; }
}

/// <summary>What stands against listing a patent or declaring an open licence (Rule 86 and practice), as far as patent, events, report and holders tell. G10 to G12 need the declaration itself.</summary>
public sealed class Guards(StatusOptions options, Workdays workdays)
{
    public const string Stale = "STALE";

    /// <summary>Everything that must pass before a declaration goes to the office.</summary>
    public IReadOnlyList<GuardAnswer> ForDeclaration(GuardFacts facts) =>
        [ExclusiveLicence(facts), Suspended(facts), FeeUnpaid(facts), Pledged(facts), Ineffective(facts), NotGranted(facts), Report(facts), CoOwners(facts), SecretPatent(facts), StatusKnown(facts)];

    /// <summary>Asked each day about an announced declaration.</summary>
    public IReadOnlyList<GuardAnswer> Daily(GuardFacts facts) => [ExclusiveLicence(facts with { AttestsNoExclusiveLicence = true }), Suspended(facts), FeeUnpaid(facts), Pledged(facts)];

    /// <summary>For any other offer: an application may be offered for assignment, a right in its grace period stays up with a warning, whoever takes a right with a licence or pledge on it must know, and consent is the holders' own affair.</summary>
    public IReadOnlyList<GuardAnswer> ForListing(GuardFacts facts)
    {
        var fee = FeeUnpaid(facts);
        var application = NotGranted(facts);
        return
        [
            Known(ExclusiveLicence(facts with { AttestsNoExclusiveLicence = true })), Suspended(facts), fee with { Blocks = false }, Known(Pledged(facts)), Ineffective(facts),
            facts.Patent.State is PatentState.Pending ? application with { Blocks = false, WayOut = GuardTexts.G6ListingWayOut } : application,
            SecretPatent(facts), StatusKnown(facts),
        ];
    }

    public static GuardAnswer ExclusiveLicence(GuardFacts facts)
    {
        if (Encumbrances.Of(facts.Events, facts.Today).ExclusiveLicences.FirstOrDefault() is { } licence)
            return new("G1", true, Fill(GuardTexts.G1, Dates.InWords(licence.On), licence.Reference ?? FaceTexts.NotRecorded), GuardTexts.G1WayOut);
        return facts.AttestsNoExclusiveLicence ? new("G1", false) : new("G1", true, GuardTexts.G1Attest, GuardTexts.G1AttestWayOut);
    }

    public static GuardAnswer Suspended(GuardFacts facts) => facts.Patent.State is PatentState.Suspended
        ? new("G2", true, Fill(GuardTexts.G2, Dates.InWords(facts.Patent.StateSince)), GuardTexts.G2WayOut) : new("G2", false);

    public GuardAnswer FeeUnpaid(GuardFacts facts)
    {
        var patent = facts.Patent;
        if (patent.State.Ended() || patent.NextFeeDue is not { } due || due >= facts.Today) return new("G3", false);
        // The state may not have been derived since midnight: the day that was missed counts.
        var year = AnnualFees.NextYear(patent)!.Value;
        return new("G3", true, Fill(GuardTexts.G3, year, Dates.InWords(due)), Fill(GuardTexts.G3WayOut, Dates.InWords(AnnualFees.GraceEnd(patent.FilingDate, year, workdays))));
    }

    public static GuardAnswer Pledged(GuardFacts facts) => Encumbrances.Of(facts.Events, facts.Today).PledgesWithoutConsent.FirstOrDefault() is { } pledge
        ? new("G4", true, Fill(GuardTexts.G4, Dates.InWords(pledge.On), pledge.Reference ?? FaceTexts.NotRecorded), GuardTexts.G4WayOut) : new("G4", false);

    public static GuardAnswer Ineffective(GuardFacts facts)
    {
        if (facts.Patent.State.Ended()) return new("G5", true, Fill(GuardTexts.G5Ended, LegalWords.Name(facts.Patent.State)), GuardTexts.G5EndedWayOut);
        return facts.Patent.LastDay < facts.Today ? new("G5", true, Fill(GuardTexts.G5Ended, LegalWords.Name(PatentState.Expired)), GuardTexts.G5EndedWayOut)
            : Latest(facts) is { Conclusion: ReportConclusion.Negative } report ? new("G5", true, Fill(GuardTexts.G7Negative, report.Number), GuardTexts.G7NegativeWayOut) : new("G5", false);
    }

    public static GuardAnswer NotGranted(GuardFacts facts) => facts.Patent.State is PatentState.Pending or PatentState.Refused || facts.Patent.GrantDate is null && !Granted(facts)
        ? new("G6", true, GuardTexts.G6, GuardTexts.G6WayOut) : new("G6", false);

    public static GuardAnswer Report(GuardFacts facts)
    {
        if (facts.Patent.Kind is PatentKind.Invention) return new("G7", false);
        return Latest(facts) switch
        {
            null => new("G7", true, GuardTexts.G7Missing, GuardTexts.G7MissingWayOut),
            { Conclusion: ReportConclusion.Negative } report => new("G7", true, Fill(GuardTexts.G7Negative, report.Number), GuardTexts.G7NegativeWayOut),
            { Conclusion: ReportConclusion.PartlyNegative } report => new("G7", false, Fill(GuardTexts.G7Partly, report.Number), GuardTexts.G7PartlyWayOut),
            _ => new("G7", false),
        };
    }

    public static GuardAnswer CoOwners(GuardFacts facts) => facts.Holders > 1 && facts.Consents < facts.Holders
        ? new("G8", true, Fill(GuardTexts.G8, facts.Holders, facts.Consents), GuardTexts.G8WayOut) : new("G8", false);

    public static GuardAnswer SecretPatent(GuardFacts facts) => facts.Secret ? new("G9", true, GuardTexts.G9, GuardTexts.G9WayOut) : new("G9", false);

    public GuardAnswer StatusKnown(GuardFacts facts) => !options.IsStale(facts.Patent, facts.Today) ? new(Stale, false)
        : new(Stale, true, facts.Patent.StatusOn is { } said ? Fill(GuardTexts.Stale, Dates.InWords(said), options.StaleAfterDays) : GuardTexts.StaleNever, GuardTexts.StaleWayOut);

    /// <summary>To be told, and nothing to be done about it.</summary>
    private static GuardAnswer Known(GuardAnswer answer) => answer with { Blocks = false, WayOut = null };

    private static bool Granted(GuardFacts facts) => facts.Events.Any(e => e.Kind is PatentEventKind.Granted && e.StruckAt is null && e.On <= facts.Today);

    private static EvaluationReport? Latest(GuardFacts facts) => facts.Reports.Where(r => r.StruckAt is null).OrderByDescending(r => r.On).ThenByDescending(r => r.RecordedAt).FirstOrDefault();

    private static string Fill(string format, params object?[] values) => string.Format(CultureInfo.CurrentCulture, format, values);
}
