using Marketplace.Web.Data;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Privacy;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Matchmaking.Pushes;

/// <summary>What pushing holds about people: what was sent to them and what they said of it, what they sent as staff, and how they want to hear of matches.</summary>
internal sealed class PushData : IPersonalData
{
    public string Key => "pushes";
    public string Title => PushTexts.DataTitle;
    public string Purpose => PushTexts.DataPurpose;
    public string Basis => PrivacyTexts.BasisContract;
    public string OnErasure => PushTexts.DataErased;

    public async Task<IReadOnlyList<IReadOnlyList<PersonalField>>> ReadAsync(AppDbContext db, Guid personId, CancellationToken ct)
    {
        var rows = new List<IReadOnlyList<PersonalField>>();
        var got = await (from d in db.Set<PushDelivery>().AsNoTracking()
                         where d.PersonId == personId
                         orderby d.Id descending
                         select new { d, Said = db.Set<PushFeedback>().Where(f => f.DeliveryId == d.Id).ToList() }).Take(1000).ToListAsync(ct);
        rows.AddRange(got.Select(g => (IReadOnlyList<PersonalField>)
        [
            new("at", PrivacyTexts.FieldAt, Dates.Minute(g.d.CreatedAt)),
            new("channel", PrivacyTexts.FieldChannel, PushWords.Name(g.d.Channel)),
            new("state", PrivacyTexts.FieldState, PushWords.Outcome(g.d)),
            new("feedback", PushTexts.Feedback, string.Join("; ", g.Said.Select(f => $"{f.ApplicationNo} {(f.Useful ? PushTexts.UsefulYes : PushTexts.UsefulNo)} {f.Note}")), g.Said.Count == 0 ? null : "***"),
        ]));
        rows.AddRange((await db.Set<Push>().AsNoTracking().Where(p => p.PersonId == personId || p.DecidedBy == personId).OrderByDescending(p => p.Id).Take(1000).ToListAsync(ct)).Select(p => (IReadOnlyList<PersonalField>)
        [
            new("at", PrivacyTexts.FieldAt, Dates.Minute(p.CreatedAt)),
            new("kind", PrivacyTexts.FieldKind, PushWords.Name(p.Source)),
            new("state", PrivacyTexts.FieldState, PushWords.Name(p.State)),
        ]));
        if (await db.Set<MatchAlert>().AsNoTracking().SingleOrDefaultAsync(a => a.PersonId == personId, ct) is { } alert)
            rows.Add([new("pace", PushTexts.Pace, Catalogue.Kept.SavedSearchesModel.Paces.First(p => p.Value == alert.Pace.ToString()).Text), new("most", PushTexts.MostADay, alert.MostADay.ToString(System.Globalization.CultureInfo.InvariantCulture))]);
        return rows;
    }

    public async Task EraseAsync(AppDbContext db, Guid personId, DateTimeOffset now, CancellationToken ct)
    {
        await db.Set<MatchTold>().Where(t => t.PersonId == personId).ExecuteDeleteAsync(ct);
        await db.Set<MatchAlert>().Where(a => a.PersonId == personId).ExecuteDeleteAsync(ct);
        await db.Set<PushFeedback>().Where(f => db.Set<PushDelivery>().Any(d => d.Id == f.DeliveryId && d.PersonId == personId)).ExecuteUpdateAsync(set => set.SetProperty(f => f.Note, (string?)null), ct);
        // That an enterprise was reached stays: figures of a plan rest on it. Whom it reached goes.
        await db.Set<PushDelivery>().Where(d => d.PersonId == personId).ExecuteUpdateAsync(set => set.SetProperty(d => d.PersonId, (Guid?)null).SetProperty(d => d.Recipient, (string?)null).SetProperty(d => d.Token, (string?)null), ct);
        await db.Set<Push>().Where(p => p.PersonId == personId).ExecuteUpdateAsync(set => set.SetProperty(p => p.PersonId, (Guid?)null), ct);
        await db.Set<Push>().Where(p => p.DecidedBy == personId).ExecuteUpdateAsync(set => set.SetProperty(p => p.DecidedBy, (Guid?)null), ct);
    }
}

/// <summary>What goes at night; the terms stand in the table of the privacy notice.</summary>
internal static class PushRetention
{
    /// <summary>Links that need no sign-in are good for half a year.</summary>
    public static Task<int> CloseLinksAsync(AppDbContext db, DateTimeOffset before, DateTimeOffset now, CancellationToken ct) =>
        db.Set<PushDelivery>().Where(d => d.Token != null && d.CreatedAt < before).ExecuteUpdateAsync(set => set.SetProperty(d => d.Token, (string?)null), ct);

    /// <summary>Words people wrote go; yes and no stay for the figures and for learning.</summary>
    public static Task<int> ForgetWordsAsync(AppDbContext db, DateTimeOffset before, DateTimeOffset now, CancellationToken ct) =>
        db.Set<PushFeedback>().Where(f => f.Note != null && f.At < before).ExecuteUpdateAsync(set => set.SetProperty(f => f.Note, (string?)null), ct);

    public static Task<int> ForgetToldAsync(AppDbContext db, DateTimeOffset before, DateTimeOffset now, CancellationToken ct) => db.Set<MatchTold>().Where(t => t.ToldAt < before).ExecuteDeleteAsync(ct);
}
