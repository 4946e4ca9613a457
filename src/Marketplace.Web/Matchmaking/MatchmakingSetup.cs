using Marketplace.Web.Matchmaking.Matches;
using Marketplace.Web.Matchmaking.Pushes;

namespace Marketplace.Web.Matchmaking;

public static class MatchmakingSetup
{
    public static void AddMatchmaking(this WebApplicationBuilder builder)
    {
        builder.AddMatches();
        builder.AddPushes();
    }
}
