using Marketplace.Matching.Texts;
using Marketplace.Web.Catalogue.Searching;
using Marketplace.Web.Needs;
using Marketplace.Web.Platform.Database;
using Marketplace.Web.Platform.Outbox;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Matchmaking.Matches;

public static class MatchesSetup
{
    /// <summary>Once for the process: read only, and several programs may run in one (tests).</summary>
    private static readonly Lazy<MatchingModel> s_plain = new(() => MatchingModel.Load(SearchingSetup.Analyzer, encoder: false));
    private static readonly Lazy<MatchingModel> s_whole = new(() => MatchingModel.Load(SearchingSetup.Analyzer));

    public static void AddMatches(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<MatchOptions>().BindConfiguration(MatchOptions.Section);
        services.AddSingleton(provider => new MatchIndex(provider.GetRequiredService<IOptions<MatchOptions>>().Value.Encoder ? s_whole.Value : s_plain.Value));
        if (SearchOptions.From(builder.Configuration).HasElasticsearch)
        {
            services.AddSingleton<VectorOf>(provider =>
            {
                var index = provider.GetRequiredService<MatchIndex>();
                return (title, summary) => OfferText.TermsOf(title, summary, index.Texts).Bytes;
            });
        }
        services.AddSingleton<OfferCandidates>();
        services.AddSingleton<AidPartners>();
        services.AddSingleton<OfferRows>();
        services.AddSingleton<NeedVectorSeal>();
        services.AddSingleton<MatchFollower>();
        services.AddHostedService(provider => provider.GetRequiredService<MatchFollower>());
        services.AddSingleton<MatchPreview>();
        services.AddSingleton<MatchWords>();
        services.AddHostedService(provider =>
        {
            provider.GetRequiredService<DatabaseSignals>().Subscribe(OfferEncoder.Channel);
            return ActivatorUtilities.CreateInstance<OfferEncoder>(provider);
        });
        services.AddReadAlong(NeedChanged.Kind);
        services.AddReadAlong(OffersEncoded.Kind);
    }
}
