using Marketplace.Web.Catalogue.LegalStatus;

namespace Marketplace.Web.Catalogue.Patents;

internal sealed record DemoEvent(EventFact Fact, bool Exclusive = false, bool PledgeeAgrees = false);

/// <summary>What happened to an invented patent, told from the day the demonstration begins: a fee written down as late in a file would be a lapse half a year on.</summary>
internal sealed record DemoStory(PatentKind Kind, DateOnly Filed, DateOnly? Granted, DateOnly Today, IReadOnlyList<DemoEvent> Events)
{
    public static DemoStory Of(IReadOnlyDictionary<string, string> row, DateOnly today)
    {
        var kind = PatentNumber.KindOf(row["application_no"].Split('.')[0]);
        var filed = DemoPatents.Day(row["filed"])!.Value;
        var granted = DemoPatents.Day(row["granted"]);
        var events = new List<DemoEvent>();
        if (DemoPatents.Day(row["published"]) is { } published)
        {
            events.Add(new(new(PatentEventKind.Published, published)));
            if (published.AddDays(40) is var begun && begun <= today && !(begun >= granted)) events.Add(new(new(PatentEventKind.ExaminationBegun, begun)));
        }
        if (granted is { } from)
        {
            events.Add(new(new(PatentEventKind.Granted, from)));
            Fees(events, row["story"], filed, from, today, PatentTerm.Years(kind, filed));
            // The later half of the time since the grant: late enough to come after it, early enough to have happened.
            events.AddRange(Then(row["story"], from.AddDays((today.DayNumber - from.DayNumber) / 2), row["application_no"]));
        }
        if (row["story"] == "refused") events.Add(new(new(PatentEventKind.Rejected, filed.AddYears(3))));
        return new(kind, filed, granted, today, events);
    }

    private static void Fees(List<DemoEvent> events, string story, DateOnly filed, DateOnly granted, DateOnly today, int years)
    {
        var atGrant = YearOn(filed, granted);
        events.Add(new(new(PatentEventKind.FeePaid, granted, atGrant)));
        var through = Math.Min(years, YearOn(filed, today) - story switch { "late" => 1, "lapsed" => 2, _ => 0 });
        for (var year = atGrant + 1; year <= through; year++)
            if (filed.AddYears(year - 1).AddDays(-20) is var paid && paid > granted && paid <= today) events.Add(new(new(PatentEventKind.FeePaid, paid, year)));
            else if (paid <= today) events.Add(new(new(PatentEventKind.FeePaid, granted.AddDays(1), year)));
    }

    private static IEnumerable<DemoEvent> Then(string story, DateOnly on, string number) => story switch
    {
        "suspended" => [new(new(number[^1] is '1' or '5' or '8' ? PatentEventKind.Preserved : PatentEventKind.ProcedureSuspended, on))],
        "partly-invalid" => [new(new(PatentEventKind.DeclaredPartlyInvalid, on))],
        "invalid" => [new(new(PatentEventKind.DeclaredInvalid, on))],
        "abandoned" => [new(new(PatentEventKind.Abandoned, on))],
        "pledged" => [new(new(PatentEventKind.Pledged, on), PledgeeAgrees: number[^3] is '0' or '2' or '4' or '6' or '8')],
        "pledge-released" => [new(new(PatentEventKind.Pledged, on.AddDays(-60))), new(new(PatentEventKind.PledgeReleased, on))],
        "licensed" => [new(new(PatentEventKind.LicenceRecorded, on))],
        "exclusive" => [new(new(PatentEventKind.LicenceRecorded, on), Exclusive: true)],
        "restored" => [new(new(PatentEventKind.LapsedUnpaid, on.AddDays(-90))), new(new(PatentEventKind.RightRestored, on))],
        _ => [],
    };

    /// <summary>Year k begins at the (k−1)th anniversary of filing.</summary>
    private static int YearOn(DateOnly filed, DateOnly day)
    {
        var year = day.Year - filed.Year;
        return filed.AddYears(year) <= day ? year + 1 : year;
    }
}
