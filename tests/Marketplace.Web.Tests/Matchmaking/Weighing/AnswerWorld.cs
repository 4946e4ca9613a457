using System.Globalization;
using Marketplace.Matching.Factors;
using Marketplace.Testing;
using Marketplace.Web.Data;
using Marketplace.Web.Matchmaking.Lists;
using Marketplace.Web.Matchmaking.Matches;
using Marketplace.Web.Needs;
using Marketplace.Web.Organisations;

namespace Marketplace.Web.Tests.Matchmaking.Weighing;

/// <summary>People who answered matches.</summary>
internal static class AnswerWorld
{
    private static readonly DateTimeOffset s_at = new(2026, 11, 2, 2, 0, 0, TimeSpan.Zero);

    /// <summary>Eight answers to each of these needs: liked is what is of the right industry, whatever the texts say.</summary>
    public static async Task AnswerAsync(AppDbContext db, int needs, CancellationToken ct)
    {
        var firm = await Inhabitants.NewOrganisationAsync(db, OrganisationKind.Enterprise, Inhabitants.Bole);
        var random = new Random(7);
        for (var number = 0; number < needs; number++)
        {
            var need = NewNeed(firm, $"第{number}个难题");
            db.Add(need);
            for (var place = 0; place < 8; place++)
            {
                var factors = Factors(random);
                var liked = factors[(int)Factor.Industry] + 0.2 * random.NextDouble() > 0.7;
                db.Add(NewAnswer(need.Id, string.Create(CultureInfo.InvariantCulture, $"2023{number:0000}{place:0000}"), liked ? Verdict.Interested : Verdict.NotFitting, factors, liked ? null : WhyNot.NotMyField));
            }
        }
        await db.SaveChangesAsync(ct);
    }

    /// <summary>Paused: what matching would do with it is of no interest here.</summary>
    public static Need NewNeed(Organisation owner, string title) => new()
    {
        OwnerId = owner.Id,
        Source = NeedSource.Owner,
        State = NeedState.Paused,
        Visibility = NeedVisibility.Anonymous,
        Pseudonym = Guid.CreateVersion7().ToString("N")[^12..],
        Title = title,
        RegionPath = owner.RegionPath,
        CreatedAt = s_at,
        OpenedAt = s_at,
        ChangedAt = s_at,
    };

    public static MatchAnswer NewAnswer(Guid need, string no, Verdict verdict, double[] factors, WhyNot? why = null, MatchSide side = MatchSide.Need, Guid? organisation = null, DateTimeOffset? at = null) => new()
    {
        Side = side,
        NeedId = need,
        ApplicationNo = no,
        OrganisationId = organisation,
        Answer = verdict,
        Why = why,
        At = at ?? s_at,
        ScoreThen = 50,
        FactorsThen = factors,
        WeightsVersion = "2026-11",
    };

    public static double[] Factors(Random random) => [.. Enumerable.Range(0, FactorTable.Count).Select(_ => 0.1 + 0.8 * random.NextDouble())];
}
