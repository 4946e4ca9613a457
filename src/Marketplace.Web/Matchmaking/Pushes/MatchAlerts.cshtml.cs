using Marketplace.Web.Catalogue.Kept;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Matchmaking.Pushes;

public sealed record ToldLine(Guid NeedId, string Need, string ApplicationNo, string Patent, DateTimeOffset ToldAt);

/// <summary>供需匹配提醒: how often, and what was told lately. Whose need it is, is asked again at each look.</summary>
[Access(Act.UseAccount)]
public sealed class MatchAlertsModel(AppDbContext db, Actor actor) : AnsweringPage
{
    private const int Most = 100;

    public AlertPace Pace { get; private set; } = MatchAlert.UsualPace;
    public int MostADay { get; private set; } = MatchAlert.UsualMost;
    public IReadOnlyList<ToldLine> Told { get; private set; } = [];

    public static IReadOnlyList<SelectListItem> Paces => SavedSearchesModel.Paces;

    public async Task OnGetAsync(CancellationToken ct)
    {
        ModelState.Clear();
        var me = actor.Id;
        if (await db.Set<MatchAlert>().AsNoTracking().SingleOrDefaultAsync(a => a.PersonId == me, ct) is { } alert) (Pace, MostADay) = (alert.Pace, alert.MostADay);
        Told = await (from t in db.Set<MatchTold>()
                      join n in MatchNews.Needs(db, me) on t.NeedId equals n.Id
                      join p in db.Set<Patent>() on t.ApplicationNo equals p.ApplicationNo
                      where t.PersonId == me && p.RemovedAt == null
                      orderby t.ToldAt descending, t.NeedId, t.ApplicationNo
                      select new ToldLine(n.Id, n.Title, p.ApplicationNo, p.Title, t.ToldAt)).Take(Most).ToListAsync(ct);
    }

    public async Task<IActionResult> OnPostAsync(AlertPace pace, int most, CancellationToken ct)
    {
        if (!Enum.IsDefined(pace)) pace = MatchAlert.UsualPace;
        var (chosen, cap) = (pace.ToString(), Math.Clamp(most, 1, MatchAlert.MostOfAll));
        await db.Database.ExecuteSqlAsync($"""
            insert into match_alerts (person_id, pace, most_a_day) values ({actor.Id}, {chosen}, {cap}) on conflict (person_id) do update set pace = excluded.pace, most_a_day = excluded.most_a_day
            """, ct);
        return Went("/account/match-alerts", OrganisationTexts.Saved);
    }
}
