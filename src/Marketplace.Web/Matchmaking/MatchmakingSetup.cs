using Marketplace.Web.Catalogue.Searching;
using Marketplace.Web.Matchmaking.Lists;
using Marketplace.Web.Matchmaking.Matches;
using Marketplace.Web.Matchmaking.Meetings;
using Marketplace.Web.Platform.Database;
using Marketplace.Web.Platform.Outbox;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Matchmaking;

public static class MatchmakingSetup
{
    /// <summary>Once for the process: read only, and several programs may run in one (tests).</summary>
    private static readonly Lazy<MatchingModel> s_plain = new(() => MatchingModel.Load(SearchingSetup.Analyzer, encoder: false));
    private static readonly Lazy<MatchingModel> s_whole = new(() => MatchingModel.Load(SearchingSetup.Analyzer));

    public static void AddMatchmaking(this WebApplicationBuilder builder)
    {
        builder.AddMatching();
        builder.AddMatchLists();
        builder.AddMeetings();
    }

    public static void MapMatchmaking(this WebApplication app) => ListExports.Map(app);

    private static void AddMatching(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<MatchOptions>().BindConfiguration(MatchOptions.Section);
        services.AddSingleton(provider => new MatchIndex(provider.GetRequiredService<IOptions<MatchOptions>>().Value.Encoder ? s_whole.Value : s_plain.Value));
        services.AddSingleton<AidPartners>();
        services.AddSingleton<OfferRows>();
        services.AddSingleton<MatchFollower>();
        services.AddHostedService(provider => provider.GetRequiredService<MatchFollower>());
        services.AddSingleton<MatchPreview>();
        services.AddHostedService(provider =>
        {
            provider.GetRequiredService<DatabaseSignals>().Subscribe(OfferEncoder.Channel);
            return ActivatorUtilities.CreateInstance<OfferEncoder>(provider);
        });
        services.AddOutboxHandler<NeedChangedHandler>();
        services.AddOutboxHandler<OffersEncodedHandler>();
    }
}
