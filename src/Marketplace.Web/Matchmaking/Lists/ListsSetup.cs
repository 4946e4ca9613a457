namespace Marketplace.Web.Matchmaking.Lists;

public static class ListsSetup
{
    public static void AddMatchLists(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<MatchMarks>();
        services.AddScoped<MatchLog>();
        services.AddScoped<AnswerDesk>();
        services.AddScoped<OwnMatches>();
        services.AddScoped<HolderMatches>();
    }
}
