namespace Marketplace.Web.Catalogue.LegalStatus;

/// <summary>Licences and pledges in force, as the recorded events tell.</summary>
public sealed record Encumbrances(IReadOnlyList<PatentEvent> Licences, IReadOnlyList<PatentEvent> Pledges)
{
    public IEnumerable<PatentEvent> ExclusiveLicences => Licences.Where(e => e.Exclusive);

    public IEnumerable<PatentEvent> PledgesWithoutConsent => Pledges.Where(e => !e.PledgeeAgrees);

    public static Encumbrances Of(IEnumerable<PatentEvent> events, DateOnly today)
    {
        var happened = events.Where(e => e.StruckAt is null && e.On <= today).OrderBy(e => e.On).ThenBy(e => e.RecordedAt).ThenBy(e => e.Kind).ToList();
        return new(
            Open(happened, PatentEventKind.LicenceRecorded, PatentEventKind.LicenceChanged, PatentEventKind.LicenceEnded),
            Open(happened, PatentEventKind.Pledged, PatentEventKind.PledgeChanged, PatentEventKind.PledgeReleased));
    }

    private static List<PatentEvent> Open(List<PatentEvent> events, PatentEventKind begun, PatentEventKind changed, PatentEventKind ended)
    {
        var open = new List<PatentEvent>();
        foreach (var e in events)
        {
            if (e.Kind == begun) open.Add(e);
            // The record's number ties them together. Where it is missing, an end that could belong to several ends none: better one guard too many.
            else if (e.Kind == changed || e.Kind == ended)
            {
                var at = open.FindIndex(o => e.Reference is not null && o.Reference == e.Reference);
                if (at < 0 && open.Count == 1) at = 0;
                if (at >= 0) open.RemoveAt(at);
                if (e.Kind == changed) open.Add(e);
            }
        }
        return open;
    }
}
