using Marketplace.Web.Matchmaking.Lists;
using Marketplace.Web.Matchmaking.Meetings;

namespace Marketplace.Web.Matchmaking;

public static class MatchmakingSetup
{
    public static void AddMatchmaking(this WebApplicationBuilder builder)
    {
        builder.AddMatchLists();
        builder.AddMeetings();
    }

    public static void MapMatchmaking(this WebApplication app)
    {
        ListExports.Map(app);
    }
}
