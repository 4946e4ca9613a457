using Marketplace.Web.Matchmaking.Lists;
using Marketplace.Web.Matchmaking.Matches;
using Marketplace.Web.Matchmaking.Meetings;
using Marketplace.Web.Matchmaking.Pushes;
using Marketplace.Web.Matchmaking.Weighing;

namespace Marketplace.Web.Matchmaking;

public static class MatchmakingSetup
{
    public static void AddMatchmaking(this WebApplicationBuilder builder)
    {
        builder.AddMatches();
        builder.AddWeighing();
        builder.AddMatchLists();
        builder.AddMeetings();
        builder.AddPushes();
    }

    public static void MapMatchmaking(this WebApplication app)
    {
        ListExports.Map(app);
        app.MapPushes();
        app.MapWeighing();
    }
}
