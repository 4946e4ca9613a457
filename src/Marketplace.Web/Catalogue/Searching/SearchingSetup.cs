using Marketplace.Search.Analysis;
using Marketplace.Search.Suggestions;
using Marketplace.Web.Platform.Face;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Catalogue.Searching;

public static class SearchingSetup
{
    /// <summary>Once for the process: read only, and several programs may run in one (tests).</summary>
    private static readonly Lazy<Analyzer> s_analyzer = new(() => Analyzer.Load(DataFolder));
    private static readonly Lazy<Readings> s_readings = new(() => Readings.Load(DataFolder, s_analyzer.Value));

    internal static Analyzer Analyzer => s_analyzer.Value;

    private static string DataFolder => Path.Combine(AppContext.BaseDirectory, "data");

    public static void AddSearching(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<SearchOptions>().BindConfiguration(SearchOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<SearchOptions>, SearchOptionsCheck>();
        builder.Services.AddSingleton(_ => s_analyzer.Value);
        builder.Services.AddSingleton(_ => s_readings.Value);
        builder.Services.AddSingleton<FacetWords>();
        builder.Services.AddSingleton<RemovedTitles>();
        builder.Services.AddSingleton<PatentDocuments>();
        builder.Services.AddSingleton<CatalogueWords>();
        builder.Services.AddSingleton<CatalogueIndex>();
        builder.Services.AddHostedService(services => services.GetRequiredService<CatalogueIndex>());
        builder.Services.AddSingleton<PatentSearch>();
        builder.Services.AddHealthChecks().AddCheck<IndexHealth>("index", tags: ["ready"]);
        builder.Services.AddNavigation(10, "/patents", () => SearchTexts.Title);
    }

    private sealed class SearchOptionsCheck : IValidateOptions<SearchOptions>
    {
        public ValidateOptionsResult Validate(string? name, SearchOptions options) => options.Fault() is { } fault ? ValidateOptionsResult.Fail(fault) : ValidateOptionsResult.Success;
    }

    private sealed class IndexHealth(CatalogueIndex index) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(index.IsLoaded ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("index not loaded"));
    }
}
